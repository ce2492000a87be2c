package dev.coffer.kms.custody;

import static dev.coffer.kms.custody.KeyCustodyContract.at;
import static dev.coffer.kms.custody.KeyCustodyContract.requireReason;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.custody.CustodyException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the wire to a remote KMS can do in the middle of a call; the call ends, and is told apart.
 */
@Timeout(60)
final class AwsKmsFaultsTest {
  private static final String KEY =
      "{\"Plaintext\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}";
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: ([0-9]+)");
  private static final Duration LONGEST = Duration.ofSeconds(15);

  /** What is done with a connection whose request has been read. */
  @FunctionalInterface
  private interface Conduct {
    void on(Socket socket) throws IOException, InterruptedException;
  }

  private final Entropy entropy = new Random(71)::nextBytes;
  private final AtomicReference<Conduct> conduct = new AtomicReference<>(AwsKmsFaultsTest::answer);
  private ServerSocket server;
  @TempDir private Path folder;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
    Path credentials = folder.resolve("credentials");
    Files.writeString(credentials, "AWS_ACCESS_KEY_ID=AKID\nAWS_SECRET_ACCESS_KEY=secret\n");
    Files.setPosixFilePermissions(credentials, PosixFilePermissions.fromString("rw-------"));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      if (!request(socket.getInputStream()).startsWith("POST")) {
        socket.getOutputStream().write(http(404, "").getBytes(US_ASCII));
        return;
      }
      conduct.get().on(socket);
    } catch (IOException | InterruptedException gone) {
      return;
    }
  }

  /** Read whole: a socket that is closed over unread bytes is reset. */
  private static String request(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    Matcher length = LENGTH.matcher(head);
    in.skipNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    return head.toString();
  }

  private static String http(int status, String body) {
    return "HTTP/1.1 %d X\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
        .formatted(status, body.length(), body);
  }

  private static void answer(Socket socket) throws IOException {
    socket.getOutputStream().write(http(200, KEY).getBytes(US_ASCII));
  }

  /** As a peer does that died: what is under way is lost. */
  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private static void resetWithinTheAnswer(Socket socket) throws IOException {
    String whole = http(200, KEY);
    socket.getOutputStream().write(whole.substring(0, whole.length() - 20).getBytes(US_ASCII));
    socket.getOutputStream().flush();
    reset(socket);
  }

  private static void endEarly(Socket socket) throws IOException {
    String whole = http(200, KEY);
    socket.getOutputStream().write(whole.substring(0, whole.length() - 20).getBytes(US_ASCII));
  }

  /** A byte now and then: no single read is slow, the answer as a whole is. */
  private static void trickle(Socket socket) throws IOException, InterruptedException {
    for (byte b : http(200, KEY).getBytes(US_ASCII)) {
      socket.getOutputStream().write(b);
      socket.getOutputStream().flush();
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static void silence(Socket socket) throws InterruptedException {
    TimeUnit.SECONDS.sleep(30);
  }

  private KeyCustody client() {
    return AwsKms.TYPE.open(
        Map.of(
            "endpoint",
            "http://127.0.0.1:" + server.getLocalPort(),
            "region",
            "eu-north-1",
            "key",
            "alias/coffer",
            "credentials-file",
            folder.resolve("credentials").toString()),
        new Surroundings(InstantSource.system(), entropy));
  }

  private void requireUnreachableAndThenThere(Conduct fault) {
    try (KeyCustody custody = client()) {
      custody.unwrap(Bytes.of(new byte[3]), at("slot", 1)).close();
      conduct.set(fault);
      long begun = System.nanoTime();
      requireReason(
          Reason.UNREACHABLE, () -> custody.unwrap(Bytes.of(new byte[3]), at("slot", 1)).close());
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONGEST);
      conduct.set(AwsKmsFaultsTest::answer);
      custody.unwrap(Bytes.of(new byte[3]), at("slot", 1)).close();
    }
  }

  @Test
  void aConnectionThatIsResetBeforeTheAnswer() {
    requireUnreachableAndThenThere(AwsKmsFaultsTest::reset);
  }

  @Test
  void aConnectionThatIsResetWithinTheAnswer() {
    requireUnreachableAndThenThere(AwsKmsFaultsTest::resetWithinTheAnswer);
  }

  @Test
  void anAnswerThatEndsEarly() {
    requireUnreachableAndThenThere(AwsKmsFaultsTest::endEarly);
  }

  @Test
  void anAnswerThatTrickles() {
    requireUnreachableAndThenThere(AwsKmsFaultsTest::trickle);
  }

  @Test
  void noAnswerAtAll() {
    requireUnreachableAndThenThere(AwsKmsFaultsTest::silence);
  }

  /** The first try is lost, the second within the same call is not. */
  @Test
  void aConnectionThatIsResetOnceIsNotNoticed() {
    conduct.set(socket -> {
      conduct.set(AwsKmsFaultsTest::answer);
      reset(socket);
    });
    try (KeyCustody custody = client()) {
      custody.unwrap(Bytes.of(new byte[3]), at("slot", 1)).close();
    }
  }
}
