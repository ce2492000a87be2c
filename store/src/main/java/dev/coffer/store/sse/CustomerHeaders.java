package dev.coffer.store.sse;

import dev.coffer.crypto.envelope.CustomerKey;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.wire.s3.SseCustomer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A customer's key as its three headers gave it, checked as far as the headers alone allow.
 *
 * <p>Order of checks: algorithm there, algorithm right, key there, MD5 there (on writes), MD5
 * right, length. Whoever parsed it closes it. Source: spec/encryption.md §2.7, R91 to R95.
 *
 * @param md5 of the key, in base64, as every answer shows it
 */
record CustomerHeaders(Secret key, String md5) implements AutoCloseable {
  private static final String ALGORITHM = "AES256";

  /** For a write, which must send all three. */
  static CustomerHeaders forWrite(SseCustomer headers) {
    String key = key(headers);
    if (headers.keyMd5() == null) {
      throw SseHeaders.noCustomerMd5();
    }
    return checked(key, headers.keyMd5());
  }

  /** For a read, where the MD5 may be missing (R92). */
  static CustomerHeaders forRead(SseCustomer headers) {
    return checked(key(headers), headers.keyMd5());
  }

  private static String key(SseCustomer headers) {
    if (headers.algorithm() == null) {
      throw SseHeaders.noCustomerAlgorithm();
    }
    if (!headers.algorithm().equals(ALGORITHM)) {
      throw SseHeaders.customerAlgorithm(headers.algorithm());
    }
    if (headers.key() == null) {
      throw SseHeaders.noCustomerKey();
    }
    return headers.key();
  }

  private static CustomerHeaders checked(String key, @Nullable String md5) {
    byte[] raw = decoded(key);
    boolean right = false;
    try {
      byte[] calculated = md5(raw);
      if (md5 != null && !MessageDigest.isEqual(calculated, decodedMd5(md5))) {
        throw SseHeaders.badCustomerMd5();
      }
      String shown = Base64.getEncoder().encodeToString(calculated);
      right = true;
      return new CustomerHeaders(Secret.of(raw), shown);
    } finally {
      if (!right) {
        Arrays.fill(raw, (byte) 0);
      }
    }
  }

  /** Whether the key has the length that the algorithm needs. */
  boolean fits() {
    return key.sizeBytes() == CustomerKey.KEY_BYTES;
  }

  private static byte[] decoded(String key) {
    try {
      return Base64.getDecoder().decode(key);
    } catch (IllegalArgumentException _) {
      throw SseHeaders.badCustomerKey();
    }
  }

  private static byte[] decodedMd5(String md5) {
    try {
      return Base64.getDecoder().decode(md5);
    } catch (IllegalArgumentException _) {
      throw SseHeaders.badCustomerMd5();
    }
  }

  private static byte[] md5(byte[] key) {
    try {
      return MessageDigest.getInstance("MD5").digest(key);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no MD5", e);
    }
  }

  @Override
  public void close() {
    key.close();
  }
}
