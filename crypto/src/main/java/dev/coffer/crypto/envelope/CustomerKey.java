package dev.coffer.crypto.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * What an SSE-C key gives for one object: a wrapping key, and a verifier that tells a wrong key.
 *
 * <p>{@code wrapping[32] ‖ verifier[32] = HKDF-SHA-256(salt[32], customer's key, info = label ‖
 * object id[16])}. The verifier is stored, the customer's key never; neither the wrapping key nor
 * the customer's key follows from it. For many threads; whoever derives it closes it. Source:
 * docs/formats/envelope-v1.md.
 */
public final class CustomerKey implements AutoCloseable {
  /** Bytes of a customer's key. */
  public static final int KEY_BYTES = 32;

  static final int SALT_BYTES = 32;
  static final int VERIFIER_BYTES = 32;
  private static final byte[] LABEL = "coffer/envelope/customer-key".getBytes(US_ASCII);

  private final Bytes salt;
  private final Bytes verifier;
  private final WrappingKey wrapping;

  private CustomerKey(Bytes salt, byte[] derived) {
    this.salt = salt;
    this.wrapping = new WrappingKey(Secret.of(Arrays.copyOf(derived, KEY_BYTES)));
    this.verifier = Bytes.of(Arrays.copyOfRange(derived, KEY_BYTES, derived.length));
  }

  /** Derives for a new object, with a fresh salt. The customer's key stays the caller's. */
  public static CustomerKey forNew(Secret customerKey, Bytes objectId, Entropy entropy) {
    return derive(customerKey, Bytes.of(entropy.bytes(SALT_BYTES)), objectId);
  }

  /**
   * Derives for a stored object, with its salt. The customer's key stays the caller's, who asks
   * {@link #fits} next.
   */
  public static CustomerKey forStored(Secret customerKey, Bytes objectId, Envelope.SseC envelope) {
    return derive(customerKey, envelope.salt(), objectId);
  }

  private static CustomerKey derive(Secret customerKey, Bytes salt, Bytes objectId) {
    if (customerKey.sizeBytes() != KEY_BYTES || objectId.sizeBytes() != Envelope.ID_BYTES) {
      throw new IllegalArgumentException("a customer's key has 32 bytes, an object id 16");
    }
    byte[] info =
        ByteBuffer.allocate(LABEL.length + Envelope.ID_BYTES)
            .put(LABEL)
            .put(objectId.toArray())
            .array();
    try {
      byte[] derived =
          KDF.getInstance("HKDF-SHA256")
              .deriveData(
                  HKDFParameterSpec.ofExtract()
                      .addIKM(customerKey.bytes())
                      .addSalt(salt.toArray())
                      .thenExpand(info, KEY_BYTES + VERIFIER_BYTES));
      return new CustomerKey(salt, derived);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no HKDF-SHA-256", e);
    }
  }

  /** Whether this is the key that the object was written with. Compares in constant time. */
  public boolean fits(Envelope.SseC envelope) {
    return MessageDigest.isEqual(verifier.toArray(), envelope.verifier().toArray());
  }

  Bytes salt() {
    return salt;
  }

  Bytes verifier() {
    return verifier;
  }

  WrappingKey wrapping() {
    return wrapping;
  }

  @Override
  public void close() {
    wrapping.close();
  }
}
