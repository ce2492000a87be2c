package dev.coffer.store.sse;

import dev.coffer.crypto.envelope.KmsCiphertext;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.store.bucket.Bucket;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Wrapping keys from the key service: one for each object, or one for a bucket and a requester that
 * is kept for a while.
 *
 * <p>Whoever receives a key closes it.
 */
final class KmsKeys {
  /** The pair that S3 itself puts into every encryption context. */
  static final String ARN = "aws:s3:arn";

  private final KmsCalls calls;
  private final HeldKeys held;
  private final Arns arns;

  KmsKeys(KmsCalls calls, HeldKeys held, Arns arns) {
    this.calls = calls;
    this.held = held;
    this.arns = arns;
  }

  /** A key, and what to keep of it. */
  record Wrapping(KmsCiphertext kms, WrappingKey key) {
    static Wrapping of(KmsCalls.Made made) {
      return new Wrapping(made.kms(), new WrappingKey(made.plaintext()));
    }
  }

  /** A client's pairs and S3's own. Source: spec/encryption.md R77, R78. */
  static Map<String, String> context(String arn, Map<String, String> pairs) {
    var context = new LinkedHashMap<>(pairs);
    context.put(ARN, arn);
    return context;
  }

  /** The client's pairs without S3's own. */
  static Map<String, String> clientPairs(Map<String, String> context) {
    var pairs = new LinkedHashMap<>(context);
    pairs.remove(ARN);
    return pairs;
  }

  /** A key for one object. */
  Wrapping generate(Call call, String keyId, Map<String, String> context) {
    return Wrapping.of(calls.generate(call, keyId, context));
  }

  /** The key of a bucket for whoever calls, or, for some purposes, one for this object alone. */
  Wrapping bucketKey(Envelopes.Of of, String keyId) {
    return of.purpose().keepsBucketKeys()
        ? Wrapping.of(made(of.call(), of.bucket(), keyId))
        : generate(of.call(), keyId, context(arns.of(of.bucket()), Map.of()));
  }

  private KmsCalls.Made made(Call call, Bucket bucket, String keyId) {
    var place = new HeldKeys.ForWriting(bucket.id(), keyId, requester(call));
    Map<String, String> context = context(arns.of(bucket), Map.of());
    return held.get(place, () -> calls.generate(call, keyId, context));
  }

  /** Makes the key of a bucket for whoever calls, and opens it; both are kept for them. */
  void begin(Call call, Bucket bucket, String keyId) {
    try (KmsCalls.Made made = made(call, bucket, keyId);
        WrappingKey _ = openBucketKey(call, bucket, made.kms())) {
      // Neither is needed here: that both could be had is all.
    }
  }

  /**
   * Refuses unless the caller may put an object that is sealed by the one under the other.
   *
   * @param from null when the object is not under a key of the key service yet
   */
  void requireMove(Call call, @Nullable KmsCiphertext from, KmsCiphertext to) {
    calls.requireMove(call, from == null ? to : from, to);
  }

  /** The key of one object, again. */
  WrappingKey open(Call call, KmsCiphertext kms) {
    return new WrappingKey(calls.open(call, kms));
  }

  /** The key of a bucket, again, or, for some purposes, opened anew. */
  WrappingKey openBucketKey(Envelopes.Of of, KmsCiphertext kms) {
    return of.purpose().keepsBucketKeys()
        ? openBucketKey(of.call(), of.bucket(), kms)
        : open(of.call(), kms);
  }

  private WrappingKey openBucketKey(Call call, Bucket bucket, KmsCiphertext kms) {
    var place = new HeldKeys.ForReading(bucket.id(), kms, requester(call));
    KmsCalls.Made opened = held.get(place, () -> new KmsCalls.Made(kms, calls.open(call, kms)));
    return new WrappingKey(opened.plaintext());
  }

  private static Requester requester(Call call) {
    return switch (call.caller()) {
      case Caller.Principal principal -> Requester.of(call, principal);
      case Caller.Anonymous _, Caller.Service _ ->
          throw new IllegalStateException("nobody in particular has no bucket key");
    };
  }
}
