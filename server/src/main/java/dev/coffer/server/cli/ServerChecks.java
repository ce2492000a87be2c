package dev.coffer.server.cli;

import dev.coffer.server.doctor.Finding;
import dev.coffer.wire.admin.BucketEncryption;
import dev.coffer.wire.admin.EncryptionFinding;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a running server: whether it is unsealed, its clock against ours, and what its buckets'
 * encryption suffers from. The last needs credentials that may ask for the report.
 */
public final class ServerChecks {
  private static final String READY = "_coffer/health/ready";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration SKEW = Duration.ofSeconds(30);

  /** Beyond this, signatures are refused. */
  private static final Duration REFUSED = Duration.ofMinutes(15);

  private final Target target;
  private final Surroundings surroundings;

  public ServerChecks(Target target, Surroundings surroundings) {
    this.target = target;
    this.surroundings = surroundings;
  }

  /** All checks of the server; those of buckets only when it is unsealed. */
  public List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    try (HttpClient http = client()) {
      HttpResponse<Void> ready = ready(http);
      boolean unsealed = ready.statusCode() == 200;
      findings.add(
          unsealed
              ? Finding.ok("server", target.address() + " is unsealed and ready")
              : Finding.error("server", target.address() + " is sealed or not ready"));
      ready.headers().firstValue("Date").ifPresent(date -> addSkew(findings, date));
      if (unsealed) {
        addBuckets(findings);
      }
    } catch (IOException e) {
      findings.add(Finding.error("server", "no answer from " + target.address()));
    } catch (CommandFailure e) {
      findings.add(Finding.error("buckets", String.valueOf(e.getMessage())));
    }
    return findings;
  }

  private HttpClient client() {
    var builder = HttpClient.newBuilder().connectTimeout(PATIENCE);
    var trust = target.trust();
    return (trust == null ? builder : builder.sslContext(trust)).build();
  }

  private HttpResponse<Void> ready(HttpClient http) throws IOException {
    URI address = target.address().resolve(READY);
    try {
      var request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
      return http.send(request, BodyHandlers.discarding());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void addSkew(List<Finding> findings, String date) {
    try {
      Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration skew = Duration.between(theirs, surroundings.clock().instant()).abs();
      String text = "the server's clock and this one differ by " + skew.toSeconds() + " s";
      if (skew.compareTo(REFUSED) > 0) {
        findings.add(Finding.error("skew", text + ": signatures are refused"));
      } else {
        findings.add(
            skew.compareTo(SKEW) > 0 ? Finding.warning("skew", text) : Finding.ok("skew", text));
      }
    } catch (DateTimeParseException _) {
      findings.add(Finding.warning("skew", "the server's date cannot be read: " + date));
    }
  }

  private void addBuckets(List<Finding> findings) {
    List<BucketEncryption> buckets;
    try (AdminClient client = new AdminClient(target, surroundings)) {
      buckets = Reports.of(client, null);
    }
    int found = 0;
    for (BucketEncryption bucket : buckets) {
      for (EncryptionFinding finding : bucket.findings()) {
        found++;
        String text = bucket.bucket() + ": " + finding.code() + ": " + finding.text();
        findings.add(
            finding.severity().equals(EncryptionFinding.ERROR)
                ? Finding.error("buckets", text)
                : Finding.warning("buckets", text));
      }
    }
    if (found == 0) {
      findings.add(
          Finding.ok(
              "buckets", buckets.size() + " buckets; no default and no version lacks its key"));
    }
  }
}
