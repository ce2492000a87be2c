package dev.coffer.client;

import dev.coffer.wire.s3.KmsKeyNames;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a text must be to stand in a document as a key id; whether the key exists is not asked. */
final class KeyId {
  static final int MAX_LENGTH = 2048;

  private KeyId() {}

  static boolean valid(@Nullable String keyId) {
    return keyId == null
        || (!keyId.isEmpty()
            && keyId.length() <= MAX_LENGTH
            && keyId.codePoints().allMatch(KeyId::plain));
  }

  static void check(@Nullable String keyId) {
    if (!valid(keyId)) {
      throw new IllegalArgumentException(
          "a KMS key id is 1 to " + MAX_LENGTH + " characters without control characters");
    }
  }

  /** A key that is named by its id or ARN. */
  static void requireNoAlias(String keyId) {
    check(Objects.requireNonNull(keyId, "a key id or ARN"));
    if (KmsKeyNames.isAlias(keyId)) {
      throw new IllegalArgumentException(
          "the key of a directory bucket is named by its id or ARN, not by an alias");
    }
  }

  private static boolean plain(int codePoint) {
    return !Character.isISOControl(codePoint)
        && Character.getType(codePoint) != Character.SURROGATE
        && codePoint != 0xFFFE
        && codePoint != 0xFFFF;
  }
}
