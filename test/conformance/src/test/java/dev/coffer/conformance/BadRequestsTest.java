package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Headers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that are no request, or too much of one: Amazon's code or a closed connection. */
@ExtendWith(SharedServer.class)
class BadRequestsTest {
  private static final String LINE = "GET / HTTP/1.1\r\n";
  private static final String HOST = "Host: localhost\r\n";

  private final RawClient raw;
  private final Buckets buckets;

  BadRequestsTest(RawClient raw, Buckets buckets) {
    this.raw = raw;
    this.buckets = buckets;
  }

  @AfterEach
  void serverIsAlive() {
    raw.get("/").is(200);
  }

  static Stream<Arguments> messages() {
    return Stream.of(
        message("nothing at all", "\r\n\r\n\r\n\r\n", 0, 400),
        message("no request line", "hello\r\n\r\n", 0, 400),
        message("a binary greeting", "\u0016\u0003\u0001\u0002\u0000\r\n\r\n", 0, 400),
        message("no host", LINE + "\r\n", 0, 400),
        message("two hosts", LINE + HOST + HOST + "\r\n", 0, 400),
        message("an unknown protocol", "GET / HTTP/7.3\r\n" + HOST + "\r\n", 0, 400, 505),
        message("an absolute target", "GET http://x/ HTTP/1.1\r\n" + HOST + "\r\n", 0, 400, 403),
        message("a relative target", "GET x HTTP/1.1\r\n" + HOST + "\r\n", 0, 400),
        message("CONNECT", "CONNECT x:1 HTTP/1.1\r\n" + HOST + "\r\n", 0, 400, 405),
        message("OPTIONS *", "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n", 0, 400, 403, 405, 501),
        message("a folded header", LINE + HOST + "a: b\r\n c\r\n\r\n", 0, 400, 403),
        message("a header without colon", LINE + HOST + "abc\r\n\r\n", 0, 400),
        message("a header without name", LINE + HOST + ": b\r\n\r\n", 0, 400),
        message("a space before the colon", LINE + HOST + "a : b\r\n\r\n", 0, 400),
        message("a zero byte in a header", LINE + HOST + "a: b\u0000c\r\n\r\n", 0, 400, 403),
        message("a long line", "GET /" + "x".repeat(100_000) + " HTTP/1.1\r\n" + HOST, 0, 400, 414),
        message("a long query", "GET /?" + "x".repeat(100_000) + " HTTP/1.1\r\n", 0, 400, 414),
        message("a long header", LINE + HOST + "a: " + "x".repeat(200_000) + "\r\n\r\n", 0, 400),
        message("a long name", LINE + HOST + "x".repeat(200_000) + ": a\r\n\r\n", 0, 400),
        message("many headers", LINE + HOST + "a: b\r\n".repeat(20_000) + "\r\n", 0, 400),
        message("headers that never end", LINE + HOST + "a: b\r\n".repeat(200_000), 0, 400),
        message(
            "many parameters",
            "GET /?" + "a=b&".repeat(3_000) + " HTTP/1.1\r\n" + HOST + "\r\n",
            0,
            400,
            403,
            414),
        put("two lengths", "Content-Length: 1\r\nContent-Length: 2\r\n\r\nx"),
        put("two equal lengths", "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx"),
        put("a list of lengths", "Content-Length: 1, 1\r\n\r\nx"),
        put(
            "length and chunks",
            "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        put("a negative length", "Content-Length: -1\r\n\r\nx"),
        put("a signed length", "Content-Length: +1\r\n\r\nx"),
        put("a length that is none", "Content-Length: 0x1\r\n\r\nx"),
        put("a length too long", "Content-Length: 99999999999999999999\r\n\r\nx"),
        put("an unknown coding", "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        put("a hidden coding", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
        put("a chunk that is none", "Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
        put("a huge chunk", "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n"),
        put("another expectation", "Content-Length: 1\r\nExpect: 200-ok\r\n\r\nx"));
  }

  private static Arguments message(String name, String text, Integer... statuses) {
    return Arguments.of(name, text, List.of(statuses));
  }

  private static Arguments put(String name, String rest) {
    return message(name, "PUT /b/k HTTP/1.1\r\n" + HOST + rest, 0, 400, 403, 404, 411, 417, 501);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("messages")
  void messageIsRefusedOrTheConnectionClosed(String name, String text, List<Integer> statuses) {
    Answer answer = raw.bytes(text.getBytes(US_ASCII));
    assertThat(statuses).as(name + ": " + answer).contains(answer.status());
    if (!answer.closed()) {
      assertThat(answer.body()).contains("<Code>");
    }
  }

  /** What stands after a refused request is not taken for another one. */
  @Test
  void nothingIsSmuggledBehindABadRequest() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "stays");
    String hidden =
        new String(
            RawClient.head(raw.signed("DELETE", "/" + bucket + "/k", new byte[0], Headers.EMPTY)),
            US_ASCII);
    for (String framing :
        List.of(
            "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
            "Content-Length: 0\r\nContent-Length: " + hidden.length() + "\r\n")) {
      String text = "PUT /b/k HTTP/1.1\r\n" + HOST + framing + "\r\n0\r\n\r\n" + hidden;
      raw.bytes(text.getBytes(US_ASCII));
      assertThat(buckets.text(bucket, "k")).as(framing).isEqualTo("stays");
    }
  }

  @Test
  void repeatedHeadersAreNotChosenFrom() {
    String bucket = buckets.fresh();
    byte[] body = "x".getBytes(US_ASCII);
    for (String name :
        List.of(
            "Content-MD5",
            "x-amz-server-side-encryption",
            "x-amz-checksum-crc32",
            "x-amz-expected-bucket-owner",
            "If-None-Match",
            "x-amz-storage-class")) {
      var headers = Headers.of(name, "one", name, "two");
      Answer answer = raw.send("PUT", "/" + bucket + "/k", body, headers);
      assertThat(answer.status()).as(name + answer.body()).isBetween(400, 501);
    }
    raw.get("/" + bucket + "/k").refuses("NoSuchKey", 404);
  }

  @Test
  void keysAndNamesOutOfBoundsAreRefused() {
    String bucket = buckets.fresh();
    raw.send("PUT", "/" + bucket + "/" + "k".repeat(1025), "x").refuses("KeyTooLongError", 400);
    for (String name : List.of("a", "UP", "..", "a b", "a".repeat(64), "_x_")) {
      String coded = dev.coffer.wire.http.Percent.encode(name);
      Answer answer = raw.send("PUT", "/" + coded, "");
      assertThat(answer.code()).as(name).isIn("InvalidBucketName");
      assertThat(raw.get("/" + coded + "/k").code()).isIn("InvalidBucketName", "NoSuchBucket");
    }
  }

  @Test
  void queriesThatMakeNoSenseAreRefused() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "x");
    for (String query :
        List.of(
            "%zz",
            "versionId=%ff",
            "partNumber=x",
            "uploadId=1&partNumber=1&uploads",
            "versioning&encryption",
            "versionId=1&versionId=2")) {
      Answer answer = raw.anonymous("GET", "/" + bucket + "/k?" + query, "");
      assertThat(answer.status()).as(query + answer.body()).isIn(400, 403, 405);
    }
  }
}
