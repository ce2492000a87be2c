package dev.coffer.store.sse;

import dev.coffer.crypto.envelope.Binding;
import dev.coffer.crypto.envelope.Envelope;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.iam.auth.Caller;
import dev.coffer.storage.Bytes;
import dev.coffer.store.bucket.BlockedTypes;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.BucketKeys;
import dev.coffer.store.bucket.DefaultEncryption;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.SseApplied;
import org.jspecify.annotations.Nullable;

/**
 * Decides how a new object is encrypted, and gives the data keys of objects.
 *
 * <p>Served is SSE-S3. A decision for SSE-KMS, DSSE-KMS or SSE-C is refused with NotImplemented;
 * such a write is never stored as something else. A read decides by the envelope alone. Source:
 * spec/encryption.md §2.2; docs/formats/envelope-v1.md.
 */
public final class Sse {
  private static final int DATA_KEY_BYTES = 32;

  private final BucketKeys bucketKeys;
  private final Entropy entropy;

  public Sse(BucketKeys bucketKeys, Entropy entropy) {
    this.bucketKeys = bucketKeys;
    this.entropy = entropy;
  }

  /** Decides, and makes a new data key of that kind; the caller closes it. */
  public KeyForWrite keyForWrite(WriteRequest request) {
    decide(request);
    Bytes objectId = Bytes.copyOf(entropy.bytes(Envelope.ID_BYTES));
    Secret dataKey = Secret.random(entropy, DATA_KEY_BYTES);
    boolean wrapped = false;
    try {
      Bytes envelope = wrap(request.bucket(), objectId, dataKey);
      wrapped = true;
      return new KeyForWrite(objectId, dataKey, envelope, SseApplied.SSE_S3);
    } finally {
      if (!wrapped) {
        dataKey.close();
      }
    }
  }

  /**
   * Opens the envelope of a version or upload; the caller closes the key.
   *
   * @throws dev.coffer.crypto.seal.NotAuthentic when this is not the object's envelope
   */
  public KeyForRead keyForRead(Bucket bucket, Bytes objectId, Bytes envelope) {
    return switch (Envelope.decode(envelope.toByteArray()).scheme()) {
      case Envelope.SseS3 sseS3 ->
          new KeyForRead(unwrap(bucket, objectId, sseS3), SseApplied.SSE_S3);
      case Envelope.SseKms _, Envelope.SseKmsBucketKey _ ->
          throw SseHeaders.notServed(SseHeaders.SSE, "aws:kms");
      case Envelope.DsseKms _ -> throw SseHeaders.notServed(SseHeaders.SSE, "aws:kms:dsse");
      case Envelope.SseC _ -> throw SseHeaders.notServed(SseHeaders.CUSTOMER_ALGORITHM, "SSE-C");
    };
  }

  /** What an envelope says of the encryption, without opening it. */
  public SseApplied applied(Bytes envelope) {
    return switch (Envelope.decode(envelope.toByteArray()).scheme()) {
      case Envelope.SseS3 _ -> SseApplied.SSE_S3;
      case Envelope.SseKms _, Envelope.SseKmsBucketKey _ ->
          throw SseHeaders.notServed(SseHeaders.SSE, "aws:kms");
      case Envelope.DsseKms _ -> throw SseHeaders.notServed(SseHeaders.SSE, "aws:kms:dsse");
      case Envelope.SseC _ -> throw SseHeaders.notServed(SseHeaders.CUSTOMER_ALGORITHM, "SSE-C");
    };
  }

  /** Returns when the decision is SSE-S3; refuses otherwise. */
  private static void decide(WriteRequest request) {
    String method = request.sse().algorithm();
    if (request.customer().present()) {
      throw refuseCustomerKey(request, method);
    }
    if (method != null) {
      requireServed(method, request.sse());
    } else if (request.sse().kmsKeyId() != null || request.sse().context() != null) {
      throw SseHeaders.kmsRequired(null);
    } else {
      requireServed(request.bucket().encryption().byDefault());
    }
  }

  private static void requireServed(String method, dev.coffer.wire.s3.Sse sse) {
    switch (method) {
      case "AES256" -> {
        if (sse.kmsKeyId() != null || sse.context() != null) {
          throw SseHeaders.kmsRequired(method);
        }
      }
      case "aws:kms", "aws:kms:dsse" -> throw SseHeaders.notServed(SseHeaders.SSE, method);
      default -> throw SseHeaders.unknownMethod(method);
    }
  }

  private static void requireServed(DefaultEncryption byDefault) {
    switch (byDefault) {
      case DefaultEncryption.SseS3 _ -> {}
      case DefaultEncryption.SseKms kms ->
          throw SseHeaders.notServed(SseHeaders.SSE, kms.algorithm());
      case DefaultEncryption.DsseKms dsse ->
          throw SseHeaders.notServed(SseHeaders.SSE, dsse.algorithm());
    }
  }

  private static S3Exception refuseCustomerKey(WriteRequest request, @Nullable String method) {
    if (method != null) {
      return SseHeaders.incompatible(method);
    }
    if (request.bucket().encryption().blocked() == BlockedTypes.SSE_C) {
      return blocked(request);
    }
    return SseHeaders.notServed(SseHeaders.CUSTOMER_ALGORITHM, "SSE-C");
  }

  /** R109; strangers learn less. */
  private static S3Exception blocked(WriteRequest request) {
    return switch (request.call().caller()) {
      case Caller.Anonymous _ -> S3Error.AccessDenied.refusal();
      case Caller.Principal caller ->
          caller.account().equals(request.bucket().owner())
              ? S3Error.AccessDenied.because(blockedText(caller, request))
              : S3Error.AccessDenied.refusal();
    };
  }

  private static String blockedText(Caller.Principal caller, WriteRequest request) {
    return "User: %s is not authorized to perform: %s on resource: \"arn:aws:s3:::%s/%s\" because this bucket has blocked upload requests that specify Server Side Encryption with Customer provided keys (SSE-C). Please specify a different server-side encryption type"
        .formatted(caller.arn(), request.action(), request.bucket().name(), request.objectKey());
  }

  private Bytes wrap(Bucket bucket, Bytes objectId, Secret dataKey) {
    int generation = bucket.newestGeneration();
    try (WrappingKey key = bucketKeys.sseS3(bucket, generation)) {
      var scheme = binding(objectId).sseS3(generation, key, dataKey, entropy);
      return Bytes.copyOf(new Envelope(scheme).encode());
    }
  }

  private Secret unwrap(Bucket bucket, Bytes objectId, Envelope.SseS3 envelope) {
    try (WrappingKey key = bucketKeys.sseS3(bucket, envelope.keyGeneration())) {
      return binding(objectId).unwrap(envelope, key);
    }
  }

  private Binding binding(Bytes objectId) {
    return Binding.of(bucketKeys.installationId().toByteArray(), objectId.toByteArray());
  }
}
