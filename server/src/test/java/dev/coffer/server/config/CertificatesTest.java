package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.server.listener.Endpoint;
import dev.coffer.server.listener.Handler;
import dev.coffer.server.listener.Limits;
import dev.coffer.server.listener.Listener;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's own authority and certificate, as a client of the listener sees them. */
class CertificatesTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  @TempDir private Path folder;

  private Certificates.Found certificates(Instant now) throws IOException {
    return new Certificates(folder, InstantSource.fixed(now), Entropy.system()).require(HERE);
  }

  /** Says whether the connection was secure, and reads the body. */
  private static final class Plain implements Handler {
    @Override
    public Response handle(Request request) {
      try {
        long size = request.body().stream().readAllBytes().length;
        return text(size + " " + request.peer().secure());
      } catch (IOException e) {
        return text(e.toString());
      }
    }

    @Override
    public Response refuse(S3Exception refusal) {
      return text(refusal.text());
    }

    private static Response text(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return new Response(200, Headers.EMPTY, Body.of(bytes));
    }
  }

  private static SSLContext trusting(Path ca) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null);
    try (InputStream in = Files.newInputStream(ca)) {
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private String put(String name, String protocol, int size) throws Exception {
    Certificates.Found found = certificates(Instant.now());
    var endpoint = new Endpoint(new InetSocketAddress(HERE, 0), found.certificate());
    var settings = new Listener.Settings(Limits.DEFAULT, false);
    Listener listener = Listener.open(List.of(endpoint), settings, new Plain());
    try (SSLSocket socket =
        (SSLSocket)
            trusting(folder.resolve("ca.pem"))
                .getSocketFactory()
                .createSocket(
                    new java.net.Socket(HERE, listener.addresses().getFirst().getPort()),
                    name,
                    0,
                    true)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      parameters.setProtocols(new String[] {protocol});
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(15_000);
      socket.startHandshake();
      assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
      String head =
          "PUT /b/k HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
              + size
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(new byte[size]);
      socket.getOutputStream().flush();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    } finally {
      listener.close(Duration.ZERO);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "bucket.localhost", "127.0.0.1", "::1"})
  void clientsThatTrustTheAuthorityTrustTheServer(String name) throws Exception {
    assertThat(put(name, "TLSv1.3", 3_000_000)).isEqualTo("3000000 true");
  }

  @Test
  void olderClientsMayUseTls12() throws Exception {
    assertThat(put("localhost", "TLSv1.2", 10)).isEqualTo("10 true");
  }

  @Test
  void anotherNameIsNotCovered() {
    assertThat(catchThrowableOfType(SSLException.class, () -> put("example.com", "TLSv1.3", 1)))
        .isNotNull();
  }

  @Test
  void theCertificateIsMadeAnewInItsLastMonthByTheSameAuthority() throws IOException {
    Instant start = Instant.parse("2026-11-23T00:00:00Z");
    certificates(start);
    byte[] ca = Files.readAllBytes(folder.resolve("ca.pem"));
    byte[] first = Files.readAllBytes(folder.resolve("server.pem"));
    certificates(start.plus(Duration.ofDays(360)));
    assertThat(folder.resolve("server.pem")).hasBinaryContent(first);
    certificates(start.plus(Duration.ofDays(370)));
    assertThat(Files.readAllBytes(folder.resolve("server.pem"))).isNotEqualTo(first);
    assertThat(folder.resolve("ca.pem")).hasBinaryContent(ca);
  }
}
