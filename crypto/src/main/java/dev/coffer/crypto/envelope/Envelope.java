package dev.coffer.crypto.envelope;

import dev.coffer.crypto.seal.Cobblestone;
import dev.coffer.crypto.seal.NotAuthentic;
import java.util.Map;

/**
 * How an object version's data key is wrapped: the only thing a read decides by.
 *
 * <p>Layout: u8 version = 1, u8 type, then what the type says, exactly; see {@link EnvelopeBytes}.
 * Wrapping and unwrapping is {@link Binding}'s. Source: docs/formats/envelope-v1.md, which has the
 * registry of types; vectors/envelope-v1.
 */
public record Envelope(Scheme scheme) {
  /** Version of the envelope format. */
  public static final int VERSION = 1;

  /** Bytes of an installation id and of an object id. */
  public static final int ID_BYTES = 16;

  /** The longest encryption context, in its canonical form. */
  public static final int MAX_CONTEXT_BYTES = 8192;

  static final int WRAPPED_BYTES = WrappingKey.wrappedSize(Cobblestone.KEY_BYTES);

  /** Who wraps the data key. */
  public sealed interface Scheme permits SseS3, SseKms, SseKmsBucketKey, DsseKms, SseC {
    /** The number that stands for it in an envelope. */
    int type();
  }

  /** The bucket's SSE-S3 key of one generation, counted from 1. */
  public record SseS3(int keyGeneration, Bytes wrappedDataKey) implements Scheme {
    static final int TYPE = 1;

    public SseS3 {
      if (keyGeneration < 1) {
        throw new IllegalArgumentException("generations begin at 1");
      }
      requireWrapped(wrappedDataKey);
    }

    @Override
    public int type() {
      return TYPE;
    }
  }

  /** The plaintext of a data key that the key service made for this object alone. */
  public record SseKms(KmsCiphertext kms, Bytes wrappedDataKey) implements Scheme {
    static final int TYPE = 2;

    public SseKms {
      requireWrapped(wrappedDataKey);
    }

    @Override
    public int type() {
      return TYPE;
    }
  }

  /**
   * A bucket key: a data key that the key service made for a bucket and one requester.
   *
   * @param kms as the bucket key came, with the bucket's ARN as its encryption context
   * @param clientContext the pairs that the client gave for this object; the key service never saw
   *     them
   */
  public record SseKmsBucketKey(
      KmsCiphertext kms, Map<String, String> clientContext, Bytes wrappedDataKey)
      implements Scheme {
    static final int TYPE = 3;

    public SseKmsBucketKey {
      clientContext = CanonicalContext.require(clientContext);
      requireWrapped(wrappedDataKey);
    }

    @Override
    public int type() {
      return TYPE;
    }
  }

  /**
   * Two keys, one for each layer: neither wrapping key alone opens the object.
   *
   * @param inner of the layer next to the plaintext
   * @param outer of the layer around it
   */
  public record DsseKms(SseKms inner, SseS3 outer) implements Scheme {
    static final int TYPE = 4;

    @Override
    public int type() {
      return TYPE;
    }
  }

  /**
   * A key derived from one that the customer sends with every request.
   *
   * @param salt of the derivation, 32 bytes
   * @param verifier tells a wrong customer's key, 32 bytes; reveals nothing of the right one
   */
  public record SseC(Bytes salt, Bytes verifier, Bytes wrappedDataKey) implements Scheme {
    static final int TYPE = 5;

    public SseC {
      if (salt.sizeBytes() != CustomerKey.SALT_BYTES
          || verifier.sizeBytes() != CustomerKey.VERIFIER_BYTES) {
        throw new IllegalArgumentException("salt and verifier have 32 bytes each");
      }
      requireWrapped(wrappedDataKey);
    }

    @Override
    public int type() {
      return TYPE;
    }
  }

  /**
   * Whether these pairs can stand in an envelope: Unicode text, at most {@link #MAX_CONTEXT_BYTES}
   * in the canonical form of {@link Aad#canonical}. Records of this package refuse others.
   */
  public static boolean canHold(Map<String, String> encryptionContext) {
    return CanonicalContext.fits(encryptionContext);
  }

  public byte[] encode() {
    return EnvelopeBytes.encode(scheme);
  }

  /**
   * Decodes an envelope.
   *
   * @throws NotAuthentic for any version, type, length or content but those of the format. Whether
   *     the wrapped key is genuine shows when it is unwrapped
   */
  public static Envelope decode(byte[] encoded) {
    return new Envelope(EnvelopeBytes.decode(encoded));
  }

  private static void requireWrapped(Bytes wrappedDataKey) {
    if (wrappedDataKey.sizeBytes() != WRAPPED_BYTES) {
      throw new IllegalArgumentException("a wrapped key has 104 bytes");
    }
  }
}
