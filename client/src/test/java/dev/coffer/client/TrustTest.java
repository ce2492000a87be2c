package dev.coffer.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.client.CofferClientException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS with an authority of one's own, as Coffer makes one. */
final class TrustTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder;

  @Test
  void ownAuthoritiesAreTrustedAndNoOthers() throws Exception {
    KeyStore keys = keys();
    Path pem = folder.resolve("ca.pem");
    Files.writeString(pem, pem(keys));
    try (var server = new RawServer(listener(keys))) {
      server.then(RawServer.NO_CONTENT);
      URI endpoint = URI.create("https://localhost:" + server.port());
      try (var trusting = Clients.builder(endpoint).trusting(pem).build()) {
        trusting.sync().deleteBucketEncryption("bucket", null);
      }
      var pace = new FakePace();
      try (var doubting = Clients.builder(endpoint).pace(pace).build()) {
        var refused =
            catchThrowableOfType(
                CofferClientException.class,
                () -> doubting.sync().deleteBucketEncryption("bucket", null));
        assertThat(refused.reason()).isEqualTo(Reason.TLS);
      }
      assertThat(pace.pauses).isEmpty();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aConnectionThatEndsDuringTheHandshakeIsTriedAgain() throws Exception {
    var pace = new FakePace();
    try (var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> hangUpOnEverybody(listener));
      URI endpoint = URI.create("https://localhost:" + listener.getLocalPort());
      try (var client = Clients.builder(endpoint).pace(pace).build()) {
        var failed =
            catchThrowableOfType(
                CofferClientException.class,
                () -> client.sync().deleteBucketEncryption("bucket", null));
        assertThat(failed.reason()).isEqualTo(Reason.CONNECTION);
      }
    }
    assertThat(pace.pauses).hasSize(2);
  }

  private static void hangUpOnEverybody(ServerSocket listener) {
    while (!listener.isClosed()) {
      try (var socket = listener.accept()) {
        assertThat(socket.getInputStream().read()).isPositive();
      } catch (IOException closed) {
        return;
      }
    }
  }

  @Test
  void filesWithoutCertificatesAreRefused() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    Path text = Files.writeString(folder.resolve("text.pem"), "not a certificate");
    var builder = CofferClient.builder(URI.create("https://localhost"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.trusting(empty));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.trusting(text));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.trusting(folder.resolve("missing.pem")));
  }

  @Test
  void settingsThatContradictEachOtherAreRefused() throws Exception {
    URI endpoint = URI.create("https://localhost");
    assertThatIllegalStateException().isThrownBy(() -> CofferClient.builder(endpoint).build());
    try (var http = HttpClient.newHttpClient()) {
      var builder = Clients.builder(endpoint).httpClient(http).sslContext(SSLContext.getDefault());
      assertThatIllegalStateException().isThrownBy(builder::build);
    }
    try (var following =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> CofferClient.builder(endpoint).httpClient(following));
    }
  }

  private static javax.net.ssl.SSLServerSocket listener(KeyStore keys) throws Exception {
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return (javax.net.ssl.SSLServerSocket)
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private KeyStore keys() throws Exception {
    Path file = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "server",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(output).isZero();
    return KeyStore.getInstance(file.toFile(), PASSWORD);
  }

  private static String pem(KeyStore keys) throws Exception {
    byte[] certificate = keys.getCertificate("server").getEncoded();
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate)
        + "\n-----END CERTIFICATE-----\n";
  }
}
