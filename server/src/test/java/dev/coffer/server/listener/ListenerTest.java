package dev.coffer.server.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.server.listener.RawSocket.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The listener over real sockets, in front of a handler that says what it got. */
class ListenerTest {
  private static final Limits LIMITS =
      Limits.DEFAULT.withTimes(
          Duration.ofMillis(700), Duration.ofMillis(700), Duration.ofSeconds(10));
  private static final String HOST = "Host: localhost\r\n";

  private static Listener listener;
  private static InetSocketAddress address;

  @BeforeAll
  static void open() throws IOException {
    listener =
        Listener.open(List.of(anyPort()), new Listener.Settings(LIMITS, true), new EchoHandler());
    address = listener.addresses().getFirst();
  }

  @AfterAll
  static void close() {
    listener.close(Duration.ZERO);
  }

  static Endpoint anyPort() {
    return new Endpoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null);
  }

  private static Answer exchange(String bytes) throws IOException {
    try (var socket = new RawSocket(address)) {
      return socket.send(bytes).answer();
    }
  }

  private static Answer get(String target) throws IOException {
    return exchange("GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "//",
        "/b//a/../c/./d",
        "/b/%00%2F%2f+~",
        "/b/a%20b/",
        "/b/k?",
        "/b?encryption&x=%7e+y",
        "/b/k?a=b?c"
      })
  void everyTargetArrivesUnchanged(String target) throws IOException {
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    String query = question < 0 ? "null" : target.substring(question + 1);
    assertThat(get(target).body()).isEqualTo("GET " + path + " " + query + " 0 true");
  }

  @Test
  void rawUtf8InATargetIsUnderstood() throws IOException {
    String raw =
        new String("/b/grün".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    assertThat(get(raw).body()).isEqualTo("GET " + raw + " null 0 true");
  }

  @Test
  void aTargetThatIsNotUtf8IsRefused() throws IOException {
    assertThat(get("/b/gr\u00fcn").body()).isEqualTo("InvalidURI");
  }

  @Test
  void aTargetWithASchemeIsRefused() throws IOException {
    assertThat(get("http://localhost/b").body()).isEqualTo("InvalidURI");
  }

  @Test
  void headersKeepOrderCaseAndRepetition() throws IOException {
    Answer answer =
        exchange("GET /do/headers HTTP/1.1\r\n" + HOST + "x-B: 1\r\nX-a:  2 \r\nx-b: 3\r\n\r\n");
    assertThat(answer.body()).isEqualTo("Host=localhost;x-B=1;X-a=2;x-b=3;");
  }

  @Test
  void headerValuesInUtf8AreUnderstood() throws IOException {
    String raw = new String("ü".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    Answer answer = exchange("GET /do/headers HTTP/1.1\r\n" + HOST + "x-m: " + raw + "\r\n\r\n");
    assertThat(answer.body()).endsWith("x-m=" + raw + ";");
  }

  @Test
  void bodyOfKnownLengthArrives() throws IOException {
    try (var socket = new RawSocket(address)) {
      byte[] body = new byte[3_000_000];
      socket.send("PUT /b/k HTTP/1.1\r\n" + HOST + "Content-Length: 3000000\r\n\r\n").send(body);
      assertThat(socket.answer().body()).isEqualTo("PUT /b/k null 3000000 true");
    }
  }

  @Test
  void chunkedBodyArrivesWithItsTrailers() throws IOException {
    Answer answer =
        exchange(
            "PUT /do/trailer HTTP/1.1\r\n"
                + HOST
                + "Transfer-Encoding: chunked\r\n\r\n"
                + "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nx-sum: 17\r\n\r\n");
    assertThat(answer.body()).isEqualTo("abcdefg 17");
  }

  @Test
  void answersKeepTheConnectionAndComeInOrder() throws IOException {
    try (var socket = new RawSocket(address)) {
      String body = "Content-Length: 4\r\n\r\nbody";
      socket.send(
          ("PUT /1 HTTP/1.1\r\n" + HOST + body)
              + ("GET /2 HTTP/1.1\r\n" + HOST + "\r\n")
              + ("PUT /3 HTTP/1.1\r\n" + HOST + body)
              + ("\r\nGET /4 HTTP/1.1\r\n" + HOST + "\r\n"));
      assertThat(socket.answer().body()).isEqualTo("PUT /1 null 4 true");
      assertThat(socket.answer().body()).isEqualTo("GET /2 null 0 true");
      assertThat(socket.answer().body()).isEqualTo("PUT /3 null 4 true");
      assertThat(socket.answer().body()).isEqualTo("GET /4 null 0 true");
    }
  }

  @Test
  void continueIsSentWhenTheBodyIsFirstRead() throws IOException {
    try (var socket = new RawSocket(address)) {
      socket.send("PUT /b/k HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\n");
      socket.send("Content-Length: 4\r\n\r\n");
      assertThat(socket.answer().status()).isEqualTo(100);
      assertThat(socket.send("body").answer().body()).isEqualTo("PUT /b/k null 4 true");
    }
  }

  @Test
  void aRefusalComesWithoutContinueAndClosesTheConnection() throws IOException {
    try (var socket = new RawSocket(address)) {
      socket.send("PUT /do/refuse HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\n");
      Answer answer = socket.send("Content-Length: 4\r\n\r\n").answer();
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.has("Connection: close")).isTrue();
    }
  }

  @Test
  void anotherExpectationIsRefused() throws IOException {
    Answer answer = exchange("PUT /b HTTP/1.1\r\n" + HOST + "Expect: magic\r\n\r\n");
    assertThat(answer.status()).isEqualTo(417);
  }

  @Test
  void aLittleUnreadBodyIsThrownAwayAndTheConnectionKept() throws IOException {
    try (var socket = new RawSocket(address)) {
      socket.send("PUT /do/refuse HTTP/1.1\r\n" + HOST + "Content-Length: 100000\r\n\r\n");
      socket.send(new byte[100_000]).send("GET /next HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(socket.answer().status()).isEqualTo(403);
      assertThat(socket.answer().body()).isEqualTo("GET /next null 0 true");
    }
  }

  @Test
  void aLargeUnreadBodyEndsTheConnectionAfterItsAnswer() throws IOException {
    try (var socket = new RawSocket(address)) {
      socket.send("PUT /do/refuse HTTP/1.1\r\n" + HOST + "Content-Length: 900000000\r\n\r\n");
      Answer answer = socket.send(new byte[500_000]).answer();
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.has("Connection: close")).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "two lengths | Content-Length: 4~Content-Length: 5~~body | 400",
        "the same length twice | Content-Length: 4~Content-Length: 4~~body | 400",
        "a list of lengths | Content-Length: 4, 4~~body | 400",
        "length and chunks | Content-Length: 4~Transfer-Encoding: chunked~~0~~ | 400",
        "chunks and length | Transfer-Encoding: chunked~Content-Length: 4~~0~~ | 400",
        "negative length | Content-Length: -4~~ | 400",
        "signed length | Content-Length: +4~~body | 400",
        "huge length | Content-Length: 99999999999999999999~~ | 400",
        "another coding | Transfer-Encoding: gzip~~ | 400",
        "coding hidden | Transfer-Encoding: xchunked~~ | 400",
        "two codings | Transfer-Encoding: gzip, chunked~~0~~ | 400",
        "folded line | X-A: b~ c: d~~ | 400",
        "only blanks | X-A:~ ~~ | 400",
        "space before the colon | X-A : b~~ | 400",
        "no colon | nonsense~~ | 400",
        "second host | Host: other~~ | 400",
        "bad chunk size | Transfer-Encoding: chunked~~zz~abc~0~~ | 400",
        "negative chunk size | Transfer-Encoding: chunked~~-1~abc~0~~ | 400",
      })
  void badFramingIsRefusedAndEndsTheConnection(String what, String lines, int status)
      throws IOException {
    try (var socket = new RawSocket(address)) {
      Answer answer =
          socket.send("PUT /b/k HTTP/1.1\r\n" + HOST + lines.replace("~", "\r\n")).answer();
      assertThat(answer.status()).as(what).isEqualTo(status);
      assertThat(answer.has("Connection: close")).as(what).isTrue();
      assertThat(socket.closed()).as(what).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\nHost: localhost\n\n",
        "GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX: a\u0000b\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "nonsense\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n"
      })
  void whatIsNoRequestIsRefused(String bytes) throws IOException {
    assertThat(exchange(bytes).status()).isEqualTo(400);
  }

  @Test
  void anotherVersionIsRefused() throws IOException {
    assertThat(exchange("GET / HTTP/2.0\r\n" + HOST + "\r\n").status()).isEqualTo(505);
  }

  @Test
  void aFoldedLineIsFoundAcrossPackets() throws Exception {
    try (var socket = new RawSocket(address)) {
      socket.send("GET / HTTP/1.1\r\n" + HOST + "X-A: b\r\n").send("");
      Thread.sleep(50);
      assertThat(socket.send(" folded\r\n\r\n").answer().status()).isEqualTo(400);
    }
  }

  @Test
  void aLongRequestLineIsRefused() throws IOException {
    Answer answer = get("/" + "a".repeat(17_000));
    assertThat(answer.status()).isEqualTo(414);
    assertThat(answer.body()).isEqualTo("URITooLong");
  }

  @Test
  void manyOrLargeHeadersAreRefused() throws IOException {
    String many = "x-a: b\r\n".repeat(300);
    String large = "x-a: " + "b".repeat(40_000) + "\r\n";
    for (String headers : List.of(many, large)) {
      Answer answer = exchange("GET / HTTP/1.1\r\n" + HOST + headers + "\r\n");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).isEqualTo("RequestHeaderSectionTooLarge");
    }
  }

  @Test
  void aSlowHeadIsRefusedWhenItsTimeIsUp() throws IOException {
    try (var socket = new RawSocket(address)) {
      Answer answer = socket.send("GET / HTTP/1.1\r\nHost: loc").answer();
      assertThat(answer.body()).isEqualTo("RequestTimeout");
      assertThat(socket.closed()).isTrue();
    }
  }

  @Test
  void aDrippingHeadIsRefusedAllTheSame() throws Exception {
    try (var socket = new RawSocket(address)) {
      socket.send("GET / HTTP/1.1\r\n");
      for (int i = 0; i < 3; i++) {
        Thread.sleep(200);
        socket.send("x-" + i + ": y\r\n");
      }
      assertThat(socket.answer().body()).isEqualTo("RequestTimeout");
    }
  }

  @Test
  void aSilentConnectionIsClosed() throws IOException {
    try (var socket = new RawSocket(address)) {
      assertThat(socket.closed()).isTrue();
    }
  }

  @Test
  void aSilentBodyIsRefused() throws IOException {
    try (var socket = new RawSocket(address)) {
      socket.send("PUT /b/k HTTP/1.1\r\n" + HOST + "Content-Length: 10\r\n\r\nfour");
      assertThat(socket.answer().body()).isEqualTo("RequestTimeout");
    }
  }

  @Test
  void aBrokenChunkFailsTheReader() throws IOException {
    try (var socket = new RawSocket(address)) {
      socket.send("PUT /b/k HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n");
      assertThat(socket.send("3\r\nabcdef\r\n0\r\n\r\n").answer().status()).isEqualTo(400);
    }
  }

  @Test
  void aBodyThatFailsCutsTheConnection() throws IOException {
    try (var socket = new RawSocket(address)) {
      Answer answer = socket.send("GET /do/fail HTTP/1.1\r\n" + HOST + "\r\n").answer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.whole()).isFalse();
    }
  }

  @Test
  void aBodyThatEndsEarlyCutsTheConnection() throws IOException {
    Answer answer = get("/do/short");
    assertThat(answer.has("Content-Length: 100")).isTrue();
    assertThat(answer.whole()).isFalse();
  }

  @Test
  void aBodyOfUnknownSizeIsSentInChunks() throws IOException {
    try (var socket = new RawSocket(address)) {
      socket.send("GET /do/unknown HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
      Answer answer = socket.answer();
      assertThat(answer.has("Transfer-Encoding: chunked")).isTrue();
    }
  }

  @Test
  void aLargeAnswerArrivesWhole() throws IOException {
    Answer answer = get("/do/large");
    assertThat(answer.whole()).isTrue();
    assertThat(answer.body()).hasSize(5 * 1024 * 1024 + 7);
  }

  @Test
  void anAnswerThatIsReadSlowlyArrivesWhole() throws Exception {
    try (var socket = ofSmallBuffer()) {
      socket.send("GET /do/huge HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
      assertThat(socket.readSlowly(1024 * 1024, 60)).isGreaterThan(EchoHandler.HUGE_BYTES);
    }
  }

  @Test
  void anAnswerThatIsNotReadIsCut() throws Exception {
    try (var socket = ofSmallBuffer()) {
      socket.send("GET /do/huge HTTP/1.1\r\n" + HOST + "\r\n");
      Thread.sleep(2000);
      assertThat(socket.readSlowly(1024 * 1024, 0)).isLessThan(EchoHandler.HUGE_BYTES);
    }
  }

  private static RawSocket ofSmallBuffer() throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(64 * 1024);
    socket.connect(address);
    return new RawSocket(socket);
  }

  @Test
  void theAnswerToHeadHasALengthAndNoBody() throws IOException {
    try (var socket = new RawSocket(address)) {
      socket.send("HEAD /do/large HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(socket.answerToHead().has("Content-Length: 5242887")).isTrue();
      socket.send("HEAD /do/nothing HTTP/1.1\r\n" + HOST + "\r\n");
      Answer nothing = socket.answerToHead();
      assertThat(nothing.status()).isEqualTo(204);
      assertThat(nothing.head().toLowerCase(java.util.Locale.ROOT))
          .doesNotContain("content-length");
      socket.send("GET /next HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(socket.answer().body()).isEqualTo("GET /next null 0 true");
    }
  }

  @Test
  void oldClientsAreServedAndTheConnectionCloses() throws IOException {
    try (var socket = new RawSocket(address)) {
      assertThat(socket.send("GET /old HTTP/1.0\r\n\r\n").answer().body()).startsWith("GET /old");
      assertThat(socket.closed()).isTrue();
    }
  }

  /** One connection at a time, and patience, so that none is closed for its time. */
  private static Listener ofOne() throws IOException {
    var patient = Duration.ofSeconds(30);
    var settings =
        new Listener.Settings(LIMITS.withTimes(patient, patient, patient).withConnections(1), true);
    return Listener.open(List.of(anyPort()), settings, new EchoHandler());
  }

  @Test
  void moreRequestsThanAllowedConnectionsAreClosed() throws IOException {
    Listener small = ofOne();
    try (var first = new RawSocket(small.addresses().getFirst())) {
      first.send("PUT /b/k HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\n");
      assertThat(first.send("Content-Length: 4\r\n\r\n").answer().status()).isEqualTo(100);
      try (var second = new RawSocket(small.addresses().getFirst())) {
        assertThat(second.closed()).isTrue();
      }
      assertThat(first.send("body").answer().status()).isEqualTo(200);
    } finally {
      small.close(Duration.ZERO);
    }
  }

  @Test
  void aConnectionWithoutARequestMakesRoomForAnother() throws Exception {
    Listener small = ofOne();
    String get = "GET / HTTP/1.1\r\n" + HOST + "\r\n";
    try (var silent = new RawSocket(small.addresses().getFirst())) {
      silent.send("GET / HT");
      Thread.sleep(300); // until the listener has looked at it
      try (var second = new RawSocket(small.addresses().getFirst())) {
        assertThat(silent.closed()).isTrue();
        assertThat(second.send(get).answer().status()).isEqualTo(200);
        Thread.sleep(300);
        try (var third = new RawSocket(small.addresses().getFirst())) {
          assertThat(second.closed()).isTrue();
          assertThat(third.send(get).answer().status()).isEqualTo(200);
        }
      }
    } finally {
      small.close(Duration.ZERO);
    }
  }

  @Test
  void aConnectionThatKeepsItsBodyBackAfterItsAnswerMakesRoom() throws Exception {
    Listener small = ofOne();
    try (var refused = new RawSocket(small.addresses().getFirst())) {
      refused.send("PUT /do/refuse HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\n");
      assertThat(refused.answer().status()).isEqualTo(403);
      Thread.sleep(300); // until the rest of the body is awaited
      try (var other = new RawSocket(small.addresses().getFirst())) {
        String get = "GET / HTTP/1.1\r\n" + HOST + "\r\n";
        assertThat(other.send(get).answer().status()).isEqualTo(200);
        assertThat(refused.closed()).isTrue();
      }
    } finally {
      small.close(Duration.ZERO);
    }
  }

  @Test
  void aDrippingBodyIsRefusedAllTheSame() throws Exception {
    try (var socket = new RawSocket(address)) {
      socket.send("PUT /b/k HTTP/1.1\r\n" + HOST + "Content-Length: 50\r\n\r\n");
      Thread dripping =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int i = 0; i < 50; i++) {
                    Thread.sleep(200);
                    socket.send("x");
                  }
                } catch (IOException | InterruptedException closed) {
                  Thread.currentThread().interrupt();
                }
              });
      assertThat(socket.answer().body()).isEqualTo("RequestTimeout");
      dripping.interrupt();
      dripping.join();
    }
  }

  @Test
  void aSlowBodyThatGoesOnIsWaitedFor() throws Exception {
    try (var socket = new RawSocket(address)) {
      socket.send("PUT /b/k HTTP/1.1\r\n" + HOST + "Content-Length: 4000\r\n\r\n");
      for (int i = 0; i < 8; i++) {
        Thread.sleep(150);
        socket.send("x".repeat(500));
      }
      assertThat(socket.answer().body()).isEqualTo("PUT /b/k null 4000 true");
    }
  }

  @Test
  void closingWaitsForTheRequestThatRuns() throws Exception {
    Listener other =
        Listener.open(List.of(anyPort()), new Listener.Settings(LIMITS, true), new EchoHandler());
    try (var socket = new RawSocket(other.addresses().getFirst())) {
      socket.send("PUT /b/k HTTP/1.1\r\n" + HOST + "Content-Length: 8\r\n\r\nfour");
      Thread.sleep(150);
      Thread closer = Thread.ofVirtual().start(() -> other.close(Duration.ofSeconds(5)));
      Thread.sleep(150);
      Answer answer = socket.send("more").answer();
      assertThat(answer.body()).startsWith("PUT /b/k null 8");
      assertThat(answer.has("Connection: close")).isTrue();
      closer.join();
    }
  }

  @Test
  void plainHttpIsNotSecureWhereLoopbackDoesNotCount() throws IOException {
    Listener strict =
        Listener.open(List.of(anyPort()), new Listener.Settings(LIMITS, false), new EchoHandler());
    try (var socket = new RawSocket(strict.addresses().getFirst())) {
      assertThat(socket.send("GET /x HTTP/1.1\r\n" + HOST + "\r\n").answer().body())
          .endsWith("false");
    } finally {
      strict.close(Duration.ZERO);
    }
  }
}
