package dev.coffer.store.sse;

import dev.coffer.kms.key.KeyService;
import dev.coffer.store.bucket.BlockedTypes;
import dev.coffer.store.bucket.DefaultEncryption;
import dev.coffer.store.bucket.EncryptionSettings;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseCustomer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides how a new object is encrypted: a pure function of its headers and its bucket.
 *
 * <p>Precedence: the customer's key, then the request's method, then the bucket's default. Nothing
 * that was asked for is dropped: a header that cannot have its way is refused, but for a Bucket Key
 * under SSE-S3 (R59). Source: spec/encryption.md §2.2, §2.6.
 */
final class Choosing {
  private final Sse sse;
  private final EncryptionSettings bucket;

  private Choosing(Sse sse, EncryptionSettings bucket) {
    this.sse = sse;
    this.bucket = bucket;
  }

  /**
   * The choice.
   *
   * @param blocked what to answer when the bucket blocks SSE-C
   * @throws S3Exception one of §2.6, §2.7
   */
  static Choice of(
      Sse sse, SseCustomer customer, EncryptionSettings bucket, Supplier<S3Exception> blocked) {
    var choosing = new Choosing(sse, bucket);
    if (customer.present()) {
      return choosing.byCustomer(customer, blocked);
    }
    String method = sse.algorithm();
    return method == null ? choosing.byBucket() : choosing.byRequest(method);
  }

  /** The combination before the block, the block before the key (R90, R110). */
  private Choice byCustomer(SseCustomer customer, Supplier<S3Exception> blocked) {
    if (sse.algorithm() != null) {
      throw SseHeaders.incompatible(sse.algorithm());
    }
    if (bucket.blocked() == BlockedTypes.SSE_C) {
      throw blocked.get();
    }
    requireNoKmsHeaders(null);
    if (Boolean.TRUE.equals(bucketKey())) {
      throw SseHeaders.noBucketKey("SSE-C");
    }
    CustomerHeaders headers = CustomerHeaders.forWrite(customer);
    if (!headers.fits()) {
      headers.close();
      throw SseHeaders.badCustomerKey();
    }
    return new Choice.SseC(headers);
  }

  private Choice byRequest(String method) {
    return switch (method) {
      case "AES256" -> {
        requireNoKmsHeaders(method);
        bucketKey();
        yield new Choice.SseS3(false);
      }
      case "aws:kms" -> kms(sse.kmsKeyId(), false);
      case "aws:kms:dsse" -> dsse(sse.kmsKeyId(), false);
      default -> throw SseHeaders.unknownMethod(method);
    };
  }

  private Choice byBucket() {
    requireNoKmsHeaders(null);
    return switch (bucket.byDefault()) {
      case DefaultEncryption.SseS3 _ -> {
        bucketKey();
        yield new Choice.SseS3(true);
      }
      case DefaultEncryption.SseKms kms -> kms(kms.keyId(), true);
      case DefaultEncryption.DsseKms dsse -> dsse(dsse.keyId(), true);
    };
  }

  /** The bucket's flag counts for every write under SSE-KMS, its key for defaults only (R56–58). */
  private Choice kms(@Nullable String keyId, boolean byDefault) {
    Boolean asked = bucketKey();
    boolean bucketKey = asked == null ? bucket.byDefault().bucketKeyEnabled() : asked;
    return new Choice.SseKms(
        named(keyId), bucketKey, ContextHeader.parse(sse.context()), byDefault);
  }

  private Choice dsse(@Nullable String keyId, boolean byDefault) {
    if (Boolean.TRUE.equals(bucketKey())) {
      throw SseHeaders.noBucketKey("aws:kms:dsse");
    }
    return new Choice.DsseKms(named(keyId), ContextHeader.parse(sse.context()), byDefault);
  }

  private static String named(@Nullable String keyId) {
    return keyId == null ? KeyService.DEFAULT_S3_KEY : keyId;
  }

  private void requireNoKmsHeaders(@Nullable String method) {
    if (sse.kmsKeyId() != null || sse.context() != null) {
      throw SseHeaders.kmsRequired(method);
    }
  }

  private @Nullable Boolean bucketKey() {
    String flag = sse.bucketKeyEnabled();
    if (flag == null) {
      return null;
    }
    return switch (flag) {
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      default -> throw SseHeaders.badBucketKey(flag);
    };
  }
}
