package dev.coffer.store.sse;

import dev.coffer.crypto.envelope.Binding;
import dev.coffer.crypto.envelope.CustomerKey;
import dev.coffer.crypto.envelope.Envelope;
import dev.coffer.crypto.envelope.KmsCiphertext;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.iam.auth.Call;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.BucketKeys;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Wraps and unwraps data keys, each type by its own kind of key.
 *
 * <p>Nothing is checked here but that envelopes are authentic; who may, and on which conditions, is
 * {@link Sse}'s. Source: docs/formats/envelope-v1.md.
 */
final class Envelopes {
  private final BucketKeys bucketKeys;
  private final KmsKeys kms;
  private final Entropy entropy;

  Envelopes(BucketKeys bucketKeys, KmsKeys kms, Entropy entropy) {
    this.bucketKeys = bucketKeys;
    this.kms = kms;
    this.entropy = entropy;
  }

  /**
   * Whose data keys are wrapped, and for whom.
   *
   * @param binding to installation and object
   */
  record Of(Call call, Bucket bucket, Binding binding, Purpose purpose) {}

  /** Of a new object of that id. */
  Of of(WriteRequest request, dev.coffer.storage.Bytes objectId) {
    return new Of(request.call(), request.bucket(), binding(objectId), request.purpose());
  }

  /** Of an object or upload that is stored. */
  Of of(ReadRequest request) {
    Binding binding = binding(request.objectId());
    return new Of(request.call(), request.bucket(), binding, request.purpose());
  }

  private Binding binding(dev.coffer.storage.Bytes objectId) {
    byte[] installation = bucketKeys.installationId().toByteArray();
    return Binding.of(installation, objectId.toByteArray());
  }

  /** Data keys of as many layers as the choice has; the receiver closes them. */
  DataKeys draw(Choice choice) {
    return switch (choice) {
      case Choice.DsseKms _ -> DataKeys.drawTwo(entropy);
      case Choice.SseS3 _, Choice.SseKms _, Choice.SseC _ -> DataKeys.drawOne(entropy);
    };
  }

  /** Wraps new data keys as was chosen; {@code arn} is that of the object. */
  Envelope.Scheme wrap(Of of, String arn, Choice choice, DataKeys keys) {
    return switch (choice) {
      case Choice.SseS3 _ -> sseS3(of, keys.inner());
      case Choice.SseKms c when c.bucketKey() -> bucketKey(of, c, keys.inner());
      case Choice.SseKms c -> sseKms(of, new Wanted(c.keyId(), context(arn, c.context())), keys);
      case Choice.DsseKms c -> dsse(of, new Wanted(c.keyId(), context(arn, c.context())), keys);
      case Choice.SseC c -> sseC(of, c.customer(), keys);
    };
  }

  /** What the key service is asked for. */
  private record Wanted(String keyId, Map<String, String> context) {}

  private Envelope.SseS3 sseS3(Of of, Secret dataKey) {
    int generation = of.bucket().newestGeneration();
    try (WrappingKey key = bucketKeys.sseS3(of.bucket(), generation)) {
      return of.binding().sseS3(generation, key, dataKey, entropy);
    }
  }

  private Envelope.SseKms sseKms(Of of, Wanted wanted, DataKeys keys) {
    KmsKeys.Wrapping made = kms.generate(of.call(), wanted.keyId(), wanted.context());
    try (WrappingKey key = made.key()) {
      return of.binding().sseKms(made.kms(), key, keys.inner(), entropy);
    }
  }

  private Envelope.SseKmsBucketKey bucketKey(Of of, Choice.SseKms choice, Secret dataKey) {
    Map<String, String> pairs = choice.context().pairs();
    KmsKeys.Wrapping made = kms.bucketKey(of, choice.keyId());
    try (WrappingKey key = made.key()) {
      return of.binding().sseKmsBucketKey(made.kms(), pairs, key, dataKey, entropy);
    }
  }

  private Envelope.DsseKms dsse(Of of, Wanted wanted, DataKeys keys) {
    KmsKeys.Wrapping made = kms.generate(of.call(), wanted.keyId(), wanted.context());
    int generation = of.bucket().newestGeneration();
    try (WrappingKey key = made.key();
        WrappingKey own = bucketKeys.sseS3(of.bucket(), generation)) {
      Envelope.SseKms inner = of.binding().dsseInner(made.kms(), key, keys.inner(), entropy);
      return of.binding().dsseKms(inner, generation, own, keys.findOuter().orElseThrow(), entropy);
    }
  }

  private Envelope.SseC sseC(Of of, CustomerHeaders headers, DataKeys keys) {
    try (CustomerKey key = CustomerKey.forNew(headers.key(), of.binding().objectId(), entropy)) {
      return of.binding().sseC(key, keys.inner(), entropy);
    }
  }

  private static Map<String, String> context(String arn, Choice.ClientContext client) {
    return KmsKeys.context(arn, client.pairs());
  }

  /** Refuses unless the caller may move a data key from one envelope to another (R120). */
  void requireMove(Call call, Envelope.Scheme from, Envelope.Scheme to) {
    KmsCiphertext goal = kms(to);
    if (goal == null) {
      throw new IllegalArgumentException("data keys are moved under keys of the key service");
    }
    kms.requireMove(call, kms(from), goal);
  }

  private static @Nullable KmsCiphertext kms(Envelope.Scheme scheme) {
    return switch (scheme) {
      case Envelope.SseKms s -> s.kms();
      case Envelope.SseKmsBucketKey s -> s.kms();
      case Envelope.DsseKms s -> s.inner().kms();
      case Envelope.SseS3 _, Envelope.SseC _ -> null;
    };
  }

  /** By the bucket's own key; the receiver closes the data keys. */
  DataKeys unwrap(Of of, Envelope.SseS3 scheme) {
    try (WrappingKey key = bucketKeys.sseS3(of.bucket(), scheme.keyGeneration())) {
      return DataKeys.one(of.binding().unwrap(scheme, key));
    }
  }

  /** By the key service. */
  DataKeys unwrap(Of of, Envelope.SseKms scheme) {
    try (WrappingKey key = kms.open(of.call(), scheme.kms())) {
      return DataKeys.one(of.binding().unwrap(scheme, key));
    }
  }

  /** By a bucket key, for which the key service is asked unless it is kept. */
  DataKeys unwrap(Of of, Envelope.SseKmsBucketKey scheme) {
    try (WrappingKey key = kms.openBucketKey(of, scheme.kms())) {
      return DataKeys.one(of.binding().unwrap(scheme, key));
    }
  }

  /** By the key service and the bucket's own key. */
  DataKeys unwrap(Of of, Envelope.DsseKms scheme) {
    try (WrappingKey key = kms.open(of.call(), scheme.inner().kms());
        WrappingKey own = bucketKeys.sseS3(of.bucket(), scheme.outer().keyGeneration())) {
      Secret inner = of.binding().unwrapInner(scheme, key);
      boolean whole = false;
      try {
        DataKeys keys = DataKeys.two(inner, of.binding().unwrapOuter(scheme, own));
        whole = true;
        return keys;
      } finally {
        if (!whole) {
          inner.close();
        }
      }
    }
  }

  /** By a customer's key that fits. */
  DataKeys unwrap(Of of, Envelope.SseC scheme, CustomerKey key) {
    return DataKeys.one(of.binding().unwrap(scheme, key));
  }
}
