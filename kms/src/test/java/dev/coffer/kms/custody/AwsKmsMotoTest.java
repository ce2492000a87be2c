package dev.coffer.kms.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coffer.crypto.secret.Entropy;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The contract on moto's KMS, which is no oracle for refusals. */
final class AwsKmsMotoTest extends KeyCustodyContract {
  private static @TempDir Path folder;
  private static @Nullable Moto moto;
  private static String key = "";

  private final Entropy entropy = new Random(31)::nextBytes;
  private final Surroundings around = new Surroundings(InstantSource.system(), entropy);

  @BeforeAll
  static void start() throws Exception {
    moto = Moto.start(folder).orElse(null);
    if (moto != null) {
      Path credentials = folder.resolve("credentials");
      Files.writeString(credentials, "AWS_ACCESS_KEY_ID=test\nAWS_SECRET_ACCESS_KEY=testing\n");
      Files.setPosixFilePermissions(credentials, PosixFilePermissions.fromString("rw-------"));
      key = createKey();
    }
  }

  private static String createKey() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(moto().endpoint())
              .header("Content-Type", "application/x-amz-json-1.1")
              .header("X-Amz-Target", "TrentService.CreateKey")
              .header(
                  "Authorization",
                  "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kms/aws4_request,"
                      + " SignedHeaders=host, Signature=00")
              .POST(HttpRequest.BodyPublishers.ofString("{}"))
              .build();
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      return new JsonMapper().readTree(response.body()).at("/KeyMetadata/KeyId").asString();
    }
  }

  private static Moto moto() {
    Moto running = moto;
    if (running == null) {
      throw new IllegalStateException("moto does not run");
    }
    return running;
  }

  @AfterAll
  static void stop() {
    if (moto != null) {
      moto.close();
    }
  }

  @BeforeEach
  void needsMoto() {
    assumeTrue(moto != null);
  }

  private KeyCustody client(String keyId) {
    return AwsKms.TYPE.open(
        Map.of(
            "endpoint",
            moto().endpoint().toString(),
            "region",
            "us-east-1",
            "key",
            keyId,
            "credentials-file",
            folder.resolve("credentials").toString()),
        around);
  }

  @Override
  KeyCustody open() {
    return client(key);
  }

  @Override
  KeyCustody reopen() {
    return client(key);
  }

  @Override
  KeyCustody openWithoutKey() {
    return client("00000000-0000-0000-0000-000000000000");
  }

  @Override
  void stopServer() throws Exception {
    moto().signal("STOP");
  }

  @Override
  void startServer() throws Exception {
    moto().signal("CONT");
  }

  @Override
  void killInTheMiddle() throws Exception {
    moto().signal("STOP");
    moto().signal("CONT");
  }

  /** Moto's blob begins with the key's id in clear, and a changed one is another key to it. */
  @Override
  int firstBit() {
    return 36 * Byte.SIZE;
  }

  @Override
  int bitStep() {
    return 37;
  }
}
