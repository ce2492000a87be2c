package dev.coffer.bench;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.sigv4.Authorization;
import dev.coffer.wire.sigv4.ContentHash;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import dev.coffer.wire.sigv4.SigningKey;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it takes to find out that a request was signed by whom it says. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SignatureBenchmark {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final SecretAccessKey secret =
      SecretAccessKey.of("a secret access key of forty chars .....");
  private final Request request =
      new Signer("AKIDEXAMPLE", secret, "us-east-1", null)
          .sign(
              new Request(
                  "PUT",
                  "/bucket/a%20key",
                  "partNumber=1&uploadId=AAAAAAAAAAAAAAAAAAAAAA",
                  Headers.of(
                      "Host", "127.0.0.1:9000",
                      "Content-Length", "4096",
                      "Content-Type", "application/octet-stream",
                      "x-amz-meta-one", "two"),
                  Body.empty(),
                  Request.Peer.LOCAL),
              new ContentHash.UnsignedPayload(),
              NOW);
  private final SigningKey derived =
      SigningKey.derive(secret, Authorization.find(request).orElseThrow().scope());

  /** With a key that was derived earlier today. */
  @Benchmark
  public Authorization verify() {
    return verified(derived);
  }

  /** With the four HMACs that derive the key of the day. */
  @Benchmark
  public Authorization deriveAndVerify() {
    return verified(SigningKey.derive(secret, derived.scope()));
  }

  private Authorization verified(SigningKey key) {
    Authorization claim = Authorization.find(request).orElseThrow();
    claim.requireScope("us-east-1", "s3");
    claim.requireTime(NOW);
    claim.requireSignature(request, key);
    return claim;
  }
}
