package dev.coffer.crypto.envelope;

import dev.coffer.crypto.envelope.Envelope.DsseKms;
import dev.coffer.crypto.envelope.Envelope.SseC;
import dev.coffer.crypto.envelope.Envelope.SseKms;
import dev.coffer.crypto.envelope.Envelope.SseKmsBucketKey;
import dev.coffer.crypto.envelope.Envelope.SseS3;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.util.Map;

/**
 * The object whose data key is wrapped: wraps it in every type's way, and unwraps it again.
 *
 * <p>A wrapping opens for this installation, this object and this type alone, and together with
 * exactly the KMS key, material and encryption contexts that stand in the envelope. Whoever unwraps
 * closes the key that comes out; the keys that go in stay the caller's. Source:
 * docs/formats/envelope-v1.md §3.
 *
 * @param installationId 16 bytes
 * @param objectId 16 random bytes, chosen when the object or upload begins and stored beside the
 *     envelope
 */
public record Binding(Bytes installationId, Bytes objectId) {
  private static final String LABEL = "coffer/envelope/data-key";
  private static final String OUTER_LABEL = "coffer/envelope/outer-data-key";

  public Binding {
    if (installationId.sizeBytes() != Envelope.ID_BYTES
        || objectId.sizeBytes() != Envelope.ID_BYTES) {
      throw new IllegalArgumentException("an id has 16 bytes");
    }
  }

  /** Of ids as they are stored. */
  public static Binding of(byte[] installationId, byte[] objectId) {
    return new Binding(Bytes.of(installationId), Bytes.of(objectId));
  }

  /** Wraps by the bucket's SSE-S3 key of a generation. */
  public SseS3 sseS3(int generation, WrappingKey bucketKey, Secret dataKey, Entropy entropy) {
    return new SseS3(generation, wrap(bucketKey, dataKey, withoutKms(SseS3.TYPE), entropy));
  }

  /** Wraps by the plaintext of what the key service made for this object. */
  public SseKms sseKms(KmsCiphertext kms, WrappingKey plaintext, Secret dataKey, Entropy entropy) {
    return new SseKms(kms, wrap(plaintext, dataKey, withKms(LABEL, SseKms.TYPE, kms), entropy));
  }

  /** Wraps by a bucket key. */
  public SseKmsBucketKey sseKmsBucketKey(
      KmsCiphertext kms,
      Map<String, String> clientContext,
      WrappingKey bucketKey,
      Secret dataKey,
      Entropy entropy) {
    Aad binding = withClientContext(kms, clientContext);
    return new SseKmsBucketKey(kms, clientContext, wrap(bucketKey, dataKey, binding, entropy));
  }

  /** Wraps the key of the inner layer, by the plaintext of what the key service made. */
  public SseKms dsseInner(
      KmsCiphertext kms, WrappingKey plaintext, Secret innerKey, Entropy entropy) {
    return new SseKms(kms, wrap(plaintext, innerKey, withKms(LABEL, DsseKms.TYPE, kms), entropy));
  }

  /** Wraps the key of the outer layer, by the bucket's SSE-S3 key, and completes the envelope. */
  public DsseKms dsseKms(
      SseKms inner, int generation, WrappingKey bucketKey, Secret outerKey, Entropy entropy) {
    Aad binding = withKms(OUTER_LABEL, DsseKms.TYPE, inner.kms());
    return new DsseKms(inner, new SseS3(generation, wrap(bucketKey, outerKey, binding, entropy)));
  }

  /** Wraps by what was derived from the customer's key for this very object. */
  public SseC sseC(CustomerKey customerKey, Secret dataKey, Entropy entropy) {
    return new SseC(
        customerKey.salt(),
        customerKey.verifier(),
        wrap(customerKey.wrapping(), dataKey, withoutKms(SseC.TYPE), entropy));
  }

  /**
   * Returns the data key.
   *
   * @throws dev.coffer.crypto.seal.NotAuthentic when it was not wrapped by this key for this object
   */
  public Secret unwrap(SseS3 envelope, WrappingKey bucketKey) {
    return unwrap(bucketKey, envelope.wrappedDataKey(), withoutKms(SseS3.TYPE));
  }

  /** The same, by the plaintext of the envelope's ciphertext. */
  public Secret unwrap(SseKms envelope, WrappingKey plaintext) {
    return unwrap(
        plaintext, envelope.wrappedDataKey(), withKms(LABEL, SseKms.TYPE, envelope.kms()));
  }

  /** The same, by the bucket key. */
  public Secret unwrap(SseKmsBucketKey envelope, WrappingKey bucketKey) {
    Aad binding = withClientContext(envelope.kms(), envelope.clientContext());
    return unwrap(bucketKey, envelope.wrappedDataKey(), binding);
  }

  /** The same for the inner layer's key, by the plaintext of the envelope's ciphertext. */
  public Secret unwrapInner(DsseKms envelope, WrappingKey plaintext) {
    SseKms inner = envelope.inner();
    return unwrap(plaintext, inner.wrappedDataKey(), withKms(LABEL, DsseKms.TYPE, inner.kms()));
  }

  /** The same for the outer layer's key, by the bucket's SSE-S3 key. */
  public Secret unwrapOuter(DsseKms envelope, WrappingKey bucketKey) {
    Aad binding = withKms(OUTER_LABEL, DsseKms.TYPE, envelope.inner().kms());
    return unwrap(bucketKey, envelope.outer().wrappedDataKey(), binding);
  }

  /**
   * The same, by a customer's key that {@linkplain CustomerKey#fits fits}: when it does, and this
   * fails, the envelope is corrupt.
   */
  public Secret unwrap(SseC envelope, CustomerKey customerKey) {
    return unwrap(customerKey.wrapping(), envelope.wrappedDataKey(), withoutKms(SseC.TYPE));
  }

  private static Bytes wrap(WrappingKey key, Secret dataKey, Aad binding, Entropy entropy) {
    return Bytes.of(key.wrap(dataKey, binding.sha256(), entropy));
  }

  private static Secret unwrap(WrappingKey key, Bytes wrapped, Aad binding) {
    return key.unwrap(wrapped.toArray(), binding.sha256());
  }

  private Aad withoutKms(int type) {
    return begin(LABEL, type).add("").add("").addMap(Map.of());
  }

  private Aad withKms(String label, int type, KmsCiphertext kms) {
    return begin(label, type)
        .add(kms.keyArn())
        .add(kms.keyMaterialId())
        .addMap(kms.encryptionContext());
  }

  private Aad withClientContext(KmsCiphertext kms, Map<String, String> clientContext) {
    return withKms(LABEL, SseKmsBucketKey.TYPE, kms).addMap(clientContext);
  }

  private Aad begin(String label, int type) {
    return Aad.of(label).addLong(Envelope.VERSION).add(installationId).add(objectId).addLong(type);
  }
}
