package dev.coffer.crypto.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;

/**
 * Builds what a wrapping or a sealed record is bound to.
 *
 * <p>Shape: the purpose label first, then the fields in the caller's fixed order, each as u32
 * length and bytes, big-endian; so no two different lists of fields encode alike. {@link #sha256}
 * is the context of a message. Source: docs/formats/envelope-v1.md.
 */
public final class Aad {
  /** Cloned and never fed: to ask the providers for one takes longer than to digest a context. */
  private static final MessageDigest SHA_256 = sha256Digest();

  private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();

  private Aad() {}

  /** Begins with a purpose label, which no other purpose uses. */
  public static Aad of(String label) {
    return new Aad().add(label);
  }

  public Aad add(byte[] field) {
    appendTo(encoded, field);
    return this;
  }

  public Aad add(Bytes field) {
    return add(field.toArray());
  }

  /** Adds text as UTF-8, without any normalisation. */
  public Aad add(String field) {
    return add(field.getBytes(UTF_8));
  }

  /** Adds a number as 8 bytes. */
  public Aad addLong(long field) {
    return add(ByteBuffer.allocate(Long.BYTES).putLong(field).array());
  }

  /** Adds an encryption context in its canonical form, as one field. */
  public Aad addMap(Map<String, String> encryptionContext) {
    return add(canonical(encryptionContext));
  }

  /** Returns the 32-byte digest that serves as a message's context. */
  public byte[] sha256() {
    try {
      return ((MessageDigest) SHA_256.clone()).digest(encoded.toByteArray());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 cannot be cloned", e);
    }
  }

  private static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no SHA-256", e);
    }
  }

  /**
   * Returns the canonical form of an encryption context: u32 count, then for each entry u32 length,
   * name, u32 length, value; sorted by the unsigned bytes of the UTF-8 names. An empty context has
   * no bytes at all.
   */
  public static byte[] canonical(Map<String, String> encryptionContext) {
    if (encryptionContext.isEmpty()) {
      return new byte[0];
    }
    var canonical = new ByteArrayOutputStream();
    canonical.writeBytes(u32(encryptionContext.size()));
    encryptionContext.entrySet().stream()
        .map(entry -> Map.entry(entry.getKey().getBytes(UTF_8), entry.getValue()))
        .sorted(Map.Entry.comparingByKey(Arrays::compareUnsigned))
        .forEach(entry -> {
          appendTo(canonical, entry.getKey());
          appendTo(canonical, entry.getValue().getBytes(UTF_8));
        });
    return canonical.toByteArray();
  }

  private static void appendTo(ByteArrayOutputStream target, byte[] field) {
    target.writeBytes(u32(field.length));
    target.writeBytes(field);
  }

  private static byte[] u32(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }
}
