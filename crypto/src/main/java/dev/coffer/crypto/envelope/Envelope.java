package dev.coffer.crypto.envelope;

import dev.coffer.crypto.seal.Cobblestone;
import dev.coffer.crypto.seal.NotAuthentic;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * How an object version's data key is wrapped: the only thing a read decides by.
 *
 * <p>Layout, big-endian: u8 version = 1, u8 type, then what the type says, exactly. Type 1, SSE-S3:
 * u32 key generation, wrapped data key[104]. The registry of types is in
 * docs/formats/envelope-v1.md; vectors/envelope-v1.
 */
public record Envelope(Scheme scheme) {
  /** Version of the envelope format. */
  public static final int VERSION = 1;

  /** Bytes of an installation id and of an object id. */
  public static final int ID_BYTES = 16;

  /** Type of {@link SseS3}. */
  public static final int SSE_S3 = 1;

  private static final String LABEL = "coffer/envelope/data-key";
  private static final int WRAPPED_DATA_KEY_BYTES = WrappingKey.wrappedSize(Cobblestone.KEY_BYTES);
  private static final int SSE_S3_BYTES = 2 + Integer.BYTES + WRAPPED_DATA_KEY_BYTES;

  /** Who wraps the data key. */
  public sealed interface Scheme permits SseS3 {}

  /** The bucket's SSE-S3 key of one generation, counted from 1. */
  public record SseS3(int keyGeneration, Bytes wrappedDataKey) implements Scheme {
    public SseS3 {
      if (keyGeneration < 1 || wrappedDataKey.sizeBytes() != WRAPPED_DATA_KEY_BYTES) {
        throw new IllegalArgumentException("generations begin at 1, a wrapped key has 104 bytes");
      }
    }
  }

  /**
   * What a wrapped data key is bound to. Key ARN, material id and encryption context are empty
   * where the type has none.
   */
  record Binding(
      Bytes installationId,
      Bytes objectId,
      int type,
      String kmsKeyArn,
      String keyMaterialId,
      Map<String, String> encryptionContext) {
    Binding {
      if (installationId.sizeBytes() != ID_BYTES || objectId.sizeBytes() != ID_BYTES) {
        throw new IllegalArgumentException("an id has 16 bytes");
      }
      encryptionContext = Map.copyOf(encryptionContext);
    }

    byte[] aad() {
      return Aad.of(LABEL)
          .addLong(VERSION)
          .add(installationId)
          .add(objectId)
          .addLong(type)
          .add(kmsKeyArn)
          .add(keyMaterialId)
          .addMap(encryptionContext)
          .sha256();
    }
  }

  /**
   * Returns what binds a data key wrapped by an own key, without KMS, to its object: the context to
   * wrap and unwrap it with.
   */
  public static byte[] aad(byte[] installationId, byte[] objectId, int type) {
    if (type != SSE_S3) {
      throw new IllegalArgumentException("this type binds more than the ids");
    }
    return new Binding(Bytes.of(installationId), Bytes.of(objectId), type, "", "", Map.of()).aad();
  }

  public byte[] encode() {
    return switch (scheme) {
      case SseS3 sseS3 -> encode(sseS3);
    };
  }

  private static byte[] encode(SseS3 sseS3) {
    return ByteBuffer.allocate(SSE_S3_BYTES)
        .put((byte) VERSION)
        .put((byte) SSE_S3)
        .putInt(sseS3.keyGeneration())
        .put(sseS3.wrappedDataKey().toArray())
        .array();
  }

  /**
   * Decodes an envelope.
   *
   * @throws NotAuthentic for any version, type or length but those of the format. Whether the
   *     wrapped key is genuine shows when it is unwrapped
   */
  public static Envelope decode(byte[] encoded) {
    if (encoded.length != SSE_S3_BYTES || encoded[0] != VERSION || encoded[1] != SSE_S3) {
      throw new NotAuthentic();
    }
    ByteBuffer in = ByteBuffer.wrap(encoded).position(2);
    int keyGeneration = in.getInt();
    byte[] wrappedDataKey = new byte[WRAPPED_DATA_KEY_BYTES];
    in.get(wrappedDataKey);
    if (keyGeneration < 1) {
      throw new NotAuthentic();
    }
    return new Envelope(new SseS3(keyGeneration, Bytes.of(wrappedDataKey)));
  }
}
