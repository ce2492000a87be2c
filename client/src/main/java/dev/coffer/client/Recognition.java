package dev.coffer.client;

import dev.coffer.client.ServerSideEncryptionConfiguration.BlockedOnly;
import dev.coffer.client.ServerSideEncryptionConfiguration.DefaultWithBlocked;
import dev.coffer.wire.s3.KmsKeyNames;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the case of the model that says the same as a stored rule; null when none does. */
final class Recognition {
  static final String SSE_S3 = "AES256";
  static final String SSE_KMS = "aws:kms";
  static final String DSSE_KMS = "aws:kms:dsse";
  static final String NOTHING_BLOCKED = "NONE";

  private Recognition() {}

  static @Nullable ServerSideEncryptionConfiguration of(StoredEncryption.Rule rule) {
    List<String> types = rule.blockedTypes();
    Set<EncryptionType> blocked = types == null ? null : blocked(types);
    if (types != null && blocked == null) {
      return null;
    }
    if (rule.algorithm() == null) {
      return blocked == null || bucketKey(rule) ? null : new BlockedOnly(blocked);
    }
    DefaultEncryption encryption = encryption(rule.algorithm(), rule);
    return encryption == null || blocked == null
        ? encryption
        : new DefaultWithBlocked(encryption, blocked);
  }

  /** The case that says the same of a directory bucket, whose Bucket Keys are always on. */
  static @Nullable DirectoryEncryption ofDirectory(StoredEncryption.Rule rule) {
    String keyId = rule.kmsMasterKeyId();
    if (rule.algorithm() == null || rule.blockedTypes() != null) {
      return null;
    }
    return switch (rule.algorithm()) {
      case SSE_S3 -> keyId != null ? null : new DirectoryEncryption.SseS3();
      case SSE_KMS ->
          keyId == null || !KeyId.valid(keyId) || KmsKeyNames.isAlias(keyId)
              ? null
              : new DirectoryEncryption.SseKms(keyId);
      default -> null;
    };
  }

  private static @Nullable DefaultEncryption encryption(
      String algorithm, StoredEncryption.Rule rule) {
    String keyId = rule.kmsMasterKeyId();
    if (!KeyId.valid(keyId)) {
      return null;
    }
    return switch (algorithm) {
      case SSE_S3 -> keyId != null || bucketKey(rule) ? null : new DefaultEncryption.SseS3();
      case SSE_KMS -> new DefaultEncryption.SseKms(keyId, bucketKey(rule));
      case DSSE_KMS -> bucketKey(rule) ? null : new DefaultEncryption.DsseKms(keyId);
      default -> null;
    };
  }

  private static boolean bucketKey(StoredEncryption.Rule rule) {
    return Boolean.TRUE.equals(rule.bucketKeyEnabled());
  }

  private static @Nullable Set<EncryptionType> blocked(List<String> types) {
    if (types.size() != 1) {
      return null;
    }
    String type = types.getFirst();
    if (type.equals(NOTHING_BLOCKED)) {
      return Set.of();
    }
    for (EncryptionType known : EncryptionType.values()) {
      if (known.wireName().equals(type)) {
        return Set.of(known);
      }
    }
    return null;
  }
}
