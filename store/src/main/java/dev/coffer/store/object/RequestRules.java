package dev.coffer.store.object;

import dev.coffer.store.bucket.Bucket;
import dev.coffer.wire.s3.Acl;
import dev.coffer.wire.s3.ObjectHeaders;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What requests on objects may say besides what they are about. Each breach is Amazon's refusal.
 */
final class RequestRules {
  /** The one storage class of general purpose buckets. */
  private static final String STANDARD = "STANDARD";

  /** The one storage class of directory buckets. */
  private static final String EXPRESS = "EXPRESS_ONEZONE";

  /** Names and values of user metadata together. */
  static final int MAX_METADATA_BYTES = 2048;

  static final int MAX_REDIRECT_BYTES = 2048;

  private static final Set<String> REDIRECTS = Set.of("/", "http://", "https://");
  private static final Set<String> OWNER_ONLY = Set.of("bucket-owner-full-control", "private");

  private static final Set<String> UNSERVED_CLASSES =
      Set.of(
          "REDUCED_REDUNDANCY",
          "STANDARD_IA",
          "ONEZONE_IA",
          "INTELLIGENT_TIERING",
          "GLACIER",
          "DEEP_ARCHIVE",
          "OUTPOSTS",
          "GLACIER_IR",
          "SNOW",
          EXPRESS,
          "FSX_OPENZFS",
          "FSX_ONTAP");

  private RequestRules() {}

  /** Headers that writes share. */
  static void requireWrite(Bucket bucket, Acl acl, @Nullable String storageClass) {
    if (bucket.directory()) {
      DirectoryRules.requireNoAcl(acl);
    } else {
      requireAcl(bucket, acl);
    }
    requireStorageClass(bucket, storageClass);
  }

  /** The storage class of what is written to a bucket. */
  static String storageClass(Bucket bucket) {
    return bucket.directory() ? EXPRESS : STANDARD;
  }

  /** As headers show it, which leave the usual one out. */
  static @Nullable String shownStorageClass(String storageClass) {
    return storageClass.equals(STANDARD) ? null : storageClass;
  }

  /**
   * Only what a bucket with ownership enforced can mean: full control for its owner and nobody
   * else. {@code private} says no more than that, and clients send it unasked (rclone 1.60).
   */
  static void requireAcl(Bucket bucket, Acl acl) {
    requireNoGrants(acl);
    if (!ownerOnly(acl.canned()) || !toOwner(bucket, acl.grantFullControl())) {
      throw S3Error.AccessControlListNotSupported.refusal();
    }
  }

  static boolean ownerOnly(@Nullable String canned) {
    return canned == null || OWNER_ONLY.contains(canned);
  }

  static void requireNoGrants(Acl acl) {
    if (acl.grantRead() != null || acl.grantReadAcp() != null || acl.grantWriteAcp() != null) {
      throw S3Error.AccessControlListNotSupported.refusal();
    }
  }

  private static boolean toOwner(Bucket bucket, @Nullable String grant) {
    return grant == null
        || grant.replace("\"", "").strip().equals("id=" + bucket.owner().canonicalId());
  }

  static void requireStorageClass(Bucket bucket, @Nullable String storageClass) {
    if (storageClass == null || storageClass.equals(storageClass(bucket))) {
      return;
    }
    throw UNSERVED_CLASSES.contains(storageClass) && !bucket.directory()
        ? S3Error.NotImplemented.with("Header", "x-amz-storage-class").with("Value", storageClass)
        : S3Error.InvalidStorageClass.with("StorageClassRequested", storageClass);
  }

  static void requirePayer(Bucket bucket, @Nullable String requestPayer) {
    DirectoryRules.requireNoPayer(bucket, requestPayer);
    if (requestPayer != null && !requestPayer.equals("requester")) {
      throw invalid("Invalid value for x-amz-request-payer", "x-amz-request-payer", requestPayer);
    }
  }

  /** Amazon counts names without their prefix, and values, in UTF-8. */
  static void requireMetadata(Bucket bucket, ObjectHeaders headers) {
    DirectoryRules.requireHeaders(bucket, headers);
    int sizeBytes = 0;
    for (Map.Entry<String, String> entry : headers.metadata().entrySet()) {
      sizeBytes += sizeBytes(entry.getKey()) + sizeBytes(entry.getValue());
    }
    if (sizeBytes > MAX_METADATA_BYTES) {
      throw S3Error.MetadataTooLarge.with("Size", String.valueOf(sizeBytes))
          .with("MaxSizeAllowed", String.valueOf(MAX_METADATA_BYTES));
    }
  }

  private static int sizeBytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * Where a website sends whoever asks for the object; kept and shown, and not followed here.
   * Source: Amazon S3 User Guide, "Configuring a webpage redirect".
   */
  static @Nullable String redirect(@Nullable String location) {
    if (location == null) {
      return null;
    }
    if (REDIRECTS.stream().noneMatch(location::startsWith)) {
      throw S3Error.InvalidRedirectLocation.refusal();
    }
    if (sizeBytes(location) > MAX_REDIRECT_BYTES) {
      throw S3Error.InvalidRedirectLocation.because(
          "The length of website redirect location cannot exceed " + MAX_REDIRECT_BYTES + ".");
    }
    return location;
  }

  /** Whether checksums shall be shown. */
  static boolean checksumMode(@Nullable String mode) {
    if (mode == null) {
      return false;
    }
    if (!mode.equals("ENABLED")) {
      throw invalid("Invalid value for x-amz-checksum-mode", "x-amz-checksum-mode", mode);
    }
    return true;
  }

  private static S3Exception invalid(String text, String name, String value) {
    return S3Error.InvalidArgument.because(text)
        .with("ArgumentName", name)
        .with("ArgumentValue", value);
  }
}
