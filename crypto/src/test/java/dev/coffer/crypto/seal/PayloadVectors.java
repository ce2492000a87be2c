package dev.coffer.crypto.seal;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.vectors.VectorFile;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Makes the files of vectors/payload-v1, the same to the last bit each time. */
final class PayloadVectors {
  static final String OPENS = "opens";
  static final String NOT_AUTHENTIC = "not authentic";

  private static final int CHUNK = Cobblestone.CHUNK_BYTES;
  private static final int SEALED_CHUNK = Cobblestone.SEALED_CHUNK_BYTES;
  private static final int HEADER = Cobblestone.HEADER_BYTES;

  private final Entropy entropy = new Random(20261123)::nextBytes;
  private final byte[] key = entropy.bytes(Cobblestone.KEY_BYTES);
  private final byte[] otherKey = entropy.bytes(Cobblestone.KEY_BYTES);
  private final byte[] blobId = entropy.bytes(PayloadContext.BLOB_ID_BYTES);
  private final byte[] otherBlobId = entropy.bytes(PayloadContext.BLOB_ID_BYTES);
  private final byte[] context = PayloadContext.of(PayloadContext.INNER, blobId, 0);
  private final byte[] salt = entropy.bytes(Cobblestone.SALT_BYTES);
  private final byte[] plaintext = entropy.bytes(3 * CHUNK);
  private final byte[] small = seal(20);
  private final byte[] large = seal(2 * CHUNK + 100);

  static List<VectorFile> every() {
    return Stream.of(new PayloadVectors().all(), new LayerVectors().all())
        .flatMap(List::stream)
        .toList();
  }

  private List<VectorFile> all() {
    return List.of(
        opens("empty", "no plaintext: one chunk, which is empty", 0),
        opens("one_byte", "one byte", 1),
        opens("chunk_minus_one", "the longest last chunk", CHUNK - 1),
        opens("chunk", "a full chunk, then an empty one", CHUNK),
        opens("chunk_plus_one", "a full chunk, then one of one byte", CHUNK + 1),
        opens("three_chunks", "three full chunks, then an empty one", 3 * CHUNK),
        placed("outer_layer", "the outer layer of two", PayloadContext.OUTER, 0),
        placed("part_10000", "a part of a multipart upload", PayloadContext.INNER, 10000),
        fails("salt_changed", "a bit of the salt is flipped", flip(small, 3), 0),
        fails("commitment_changed", "a bit of the commitment is flipped", flip(small, 30), 0),
        fails("wrong_key", "sealed under another key", small, 0).with("key", otherKey),
        fails("wrong_blob", "sealed as another blob", small, 0)
            .with("context", PayloadContext.of(PayloadContext.INNER, otherBlobId, 0)),
        fails("wrong_layer", "sealed as another layer", small, 0)
            .with("context", PayloadContext.of(PayloadContext.OUTER, blobId, 0)),
        fails("wrong_ordinal", "sealed as another part", small, 0)
            .with("context", PayloadContext.of(PayloadContext.INNER, blobId, 1)),
        fails("first_chunk_changed", "chunk 0 of 3 is changed", flip(large, HEADER), 0),
        fails("second_chunk_changed", "chunk 1 of 3 is changed", flip(large, begin(1)), CHUNK),
        fails("tag_changed", "the last tag is changed", flip(large, large.length - 1), 2 * CHUNK),
        fails("empty_end_changed", "the tag of an empty end is changed", emptyEndChanged(), CHUNK),
        fails("chunk_swapped", "chunks 0 and 1 change places", chunks(large, 1, 0, 2), 0),
        fails("chunk_repeated", "chunk 0 stands for chunk 1", chunks(large, 0, 0, 2), CHUNK),
        fails("first_chunk_missing", "chunk 0 is missing", chunks(large, 1, 2), 0),
        fails("last_chunk_missing", "cut at a chunk border", chunks(large, 0, 1), 0),
        fails("last_chunk_cut", "one byte is missing", cut(large, large.length - 1), 2 * CHUNK),
        fails("last_tag_cut", "less than a tag is left", cut(large, begin(2) + 15), 0),
        fails("trailing_byte", "one byte too many", cut(large, large.length + 1), 2 * CHUNK),
        fails("trailing_chunk", "a second end", chunks(large, 0, 1, 2, 2), 2 * CHUNK),
        fails("header_only", "no chunk at all", cut(small, HEADER), 0),
        fails("header_cut", "half a header", cut(small, 40), 0),
        fails("nothing", "no bytes at all", new byte[0], 0));
  }

  private VectorFile opens(String name, String comment, int plainBytes) {
    return vector(name, OPENS, comment, seal(plainBytes), plainBytes);
  }

  private VectorFile placed(String name, String comment, int layer, int ordinal) {
    byte[] place = PayloadContext.of(layer, blobId, ordinal);
    return vector(name, OPENS, comment, seal(place, 20), 20).with("context", place);
  }

  /** A message whose reader may release the first bytes of the plaintext and then fails. */
  private VectorFile fails(String name, String comment, byte[] sealed, int releasedBytes) {
    return vector(name, NOT_AUTHENTIC, comment, sealed, releasedBytes);
  }

  private VectorFile vector(
      String name, String expect, String comment, byte[] sealed, int releasedBytes) {
    return VectorFile.of(name, expect, comment, sealed)
        .with("key", key)
        .with("context", context)
        .with("released-bytes", String.valueOf(releasedBytes))
        .with("released-sha256", sha256(Arrays.copyOf(plaintext, releasedBytes)));
  }

  private byte[] seal(int plainBytes) {
    return seal(context, plainBytes);
  }

  private byte[] seal(byte[] place, int plainBytes) {
    Entropy fixedSalt = target -> System.arraycopy(salt, 0, target, 0, target.length);
    try (Secret secret = Secret.of(key.clone())) {
      return Cobblestone.seal(secret, place, Arrays.copyOf(plaintext, plainBytes), fixedSalt);
    }
  }

  private byte[] emptyEndChanged() {
    byte[] sealed = seal(CHUNK);
    return flip(sealed, sealed.length - 1);
  }

  private static int begin(int chunk) {
    return HEADER + chunk * SEALED_CHUNK;
  }

  private static byte[] flip(byte[] sealed, int at) {
    byte[] changed = sealed.clone();
    changed[at] ^= 1;
    return changed;
  }

  private static byte[] cut(byte[] sealed, int length) {
    return Arrays.copyOf(sealed, length);
  }

  private static byte[] chunks(byte[] sealed, int... order) {
    var rearranged = new ByteArrayOutputStream();
    rearranged.write(sealed, 0, HEADER);
    for (int chunk : order) {
      int from = begin(chunk);
      rearranged.write(sealed, from, Math.min(SEALED_CHUNK, sealed.length - from));
    }
    return rearranged.toByteArray();
  }

  static byte[] sha256(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
