package dev.coffer.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a command speaks to. */
public final class Target {
  @Option(
      names = "--endpoint",
      required = true,
      paramLabel = "URL",
      description = "The server, like http://127.0.0.1:9000.")
  private String endpoint = "";

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "The only authority to trust with HTTPS, PEM; else the system's.")
  private @Nullable Path authority;

  /** The address: a scheme, a host and perhaps a port. */
  URI address() {
    try {
      URI address = URI.create(endpoint);
      boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      boolean bare = address.getRawPath().isEmpty() || address.getRawPath().equals("/");
      if (web && bare && address.getHost() != null && bare(address)) {
        return address.resolve("/");
      }
    } catch (IllegalArgumentException _) {
      // Said below, like every other text that is no address.
    }
    throw new CommandFailure(
        CommandFailure.Kind.USAGE, "--endpoint wants http://HOST:PORT or https://HOST:PORT");
  }

  private static boolean bare(URI address) {
    return address.getRawQuery() == null
        && address.getRawFragment() == null
        && address.getRawUserInfo() == null;
  }

  /** What HTTPS trusts; null for the system's authorities. */
  @Nullable SSLContext trust() {
    Path file = authority;
    if (file == null) {
      return null;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return trusting(CertificateFactory.getInstance("X.509").generateCertificates(in));
    } catch (IOException | GeneralSecurityException e) {
      throw new CommandFailure(CommandFailure.Kind.REFUSED, "cannot read the authority " + file, e);
    }
  }

  private static SSLContext trusting(Iterable<? extends Certificate> certificates)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("ca-" + number++, certificate);
    }
    if (number == 0) {
      throw new IOException("there is no certificate in it");
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
