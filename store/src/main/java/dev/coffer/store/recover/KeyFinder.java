package dev.coffer.store.recover;

import dev.coffer.crypto.envelope.Binding;
import dev.coffer.crypto.envelope.CustomerKey;
import dev.coffer.crypto.envelope.Envelope.DsseKms;
import dev.coffer.crypto.envelope.Envelope.Scheme;
import dev.coffer.crypto.envelope.Envelope.SseC;
import dev.coffer.crypto.envelope.Envelope.SseKms;
import dev.coffer.crypto.envelope.Envelope.SseKmsBucketKey;
import dev.coffer.crypto.envelope.Envelope.SseS3;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.storage.Bytes;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.BucketKeys;
import java.util.List;

/** Finds the keys that an envelope asks for, and opens it. Owns none of what it is given. */
final class KeyFinder {
  private final BucketKeys bucketKeys;
  private final OfflineKms kms;
  private final List<Secret> customerKeys;

  /**
   * @param customerKeys those of SSE-C that are at hand; each is tried
   */
  KeyFinder(BucketKeys bucketKeys, OfflineKms kms, List<Secret> customerKeys) {
    this.bucketKeys = bucketKeys;
    this.kms = kms;
    this.customerKeys = List.copyOf(customerKeys);
  }

  static String encryption(Scheme scheme) {
    return switch (scheme) {
      case SseS3 _ -> "SSE-S3";
      case SseKms _ -> "SSE-KMS";
      case SseKmsBucketKey _ -> "SSE-KMS with a Bucket Key";
      case DsseKms _ -> "DSSE-KMS";
      case SseC _ -> "SSE-C";
    };
  }

  /** The keys in words. */
  String needs(Scheme scheme) {
    return switch (scheme) {
      case SseS3 s3 -> needs(s3);
      case SseKms one -> kms.needs(one.kms());
      case SseKmsBucketKey shared -> kms.needs(shared.kms());
      case DsseKms dsse -> kms.needs(dsse.inner().kms()) + " and " + needs(dsse.outer());
      case SseC _ -> "the customer's key";
    };
  }

  private static String needs(SseS3 s3) {
    return "the bucket's key, generation " + s3.keyGeneration();
  }

  /**
   * The data keys; the caller closes them.
   *
   * @throws CannotOpen when a key is not at hand
   * @throws dev.coffer.crypto.seal.NotAuthentic when the envelope is not the object's
   */
  DataKeys open(Bucket bucket, Bytes objectId, Scheme scheme) {
    var binding = Binding.of(bucketKeys.installationId().toByteArray(), objectId.toByteArray());
    return switch (scheme) {
      case SseS3 s3 -> {
        try (WrappingKey key = bucketKeys.sseS3(bucket, s3.keyGeneration())) {
          yield DataKeys.one(binding.unwrap(s3, key));
        }
      }
      case SseKms one -> {
        try (WrappingKey key = kms.open(one.kms())) {
          yield DataKeys.one(binding.unwrap(one, key));
        }
      }
      case SseKmsBucketKey shared -> {
        try (WrappingKey key = kms.open(shared.kms())) {
          yield DataKeys.one(binding.unwrap(shared, key));
        }
      }
      case DsseKms dsse -> openBoth(bucket, binding, dsse);
      case SseC customer -> openCustomers(binding, customer);
    };
  }

  private DataKeys openBoth(Bucket bucket, Binding binding, DsseKms dsse) {
    try (WrappingKey inside = kms.open(dsse.inner().kms());
        WrappingKey outside = bucketKeys.sseS3(bucket, dsse.outer().keyGeneration())) {
      Secret inner = binding.unwrapInner(dsse, inside);
      boolean opened = false;
      try {
        DataKeys both = DataKeys.two(inner, binding.unwrapOuter(dsse, outside));
        opened = true;
        return both;
      } finally {
        if (!opened) {
          inner.close();
        }
      }
    }
  }

  private DataKeys openCustomers(Binding binding, SseC envelope) {
    for (Secret candidate : customerKeys) {
      try (CustomerKey key = CustomerKey.forStored(candidate, binding.objectId(), envelope)) {
        if (key.fits(envelope)) {
          return DataKeys.one(binding.unwrap(envelope, key));
        }
      }
    }
    throw CannotOpen.withoutKey(
        customerKeys.isEmpty()
            ? "it needs the customer's key, and none was given"
            : "it needs the customer's key, and none of those that were given fits");
  }
}
