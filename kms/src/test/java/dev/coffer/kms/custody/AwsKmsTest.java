package dev.coffer.kms.custody;

import static dev.coffer.kms.custody.KeyCustodyContract.at;
import static dev.coffer.kms.custody.KeyCustodyContract.requireGivesBack;
import static dev.coffer.kms.custody.KeyCustodyContract.requireReason;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.CustodyException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a KMS may answer, said by a server of a few lines. */
final class AwsKmsTest {
  private static final String OURS = "00".repeat(16);

  private final Entropy entropy = new Random(41)::nextBytes;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicReference<String> lastRequest = new AtomicReference<>("");
  private volatile int status = 200;
  private volatile String answer = "{}";
  private volatile String installation = "ff".repeat(16);
  private HttpServer server;
  @TempDir private Path folder;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/_coffer/health/live",
        exchange -> say(exchange, 200, "{\"installation\":\"" + installation + "\"}"));
    server.createContext(
        "/",
        exchange -> {
          calls.incrementAndGet();
          lastRequest.set(
              exchange.getRequestHeaders().getFirst("X-Amz-Target")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          say(exchange, status, answer);
        });
    server.start();
    credentials("secret");
  }

  private void credentials(String secret) throws IOException {
    Path file = folder.resolve("credentials");
    Files.writeString(file, "AWS_ACCESS_KEY_ID=AKID\nAWS_SECRET_ACCESS_KEY=" + secret + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static void say(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (status / 100 == 3) {
      exchange.getResponseHeaders().set("Location", "/elsewhere");
    }
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private KeyCustody client() {
    return AwsKms.TYPE.open(settings(), new Surroundings(now::get, entropy));
  }

  private Map<String, String> settings() {
    return new HashMap<>(
        Map.of(
            "endpoint",
            "http://127.0.0.1:" + server.getAddress().getPort(),
            "region",
            "eu-north-1",
            "key",
            "alias/coffer",
            "credentials-file",
            folder.resolve("credentials").toString()));
  }

  private void unwrapFails(KeyCustody custody, Reason reason) {
    requireReason(reason, () -> custody.unwrap(Bytes.of(new byte[3]), at("slot", 7)));
  }

  @Test
  void theContextSaysWhoseKeyItIs() {
    answer = "{\"CiphertextBlob\":\"AQID\"}";
    try (KeyCustody custody = client();
        Secret key = Secret.of(new byte[32])) {
      assertThat(custody.wrap(key, at("slot", 7))).isEqualTo(Bytes.of(new byte[] {1, 2, 3}));
      assertThat(lastRequest.get())
          .contains("TrentService.Encrypt")
          .contains("Credential=AKID/19700101/eu-north-1/kms/aws4_request")
          .contains("\"coffer:installation\":\"" + OURS + "\"")
          .contains("\"coffer:slot\":\"slot\"", "\"coffer:version\":\"7\"")
          .contains("\"KeyId\":\"alias/coffer\"");
      answer = "{\"Plaintext\":\"" + "A".repeat(43) + "=\"}";
      requireGivesBack(custody, Bytes.of(new byte[] {1, 2, 3}), at("slot", 7), key);
    }
  }

  @Test
  void theVeryStoreIsRefusedAsItsOwnCustody() {
    installation = OURS;
    answer = "{\"Plaintext\":\"" + "A".repeat(43) + "=\"}";
    try (KeyCustody custody = client()) {
      unwrapFails(custody, Reason.UNSUPPORTED);
      assertThat(calls).hasValue(0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400,InvalidCiphertextException,NOT_AUTHENTIC,1",
    "400,com.amazonaws.kms#IncorrectKeyException,NOT_AUTHENTIC,1",
    "400,NotFoundException,NO_SUCH_KEY,1",
    "400,AccessDeniedException,REFUSED,1",
    "403,InvalidSignatureException,REFUSED,1",
    "400,UnrecognizedClientException,REFUSED,1",
    "400,DisabledException,REFUSED,1",
    "500,KeyUnavailableException,UNREACHABLE,2",
    "400,ThrottlingException,UNREACHABLE,2",
    "503,Whatever,UNREACHABLE,2",
    "302,Moved,REFUSED,1"
  })
  void everyAnswerHasItsReason(int answered, String code, Reason reason, int tries) {
    status = answered;
    answer = "{\"__type\":\"" + code + "\",\"message\":\"secret of the other side\"}";
    try (KeyCustody custody = client()) {
      assertThat(
              org.assertj.core.api.Assertions.catchThrowableOfType(
                  CustodyException.class,
                  () -> custody.unwrap(Bytes.of(new byte[3]), at("slot", 7))))
          .hasMessageNotContaining("secret of the other side")
          .extracting(CustodyException::reason)
          .isEqualTo(reason);
      assertThat(calls).hasValue(tries);
    }
  }

  @Test
  void refusedCredentialsAreNotOfferedAgainUntilTheyAreOthers() throws IOException {
    status = 400;
    answer = "{\"__type\":\"AccessDeniedException\"}";
    try (KeyCustody custody = client()) {
      for (int i = 0; i < 10; i++) {
        unwrapFails(custody, Reason.REFUSED);
      }
      assertThat(calls).hasValue(1);
      credentials("another");
      unwrapFails(custody, Reason.REFUSED);
      assertThat(calls).hasValue(2);
    }
  }

  @Test
  void afterFiveFailuresItIsLeftAloneAndTriedEveryTenSeconds() {
    status = 500;
    try (KeyCustody custody = client()) {
      for (int i = 0; i < 10; i++) {
        unwrapFails(custody, Reason.UNREACHABLE);
      }
      assertThat(calls).hasValue(CircuitBreaker.FAILURES);
      now.set(now.get().plus(CircuitBreaker.PAUSE));
      unwrapFails(custody, Reason.UNREACHABLE);
      unwrapFails(custody, Reason.UNREACHABLE);
      assertThat(calls).hasValue(CircuitBreaker.FAILURES + 1);
      now.set(now.get().plus(CircuitBreaker.PAUSE));
      status = 200;
      answer = "{\"KeyMetadata\":{\"Enabled\":true}}";
      custody.probe();
      custody.probe();
      assertThat(calls).hasValue(CircuitBreaker.FAILURES + 3);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Plaintext\":\"AAAA\"}",
        "{\"Plaintext\":\"!\"}",
        "{}",
        "[]",
        "no json",
        "",
      })
  void anAnswerThatIsNoneGivesNoKey(String text) {
    answer = text;
    try (KeyCustody custody = client()) {
      requireReason(
          text.contains("AAAA") ? Reason.NOT_AUTHENTIC : Reason.UNREACHABLE,
          () -> custody.unwrap(Bytes.of(new byte[3]), at("slot", 7)));
    }
  }

  @Test
  void anEndlessAnswerIsCutOff() {
    answer = "{\"Plaintext\":\"" + "A".repeat(100_000) + "\"}";
    try (KeyCustody custody = client()) {
      unwrapFails(custody, Reason.UNREACHABLE);
    }
  }

  @Test
  void nobodyThereIsSaidInTime() {
    try (KeyCustody custody = client()) {
      server.stop(0);
      long begun = System.nanoTime();
      unwrapFails(custody, Reason.UNREACHABLE);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(9));
    }
  }

  @Test
  void aCredentialsFileThatOthersMayReadIsRefused() throws IOException {
    Files.setPosixFilePermissions(
        folder.resolve("credentials"), PosixFilePermissions.fromString("rw-r--r--"));
    try (KeyCustody custody = client()) {
      requireReason(Reason.EXPOSED, custody::probe);
      assertThat(calls).hasValue(0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "endpoint,http://kms.example.com",
    "endpoint,http://127.0.0.1.example.com",
    "endpoint,https://user@host",
    "endpoint,https://host/path",
    "endpoint,ftp://host",
    "endpoint,https://",
    "endpoint,:::",
    "region,EU",
    "credentials-file,relative",
    "secret-access-key,x"
  })
  void wrongSettingsAreRefused(String name, String value) {
    Map<String, String> settings = settings();
    settings.put(name, value);
    requireReason(
        Reason.UNSUPPORTED, () -> AwsKms.TYPE.open(settings, new Surroundings(now::get, entropy)));
  }
}
