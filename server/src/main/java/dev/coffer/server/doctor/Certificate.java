package dev.coffer.server.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/** Looks how long a TLS certificate is still good. */
public final class Certificate {
  private static final Duration SOON = Duration.ofDays(21);

  private Certificate() {}

  /** The first certificate of a PEM file. */
  public static Finding check(Path file, Instant now) {
    try (InputStream in = Files.newInputStream(file)) {
      var certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      Instant end = certificate.getNotAfter().toInstant();
      String text = file + " ends on " + end;
      if (!end.isAfter(now)) {
        return Finding.error("tls", text + ": it has ended");
      }
      return end.isBefore(now.plus(SOON))
          ? Finding.warning("tls", text + ": that is soon")
          : Finding.ok("tls", text);
    } catch (IOException | GeneralSecurityException e) {
      return Finding.error("tls", file + " cannot be read: " + e.getMessage());
    }
  }
}
