package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.sigv4.ContentHash;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Goal: what one party between client and server takes for the body of a request and another for
 * the next request is never executed. Behind each carrier stands a DELETE that is signed as it must
 * be; whether it was executed is seen by its object.
 */
@ExtendWith(SharedServer.class)
class SmugglingTest {
  private static final String HOST = "Host: localhost\r\n";

  private static final String PUT = "PUT /smuggled/k HTTP/1.1\r\n" + HOST;
  private static final String GET = "GET /smuggled/k HTTP/1.1\r\n" + HOST;
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
  private static final Headers CHUNKED_HEADERS =
      Headers.of(
          "Transfer-Encoding", "chunked",
          "Content-Encoding", "aws-chunked",
          "x-amz-decoded-content-length", "4");

  /** 14 bytes that are framed once more, as aws-chunked has it: {@code {b}} in the cases. */
  private static final String INNER = "4\r\nbody\r\n0\r\n\r\n";

  private static final String END = "\r\n0\r\n\r\n";
  private static final int PATIENCE_MILLIS = 10_000;

  private final RawClient raw;
  private final Buckets buckets;

  SmugglingTest(RawClient raw, Buckets buckets) {
    this.raw = raw;
    this.buckets = buckets;
  }

  /**
   * What stands before the hidden request.
   *
   * @param statuses one of which is that of the only answer
   */
  private record Case(String name, String carrier, List<Integer> statuses) {}

  /** An object, and the bytes that would delete it. */
  private record Hidden(String bucket, String request) {
    int length() {
      return request.length();
    }
  }

  private Hidden hidden() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "stays");
    var delete = raw.signed("DELETE", "/" + bucket + "/k", new byte[0], Headers.EMPTY);
    return new Hidden(bucket, head(delete));
  }

  private static String head(Request request) {
    return new String(RawClient.head(request), ISO_8859_1);
  }

  private boolean stays(Hidden hidden) {
    return raw.get("/" + hidden.bucket() + "/k").status() == 200;
  }

  /**
   * All answers until the other side closes.
   *
   * @param open whether it did not close within {@link #PATIENCE_MILLIS}
   */
  private record Heard(List<Answer> answers, boolean open) {
    List<Integer> statuses() {
      return answers.stream().map(Answer::status).toList();
    }
  }

  private Heard exchange(String bytes) {
    var answers = new ArrayList<Answer>();
    try (var socket = new RawSocket(raw.http()).patience(PATIENCE_MILLIS)) {
      socket.writeLeniently(bytes.getBytes(ISO_8859_1));
      Answer next = socket.answer(false);
      while (!next.closed()) {
        answers.add(next);
        next = socket.answer(false);
      }
      return new Heard(answers, false);
    } catch (SocketTimeoutException _) {
      return new Heard(answers, true);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  // ---- the hidden request works, if it is one

  @Test
  void behindAWholeRequestItIsExecuted() {
    for (String carrier :
        List.of(
            GET + "\r\n",
            GET
                + "Upgrade: h2c\r\n"
                + "Connection: Upgrade, HTTP2-Settings\r\n"
                + "HTTP2-Settings: AA\r\n\r\n",
            GET + "Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
            GET.replace("1.1", "1.0") + "Connection: keep-alive\r\n\r\n",
            "TRACE /smuggled/k HTTP/1.1\r\n" + HOST + "X-Told: back\r\n\r\n",
            "get /smuggled/k HTTP/1.1\r\n" + HOST + "\r\n",
            PUT + "Content-Length: 4\r\n\r\nbody",
            PUT + "content-LENGTH:\t4 \r\n\r\nbody")) {
      Hidden hidden = hidden();
      Heard heard = exchange(carrier + closing(hidden));
      assertThat(heard.answers()).as(carrier).hasSize(2);
      assertThat(heard.statuses().getFirst()).as(carrier).isIn(404, 405, 501);
      assertThat(heard.answers().getFirst().body()).as(carrier).doesNotContain("X-Told");
      assertThat(heard.statuses().getLast()).as(carrier).isEqualTo(204);
      assertThat(stays(hidden)).as(carrier).isFalse();
    }
  }

  /** Fields behind the last chunk frame nothing, whatever they are called. */
  @Test
  void behindWholeChunksItIsExecuted() {
    for (String body :
        List.of(
            "e\r\n{b}" + END,
            "000E\r\n{b}" + END,
            "1;x=\"y\"\r\n4\r\nd;z\r\n" + INNER.substring(1) + END,
            "e\r\n{b}\r\n0\r\nX-Late: 1\r\n folded\r\n\r\n",
            "e\r\n{b}\r\n0\r\nContent-Length: 900\r\nTransfer-Encoding: gzip\r\n\r\n")) {
      Hidden hidden = hidden();
      Heard heard = exchange(chunkedHead(hidden) + body.replace("{b}", INNER) + closing(hidden));
      assertThat(heard.statuses()).as(body).containsExactly(200, 204);
      assertThat(stays(hidden)).as(body).isFalse();
      assertThat(buckets.text(hidden.bucket(), "carrier")).isEqualTo("body");
    }
  }

  private static String closing(Hidden hidden) {
    return hidden.request().replaceFirst("\r\n", "\r\nConnection: close\r\n");
  }

  // ---- in a body it is none

  /** The connection lives on after the body, and what comes then is a request. */
  @Test
  void inTheBodyOfARefusedRequestItIsThrownAway() {
    for (String line : List.of(PUT, GET, PUT.replace("PUT", "HEAD"), PUT.replace("PUT", "put"))) {
      Hidden hidden = hidden();
      String carrier = line + "Content-Length: " + hidden.length() + "\r\n\r\n";
      try (var socket = new RawSocket(raw.http()).patience(PATIENCE_MILLIS)) {
        socket.write(carrier + hidden.request());
        boolean toHead = line.startsWith("HEAD");
        assertThat(socket.answer(toHead).status()).as(line).isIn(404, 405, 501);
        socket.write(GET.replace("smuggled", hidden.bucket()) + "\r\n");
        assertThat(socket.answer(false).code()).as(line).isEqualTo("AccessDenied");
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      assertThat(stays(hidden)).as(line).isTrue();
    }
  }

  private static Stream<Case> unread() {
    String length = "Content-Length: {n}\r\n";
    return Stream.of(
        of("a body that was to wait", PUT + length + "Expect: 100-continue\r\n\r\n", 404),
        of("a body that waits for more", PUT + length + "Expect: 200-ok\r\n\r\n", 417),
        of("a body beyond what is thrown away", PUT + "Content-Length: 99999999\r\n\r\n", 404),
        of("chunks that nobody reads", PUT + CHUNKED + "\r\n{h}\r\n", 404),
        of("the last request", GET + "Connection: close\r\n\r\n", 404),
        of("the last request of several words", GET + "Connection: x, Close\r\n\r\n", 404),
        of("a request of HTTP/1.0", GET.replace("1.1", "1.0") + "\r\n", 404),
        of("a request that is no more", GET.replace("1.1", "1.0") + "Connection: x\r\n\r\n", 404));
  }

  @Test
  void whatIsNotReadIsNotARequest() {
    each(
        unread(),
        (sent, hidden) ->
            sent.carrier()
                .replace("{n}", Integer.toString(hidden.length()))
                .replace("{h}", Integer.toHexString(hidden.length())));
  }

  /** The body ends by its own framing before it ends by that of the message. */
  @Test
  void behindTheLastSignedChunkItIsPartOfTheBody() {
    Hidden hidden = hidden();
    String body = "4\r\nbody" + END + hidden.request();
    Headers headers =
        Headers.of(
            "Content-Encoding", "aws-chunked",
            "x-amz-decoded-content-length", "4",
            "Content-Length", Integer.toString(body.length()));
    var request = raw.unsigned("PUT", target(hidden), new byte[0], headers);
    var mode = new ContentHash.Streaming(false, true);
    String head = head(raw.signer().sign(request, mode, RawClient.now()));
    Heard heard = exchange(head + body + GET + "Connection: close\r\n\r\n");
    assertThat(stays(hidden)).as("the hidden request was executed").isTrue();
    assertThat(heard.statuses()).containsExactly(400, 404);
    raw.get("/" + hidden.bucket() + "/carrier").refuses("NoSuchKey", 404);
  }

  /** Methods are written in capitals; another word is another method. */
  @Test
  void aMethodInSmallLettersIsAnotherMethod() {
    Hidden hidden = hidden();
    for (String method : List.of("delete", "Delete", "DELETe")) {
      Answer answer = raw.send(method, "/" + hidden.bucket() + "/k", "");
      assertThat(answer.status()).as(method + answer.body()).isIn(400, 403, 405, 501);
      assertThat(stays(hidden)).as(method).isTrue();
    }
  }

  // ---- framing that can be read in two ways

  private static Stream<Case> doubtful() {
    return Stream.of(
        of("length and chunks", PUT + "Content-Length: 5\r\n" + CHUNKED + END, 400),
        of("chunks and length", PUT + CHUNKED + "Content-Length: 5\r\n" + END, 400),
        of("length zero and chunks", PUT + "Content-Length: 0\r\n" + CHUNKED + END, 400),
        of("two lengths", PUT + "Content-Length: 0\r\nContent-Length: {n}\r\n\r\n", 400),
        of("two lengths, turned", PUT + "Content-Length: {n}\r\nContent-Length: 0\r\n\r\n", 400),
        of("equal lengths", PUT + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n", 400),
        of("a list of lengths", PUT + "Content-Length: 0, {n}\r\n\r\n", 400),
        of("a list of equal lengths", PUT + "Content-Length: 0,0\r\n\r\n", 400),
        of("a length with plus", PUT + "Content-Length: +0\r\n\r\n", 400),
        of("a length with minus", PUT + "Content-Length: -0\r\n\r\n", 400),
        of("a length with a space", PUT + "Content-Length: 0 {n}\r\n\r\n", 400),
        of("a length with a tab", PUT + "Content-Length: 0\t{n}\r\n\r\n", 400),
        of("a length of no digits", PUT + "Content-Length: \r\n\r\n", 400),
        of("a hexadecimal length", PUT + "Content-Length: 0x0\r\n\r\n", 400),
        of("a length with a letter", PUT + "Content-Length: 0a\r\n\r\n", 400),
        of("a length with a fraction", PUT + "Content-Length: 0.0\r\n\r\n", 400),
        of("a length beyond 2^64", PUT + "Content-Length: 18446744073709551616\r\n\r\n", 400),
        of("a length beyond 2^63", PUT + "Content-Length: 9223372036854775808\r\n\r\n", 400),
        of("Arabic digits", PUT + "Content-Length: \u00d9\u00a0\r\n\r\n", 400),
        of("a length behind a zero byte", PUT + "Content-Length: 0\u0000\r\n\r\n", 400),
        of("a length behind a form feed", PUT + "Content-Length: \f0\r\n\r\n", 400),
        of("space before a length's colon", PUT + "Content-Length : {n}\r\n\r\n", 400),
        of("tab before a length's colon", PUT + "Content-Length\t: {n}\r\n\r\n", 400),
        of("a length in a folded line", PUT + "Content-Length:\r\n {n}\r\n\r\n", 400),
        of("a length behind a bare CR", PUT + "X: y\rContent-Length: {n}\r\n\r\n", 400),
        of("a length behind a bare LF", PUT + "X: y\nContent-Length: {n}\r\n\r\n", 400),
        of("a name with a zero byte", PUT + "Content-Length\u0000: {n}\r\n\r\n", 400),
        of("chunks twice", PUT + CHUNKED + CHUNKED + END, 400),
        of("chunks, then identity", PUT + CHUNKED + "Transfer-Encoding: identity\r\n" + END, 400),
        of("identity, then chunks", PUT + "Transfer-Encoding: identity\r\n" + CHUNKED + END, 400),
        of("identity", PUT + "Transfer-Encoding: identity\r\n\r\n", 400),
        of("a list of chunks", PUT + "Transfer-Encoding: chunked, chunked\r\n" + END, 400),
        of("chunks and a comma", PUT + "Transfer-Encoding: chunked,\r\n" + END, 400),
        of("a comma and chunks", PUT + "Transfer-Encoding: ,chunked\r\n" + END, 400),
        of("gzip and chunks", PUT + "Transfer-Encoding: gzip, chunked\r\n" + END, 400),
        of("chunks and gzip", PUT + "Transfer-Encoding: chunked, gzip\r\n" + END, 400),
        of("chunks in quotes", PUT + "Transfer-Encoding: \"chunked\"\r\n" + END, 400),
        of("chunks with a parameter", PUT + "Transfer-Encoding: chunked;q=1\r\n" + END, 400),
        of("chunks behind a VT", PUT + "Transfer-Encoding: \u000bchunked\r\n" + END, 400),
        of("chunks before a VT", PUT + "Transfer-Encoding: chunked\u000b\r\n" + END, 400),
        of("chunks behind a zero byte", PUT + "Transfer-Encoding: \u0000chunked\r\n" + END, 400),
        of(
            "chunks behind a no-break space",
            PUT + "Transfer-Encoding: \u00a0chunked\r\n" + END,
            400),
        of("chunks misspelt", PUT + "Transfer-Encoding: xchunked\r\n" + END, 400),
        of("no coding", PUT + "Transfer-Encoding:\r\n" + END, 400),
        of("space before a coding's colon", PUT + "Transfer-Encoding : chunked\r\n" + END, 400),
        of("a coding in a folded line", PUT + "Transfer-Encoding:\r\n chunked\r\n" + END, 400),
        of("a coding after a folded line", PUT + "X: y\r\n " + CHUNKED + END, 400),
        of("a coding behind a bare CR", PUT + "X: y\r" + CHUNKED + END, 400),
        of("a coding behind a bare LF", PUT + "X: y\n" + CHUNKED + END, 400),
        of("chunks of HTTP/1.0", PUT.replace("1.1", "1.0") + CHUNKED + END, 400),
        of(
            "chunks and length of HTTP/1.0",
            PUT.replace("1.1", "1.0") + "Content-Length: 5\r\n" + CHUNKED + END,
            400),
        of(
            "two lengths of HTTP/1.0",
            PUT.replace("1.1", "1.0") + "Content-Length: 0\r\nContent-Length: 1\r\n\r\n",
            400),
        of("lines that end in LF", PUT.replace("\r", "") + "Content-Length: {n}\n\n", 400),
        of("a head that ends in LF", PUT + "Content-Length: {n}\r\n\n", 400),
        of("a head that ends in CR", GET + "\r\r", 400),
        of("a value with CR", GET + "X: a\rb\r\n\r\n", 400),
        of("a value with a zero byte", GET + "X: a\u0000b\r\n\r\n", 400),
        of("a value that ends in two CR", GET + "X: a\r\r\n\r\n", 400),
        of("no name", GET + ": a\r\n\r\n", 400),
        of("no colon", GET + "Content-Length\r\n\r\n", 400),
        of("a folded first line", "GET /smuggled/k HTTP/1.1\r\n X: y\r\n" + HOST + "\r\n", 400),
        of("two hosts", GET + "Host: other\r\n\r\n", 400),
        of("two equal hosts", GET + HOST + "\r\n", 400),
        of("no host", "GET /smuggled/k HTTP/1.1\r\n\r\n", 400));
  }

  /** A request line that somebody else may read differently. */
  private static Stream<Case> lines() {
    return Stream.of(
        line("an absolute target", "GET http://other/smuggled/k HTTP/1.1", 400),
        line("an absolute target with user", "GET http://a@localhost/smuggled/k HTTP/1.1", 400),
        line("no version", "GET /smuggled/k", 400),
        line("two spaces", "GET  /smuggled/k HTTP/1.1", 400),
        line("a space in the target", "GET /smuggled/k k HTTP/1.1", 400),
        line("a tab", "GET\t/smuggled/k HTTP/1.1", 400),
        line("a tab before the version", "GET /smuggled/k\tHTTP/1.1", 400),
        line("a vertical tab", "GET\u000b/smuggled/k HTTP/1.1", 400),
        line("a space at the end", "GET /smuggled/k HTTP/1.1 ", 400),
        line("a CR in the target", "GET /smuggled\r/k HTTP/1.1", 400),
        line("a zero byte in the target", "GET /smuggled\u0000/k HTTP/1.1", 400),
        line("a zero byte before the method", "\u0000GET /smuggled/k HTTP/1.1", 400),
        line("a control character before the method", "\u0001GET /smuggled/k HTTP/1.1", 400),
        line("a space before the method", " GET /smuggled/k HTTP/1.1", 400),
        line("a method that is no token", "G(T /smuggled/k HTTP/1.1", 400),
        line("version in small letters", "GET /smuggled/k http/1.1", 400),
        line("version with zeros", "GET /smuggled/k HTTP/01.1", 400),
        line("version 1.10", "GET /smuggled/k HTTP/1.10", 400),
        line("version 1.2", "GET /smuggled/k HTTP/1.2", 505),
        line("version 0.9", "GET /smuggled/k HTTP/0.9", 505),
        line("HTTP/2 without a word before it", "PRI * HTTP/2.0", 505),
        line("CONNECT", "CONNECT localhost:80 HTTP/1.1", 400));
  }

  private static Case line(String name, String line, Integer... statuses) {
    return of(name, line + "\r\n" + HOST + "\r\n", statuses);
  }

  /** Chunks that somebody else may read differently; a listener notices when they are read. */
  private static Stream<Case> chunks() {
    return Stream.of(
        chunk("no size", "\r\n"),
        chunk("a size beyond 2^32", "100000000\r\n" + END),
        chunk("a size beyond 2^32 that ends well", "10000000e\r\n{b}" + END),
        chunk("a size beyond 2^64", "1000000000000000e\r\n{b}" + END),
        chunk("a size with plus", "+e\r\n{b}" + END),
        chunk("a size with minus", "-e\r\n{b}" + END),
        chunk("a size with 0x", "0xe\r\n{b}" + END),
        chunk("a size with an underscore", "0_e\r\n{b}" + END),
        chunk("a size behind a space", " e\r\n{b}" + END),
        chunk("a size before a space", "e \r\n{b}" + END),
        chunk("a size that ends in LF", "e\n{b}" + END),
        chunk("a size that ends in CR", "e\r{b}" + END),
        chunk("an extension with LF", "e;a\nb\r\n{b}" + END),
        chunk("an extension with CR", "e;a\rb\r\n{b}" + END),
        chunk("an extension with a zero byte", "e;a\u0000b\r\n{b}" + END),
        chunk("an extension beyond all limits", "e;" + "a".repeat(20_000) + "\r\n{b}" + END),
        chunk("a chunk that ends in LF", "e\r\n{b}\n0\r\n\r\n"),
        chunk("a chunk longer than said", "e\r\n{b}{b}" + END),
        chunk("a chunk shorter than said", "1e\r\n{b}" + END),
        chunk("a last chunk that ends in LF", "e\r\n{b}\r\n0\n\r\n"),
        chunk("trailers that end in LF", "e\r\n{b}\r\n0\r\n\n"),
        chunk("a trailer with LF", "e\r\n{b}\r\n0\r\nX: y\nZ: z\r\n\r\n"),
        chunk("a trailer without colon", "e\r\n{b}\r\n0\r\nX\r\n\r\n"),
        chunk("trailers beyond all limits", "0\r\nX: " + "y".repeat(40_000) + "\r\n\r\n"));
  }

  private static Case chunk(String name, String body) {
    return of(name, body, 400);
  }

  private static Case of(String name, String carrier, Integer... statuses) {
    return new Case(name, carrier, List.of(statuses));
  }

  @Test
  void framingInDoubtEndsTheConnection() {
    each(
        Stream.concat(doubtful(), lines()),
        (sent, hidden) -> sent.carrier().replace("{n}", Integer.toString(hidden.length())));
  }

  /** The carrier is signed, so that its body is read and not thrown away. */
  @Test
  void chunksInDoubtEndTheConnection() {
    each(chunks(), (sent, hidden) -> chunkedHead(hidden) + sent.carrier().replace("{b}", INNER));
  }

  /** All at once, since the server waits for a while before it closes a connection in doubt. */
  private void each(Stream<Case> cases, BiFunction<Case, Hidden, String> carrier) {
    var tasks = new ArrayList<Future<?>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      cases.forEach(sent -> tasks.add(threads.submit(() -> requireOneAnswer(sent, carrier))));
    }
    assertThat(tasks).isNotEmpty();
    assertThat(tasks.stream().filter(task -> task.state() == Future.State.FAILED))
        .extracting(task -> task.exceptionNow().getMessage())
        .isEmpty();
  }

  private void requireOneAnswer(Case sent, BiFunction<Case, Hidden, String> carrier) {
    Hidden hidden = hidden();
    Heard heard = exchange(carrier.apply(sent, hidden) + hidden.request());
    assertThat(stays(hidden)).as(sent.name() + ": the hidden request was executed").isTrue();
    assertThat(heard.open()).as(sent.name() + ": still open after " + heard).isFalse();
    assertThat(heard.statuses()).as(sent.name()).hasSize(1);
    assertThat(sent.statuses()).as(sent.name()).contains(heard.statuses().getFirst());
    raw.get(target(hidden)).refuses("NoSuchKey", 404);
  }

  private String chunkedHead(Hidden hidden) {
    var request = raw.unsigned("PUT", target(hidden), new byte[0], CHUNKED_HEADERS);
    var content = new ContentHash.Streaming(false, true);
    return head(raw.signer().sign(request, content, RawClient.now()));
  }

  private static String target(Hidden hidden) {
    return "/" + hidden.bucket() + "/carrier";
  }
}
