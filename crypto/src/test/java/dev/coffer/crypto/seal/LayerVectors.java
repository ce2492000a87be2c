package dev.coffer.crypto.seal;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.vectors.VectorFile;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The vectors of bodies in two layers. */
final class LayerVectors {
  private static final int CHUNK = Cobblestone.CHUNK_BYTES;

  private final Entropy entropy = new Random(20261129)::nextBytes;
  private final byte[] innerKey = entropy.bytes(Cobblestone.KEY_BYTES);
  private final byte[] outerKey = entropy.bytes(Cobblestone.KEY_BYTES);
  private final byte[] blobId = entropy.bytes(PayloadContext.BLOB_ID_BYTES);
  private final byte[] plaintext = entropy.bytes(2 * CHUNK);
  private final byte[] small = seal(20, 0);
  private final byte[] large = seal(CHUNK + 100, 0);

  List<VectorFile> all() {
    int fillsOne = CHUNK - 56 - 16;
    return List.of(
        opens("dsse_empty", "no plaintext", 0),
        opens("dsse_one_byte", "one byte", 1),
        opens("dsse_outer_chunk", "the inner layer is exactly one chunk of the outer", fillsOne),
        opens("dsse_chunk", "a full chunk of the inner layer", CHUNK),
        opens("dsse_chunk_plus_one", "a full chunk and one byte", CHUNK + 1),
        vector("dsse_part_7", PayloadVectors.OPENS, "a part", seal(20, 7), 20).with("ordinal", "7"),
        fails("dsse_keys_swapped", "each key in the place of the other", small)
            .with("key", outerKey)
            .with("outer-key", innerKey),
        fails("dsse_outer_removed", "the inner layer alone", inner(20, 0)),
        fails("dsse_inner_missing", "the outer layer alone", outer(plaintext, 0)),
        fails("dsse_layers_alike", "both layers sealed as the inner one", alike()),
        fails("dsse_other_inner_key", "another inner key", small)
            .with("key", entropy.bytes(Cobblestone.KEY_BYTES)),
        fails("dsse_other_outer_key", "another outer key", small)
            .with("outer-key", entropy.bytes(Cobblestone.KEY_BYTES)),
        fails("dsse_other_blob", "sealed as another blob", small)
            .with("blob-id", entropy.bytes(PayloadContext.BLOB_ID_BYTES)),
        fails("dsse_other_ordinal", "sealed as another part", small).with("ordinal", "1"),
        fails("dsse_inner_ordinal", "the layers are of different parts", outer(inner(20, 1), 0)),
        fails("dsse_inner_bit", "a bit of the inner layer was flipped before", innerChanged()),
        fails("dsse_inner_cut", "the inner layer's last chunk is missing", innerCut()),
        fails("dsse_outer_bit", "a bit of the outer layer is flipped", flip(small)),
        fails("dsse_outer_cut", "the outer layer's last chunk is missing", outerCut()),
        fails("dsse_trailing_byte", "one byte too many", Arrays.copyOf(small, small.length + 1)));
  }

  private VectorFile opens(String name, String comment, int plainBytes) {
    return vector(name, PayloadVectors.OPENS, comment, seal(plainBytes, 0), plainBytes);
  }

  private VectorFile fails(String name, String comment, byte[] sealed) {
    return vector(name, PayloadVectors.NOT_AUTHENTIC, comment, sealed, 0);
  }

  private VectorFile vector(
      String name, String expect, String comment, byte[] sealed, int releasedBytes) {
    return VectorFile.of(name, expect, comment, sealed)
        .with("key", innerKey)
        .with("outer-key", outerKey)
        .with("blob-id", blobId)
        .with("ordinal", "0")
        .with("released-bytes", String.valueOf(releasedBytes))
        .with("released-sha256", PayloadVectors.sha256(Arrays.copyOf(plaintext, releasedBytes)));
  }

  private byte[] seal(int plainBytes, int ordinal) {
    return outer(inner(plainBytes, ordinal), ordinal);
  }

  private byte[] inner(int plainBytes, int ordinal) {
    byte[] place = PayloadContext.of(PayloadContext.INNER, blobId, ordinal);
    return message(innerKey, place, Arrays.copyOf(plaintext, plainBytes));
  }

  private byte[] outer(byte[] inner, int ordinal) {
    return message(outerKey, PayloadContext.of(PayloadContext.OUTER, blobId, ordinal), inner);
  }

  private byte[] alike() {
    return message(outerKey, PayloadContext.of(PayloadContext.INNER, blobId, 0), inner(20, 0));
  }

  private byte[] message(byte[] key, byte[] place, byte[] content) {
    try (Secret secret = Secret.of(key.clone())) {
      return Cobblestone.seal(secret, place, content, entropy);
    }
  }

  private byte[] innerChanged() {
    return outer(flip(inner(20, 0)), 0);
  }

  private byte[] innerCut() {
    return outer(Arrays.copyOf(inner(CHUNK + 100, 0), 56 + CHUNK + 16), 0);
  }

  private byte[] outerCut() {
    return Arrays.copyOf(large, 56 + CHUNK + 16);
  }

  private static byte[] flip(byte[] sealed) {
    byte[] changed = sealed.clone();
    changed[sealed.length - 1] ^= 1;
    return changed;
  }
}
