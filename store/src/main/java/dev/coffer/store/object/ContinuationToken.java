package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Where a ListObjectsV2 goes on, as text that a client only hands back.
 *
 * <p>Layout, then base64url without padding: u8 version = 1, the last key or common prefix listed,
 * and 8 bytes of the SHA-256 of label, bucket name, a zero byte and that key. The digest finds
 * mistakes and tokens of other buckets; it keeps no secret, since a client may start anywhere.
 */
final class ContinuationToken {
  private static final byte VERSION = 1;
  private static final int DIGEST_BYTES = 8;
  private static final int MAX_LENGTH = 2048;
  private static final byte[] LABEL =
      "coffer/continuation-token/v1\0".getBytes(StandardCharsets.US_ASCII);

  private ContinuationToken() {}

  static String format(String bucket, Bytes last) {
    Bytes token = Bytes.of(VERSION).concat(last).concat(digest(bucket, last));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token.toByteArray());
  }

  /**
   * Reads what {@link #format} gave.
   *
   * @throws S3Exception InvalidArgument for anything else
   */
  static Bytes parse(String bucket, String text) {
    Bytes token = decode(text);
    int end = token.size() - DIGEST_BYTES;
    if (end <= 1) {
      throw incorrect();
    }
    Bytes last = token.slice(1, end);
    if (!format(bucket, last).equals(text)) {
      throw incorrect();
    }
    return last;
  }

  private static Bytes decode(String text) {
    if (text.length() > MAX_LENGTH) {
      throw incorrect();
    }
    try {
      return Bytes.copyOf(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw incorrect();
    }
  }

  private static Bytes digest(String bucket, Bytes last) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(LABEL);
      sha256.update(bucket.getBytes(StandardCharsets.UTF_8));
      sha256.update((byte) 0);
      return Bytes.copyOf(sha256.digest(last.toByteArray()), 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no SHA-256", e);
    }
  }

  private static S3Exception incorrect() {
    return S3Error.InvalidArgument.because("The continuation token provided is incorrect")
        .with("ArgumentName", "continuation-token");
  }
}
