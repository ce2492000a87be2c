package dev.coffer.store.bucket;

import dev.coffer.wire.s3.KmsKeyNames;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.ByDefault;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.Rule;
import org.jspecify.annotations.Nullable;

/**
 * The default encryption that a PUT asks for on a directory bucket: SSE-S3, or SSE-KMS under a key
 * of a customer's. Bucket Keys are on whatever it says. Source: spec/encryption.md R168 to R173,
 * R184.
 */
sealed interface DirectoryDefault {
  /** The key that it names; null when it names none. */
  @Nullable String keyId();

  /**
   * The bucket as it shall be.
   *
   * @param keyArn of the key that is named
   * @throws S3Exception InvalidArgument when the bucket has had another key
   */
  Bucket applied(Bucket bucket, @Nullable String keyArn);

  /** A rule that says nothing of the default: it stays. */
  record Kept() implements DirectoryDefault {
    @Override
    public @Nullable String keyId() {
      return null;
    }

    @Override
    public Bucket applied(Bucket bucket, @Nullable String keyArn) {
      return bucket;
    }
  }

  /** {@code AES256}; the key of the bucket's life stays its key. */
  record SseS3() implements DirectoryDefault {
    @Override
    public @Nullable String keyId() {
      return null;
    }

    @Override
    public Bucket applied(Bucket bucket, @Nullable String keyArn) {
      return bucket.withEncryption(settings(new DefaultEncryption.SseS3(true)));
    }
  }

  /** {@code aws:kms}. */
  record SseKms(String keyId) implements DirectoryDefault {
    @Override
    public Bucket applied(Bucket bucket, @Nullable String keyArn) {
      if (keyArn == null || !(bucket.kind() instanceof BucketKind.Directory directory)) {
        throw new IllegalStateException("a directory bucket's key has an ARN");
      }
      String before = directory.lifelongKey();
      if (before != null && !before.equals(keyArn)) {
        throw argument(
            "KMSMasterKeyID",
            "A directory bucket can have only one customer managed key for its lifetime",
            keyId);
      }
      return bucket
          .withKind(directory.withKey(keyArn))
          .withEncryption(settings(new DefaultEncryption.SseKms(keyId, true)));
    }
  }

  private static EncryptionSettings settings(DefaultEncryption byDefault) {
    return new EncryptionSettings(true, byDefault, BlockedTypes.UNSAID);
  }

  /**
   * What a configuration asks for.
   *
   * @throws S3Exception MalformedXML, InvalidArgument
   */
  static DirectoryDefault of(ServerSideEncryptionConfiguration configuration) {
    if (configuration.rules().size() != 1) {
      throw S3Error.MalformedXML.refusal();
    }
    Rule rule = configuration.rules().getFirst();
    if (rule.blockedEncryptionTypes() != null) {
      throw argument(
          "BlockedEncryptionTypes", "Directory buckets cannot block encryption types", null);
    }
    ByDefault asked = rule.applyServerSideEncryptionByDefault();
    return asked == null ? new Kept() : of(asked);
  }

  private static DirectoryDefault of(ByDefault asked) {
    String keyId = asked.kmsMasterKeyId();
    return switch (asked.sseAlgorithm()) {
      case "AES256" -> {
        EncryptionRules.requireNoKey(keyId);
        yield new SseS3();
      }
      case "aws:kms" -> new SseKms(requireName(keyId));
      case "aws:kms:dsse" ->
          throw argument(
              "SSEAlgorithm",
              "Directory buckets support only AES256 and aws:kms",
              asked.sseAlgorithm());
      default -> throw S3Error.MalformedXML.refusal();
    };
  }

  /** An id or an ARN; what is neither is for the key service to say. */
  private static String requireName(@Nullable String keyId) {
    if (keyId == null) {
      throw argument(
          "KMSMasterKeyID", "A directory bucket needs a customer managed key for aws:kms", null);
    }
    if (KmsKeyNames.isAlias(keyId)) {
      throw argument(
          "KMSMasterKeyID",
          "A directory bucket's key is named by its id or its ARN, not by an alias",
          keyId);
    }
    return keyId;
  }

  private static S3Exception argument(String name, String text, @Nullable String value) {
    S3Exception refusal = S3Error.InvalidArgument.because(text).with("ArgumentName", name);
    return value == null ? refusal : refusal.with("ArgumentValue", value);
  }
}
