import dev.coffer.crypto.envelope.Binding;
import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.CustomerKey;
import dev.coffer.crypto.envelope.Envelope;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.sigv4.Authorization;
import dev.coffer.wire.sigv4.ContentHash;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import dev.coffer.wire.sigv4.SigningKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Times of comparing secrets: a value that is wrong in its first byte beside one that is wrong in
 * its last. Prints Welch's t of both; beyond ±4.5 the place of the wrong byte shows.
 *
 * <p>{@code test/attack/timing [COMPARES]}: so many of each kind.
 */
final class CompareTimes {
  private static final double KEPT = 0.9;

  private CompareTimes() {}

  public static void main(String[] arguments) {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
    print("signature of a request", count, signature(0), signature(63));
    print("verifier of a customer's key", count, verifier(0), verifier(31));
    byte[] right = new byte[4096];
    print("the same, both wrong in the first", count, verifier(0), verifier(0));
    print("Arrays.equals, 4 KiB, to see a t", count, equal(right, 0), equal(right, 4095));
  }

  private static BooleanSupplier signature(int wrongAt) {
    var secret = SecretAccessKey.of("a secret of this measurement");
    var headers = Headers.of("Host", "localhost");
    var request = new Request("GET", "/b/k", null, headers, Body.empty(), Request.Peer.LOCAL);
    Request signed =
        new Signer("AKIDEXAMPLE", secret, "us-east-1", null)
            .sign(request, new ContentHash.UnsignedPayload(), Instant.EPOCH);
    String value = signed.headers().first("Authorization").orElseThrow();
    int at = value.indexOf("Signature=") + "Signature=".length() + wrongAt;
    String wrong =
        value.substring(0, at) + (value.charAt(at) == '0' ? '1' : '0') + value.substring(at + 1);
    Request forged =
        signed.withHeaders(signed.headers().toBuilder().set("Authorization", wrong).build());
    Authorization claim = Authorization.find(forged).orElseThrow();
    SigningKey key = SigningKey.derive(secret, claim.scope());
    return () -> {
      try {
        claim.requireSignature(forged, key);
        return true;
      } catch (S3Exception _) {
        return false;
      }
    };
  }

  private static BooleanSupplier verifier(int wrongAt) {
    Bytes id = Bytes.of(new byte[16]);
    Secret secret = Secret.of(new byte[CustomerKey.KEY_BYTES]);
    CustomerKey key = CustomerKey.forNew(secret, id, Entropy.system());
    Envelope.SseC envelope = new Binding(id, id).sseC(key, secret, Entropy.system());
    // Many, since where a single one lies in memory shows more than where it is wrong.
    var wrong = new Envelope.SseC[1024];
    for (int i = 0; i < wrong.length; i++) {
      byte[] verifier = envelope.verifier().toArray();
      verifier[wrongAt] ^= 1;
      wrong[i] = new Envelope.SseC(envelope.salt(), Bytes.of(verifier), envelope.wrappedDataKey());
    }
    int[] turn = new int[1];
    return () -> key.fits(wrong[turn[0]++ % wrong.length]);
  }

  private static BooleanSupplier equal(byte[] right, int wrongAt) {
    byte[] wrong = right.clone();
    wrong[wrongAt] ^= 1;
    return () -> Arrays.equals(right, wrong);
  }

  private static void print(String what, int count, BooleanSupplier first, BooleanSupplier last) {
    var random = new Random(1);
    double[][] times = new double[2][count];
    for (int round = 0; round < 2; round++) { // the first one warms up
      int[] done = new int[2];
      while (done[0] < count || done[1] < count) {
        int kind = random.nextInt(2);
        if (done[kind] < count) {
          long start = System.nanoTime();
          boolean same = (kind == 0 ? first : last).getAsBoolean();
          times[kind][done[kind]++] = (double) (System.nanoTime() - start);
          if (same) {
            throw new IllegalStateException("a wrong value is accepted");
          }
        }
      }
    }
    double[] one = kept(times[0]);
    double[] other = kept(times[1]);
    double t =
        (mean(one) - mean(other))
            / Math.sqrt(variance(one) / one.length + variance(other) / other.length);
    System.out.printf(
        "%-34s %d of each: first byte %.1f ns, last byte %.1f ns, t = %.2f%n",
        what, count, mean(one), mean(other), t);
  }

  /** Without the slowest tenth, which is the collector's and the scheduler's. */
  private static double[] kept(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return Arrays.copyOf(sorted, (int) (sorted.length * KEPT));
  }

  private static double mean(double[] times) {
    return Arrays.stream(times).average().orElseThrow();
  }

  private static double variance(double[] times) {
    double mean = mean(times);
    return Arrays.stream(times).map(t -> (t - mean) * (t - mean)).sum() / (times.length - 1);
  }
}
