package dev.coffer.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Against a server that others wrote: moto, from {@code COFFER_MOTO_SERVER} or the path ({@code pip
 * install 'moto[server]'}). Says so and is skipped where it is not installed.
 *
 * <p>Moto refuses a rule without an algorithm, which Amazon accepts (spec R7), and keeps no blocked
 * types; those cases are left to other tests.
 */
final class MotoTest {
  private static @TempDir Path folder;
  private static Process moto;
  private static CofferClient client;

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> program = findProgram();
    if (program.isEmpty()) {
      System.out.println("MotoTest skipped: no moto_server on the path or in COFFER_MOTO_SERVER");
      Assumptions.abort("no moto_server");
    }
    int port = freePort();
    moto =
        new ProcessBuilder(
                program.orElseThrow().toString(), "-H", "127.0.0.1", "-p", String.valueOf(port))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("moto.log").toFile())
            .start();
    awaitPort(port);
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    client = Clients.builder(endpoint).build();
    createBucket(endpoint);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (client != null) {
      client.close();
    }
    if (moto != null) {
      moto.descendants().forEach(ProcessHandle::destroy);
      moto.destroy();
      assertThat(moto.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  static Stream<DefaultEncryption> defaults() {
    String key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    return Stream.of(
        ServerSideEncryptionConfiguration.sseS3(),
        ServerSideEncryptionConfiguration.sseKms(),
        ServerSideEncryptionConfiguration.sseKms(key),
        ServerSideEncryptionConfiguration.sseKms(key).withBucketKey(),
        ServerSideEncryptionConfiguration.dsseKms(key));
  }

  @ParameterizedTest
  @MethodSource("defaults")
  void whatIsPutIsReadBack(DefaultEncryption encryption) {
    client.sync().putBucketEncryption("bucket", encryption);
    StoredEncryption stored = client.sync().getBucketEncryption("bucket", null);
    assertThat(stored.recognized()).isEqualTo(encryption);
    client.sync().putBucketEncryption("bucket", stored);
    assertThat(client.sync().getBucketEncryption("bucket", null)).isEqualTo(stored);
  }

  @ParameterizedTest
  @EnumSource
  void everyChecksumIsTaken(ChecksumAlgorithm algorithm) {
    var sse = ServerSideEncryptionConfiguration.sseS3();
    client.putBucketEncryption("bucket", sse, algorithm, null, null).join();
    assertThat(client.getBucketEncryption("bucket", null).join().recognized()).isEqualTo(sse);
  }

  @Test
  void deletingSucceeds() {
    client.deleteBucketEncryption("bucket", null).join();
  }

  @Test
  void aMissingBucketIsItsException() {
    assertThatExceptionOfType(NoSuchBucketException.class)
        .isThrownBy(() -> client.sync().getBucketEncryption("missing", null))
        .satisfies(missing -> assertThat(missing.status()).isEqualTo(404))
        .satisfies(missing -> assertThat(missing.findBucketName()).contains("missing"));
  }

  private static void createBucket(URI endpoint) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(endpoint.resolve("/bucket")).PUT(BodyPublishers.noBody()).build();
      assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitPort(int port) throws Exception {
    for (int i = 0; i < 600 && moto.isAlive(); i++) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException notYet) {
        Thread.sleep(100);
      }
    }
    throw new AssertionError("moto did not start: " + Files.readString(folder.resolve("moto.log")));
  }

  private static Optional<Path> findProgram() {
    Map<String, String> environment = System.getenv();
    String named = environment.get("COFFER_MOTO_SERVER");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    return Stream.of(environment.getOrDefault("PATH", "").split(":", -1))
        .map(entry -> Path.of(entry, "moto_server"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
