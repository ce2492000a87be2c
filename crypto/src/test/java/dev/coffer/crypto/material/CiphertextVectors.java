package dev.coffer.crypto.material;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.vectors.VectorFile;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes the files of vectors/kms-ciphertext-v1, the same to the last bit each time. */
final class CiphertextVectors {
  static final String OPENS = "opens";
  static final String REFUSED = "refused";
  static final String NOT_AUTHENTIC = "not authentic";

  private static final String COMPOSED = "caf\u00e9=1";
  private static final String DECOMPOSED = "cafe\u0301=1";

  private final Entropy entropy = new Random(20261123)::nextBytes;
  private final byte[] material = entropy.bytes(32);
  private final byte[] keyId = entropy.bytes(16);
  private final byte[] plaintext = "the quick brown fox".getBytes(UTF_8);
  private final byte[] valid = seal(false, 3, plaintext, "");
  private final byte[] bound = seal(false, 3, plaintext, "a=bc");
  private final byte[] composed = seal(false, 3, plaintext, COMPOSED);

  List<VectorFile> all() {
    return List.of(
        vector("no_context", OPENS, "without a context", valid, ""),
        vector("context", OPENS, "with a context", bound, "a=bc"),
        vector(
            "context_order",
            OPENS,
            "sorted by name",
            seal(false, 1, plaintext, "b=1;a=2"),
            "a=2;b=1"),
        vector("context_unicode", OPENS, "a composed letter", composed, COMPOSED),
        vector("multi_region", OPENS, "a multi-Region key", seal(true, 1, plaintext, ""), ""),
        vector(
            "material_large",
            OPENS,
            "the greatest number",
            seal(false, Integer.MAX_VALUE, plaintext, ""),
            ""),
        longest(),
        refused("magic", "another beginning", set(0, 0x44)),
        refused("version_0", "version 0", set(3, 0)),
        refused("version_2", "a later version", set(3, 2)),
        refused("suite_0", "suite 0", set(4, 0)),
        refused("suite_2", "a suite of a later program", set(4, 2)),
        refused("flag_unknown", "a flag without a meaning", set(5, 2)),
        refused("material_0", "materials count from 1", set(25, 0)),
        refused("material_too_large", "more than 31 bits", set(22, 0x80)),
        refused("header_only", "shorter than header and tag", Arrays.copyOf(valid, 85)),
        refused("too_long", "longer than any plaintext gives", Arrays.copyOf(valid, 4183)),
        refused("nothing", "no bytes at all", new byte[0]),
        fails("cut", "one byte is missing", Arrays.copyOf(valid, valid.length - 1), ""),
        fails("trailing_byte", "one byte too many", Arrays.copyOf(valid, valid.length + 1), ""),
        fails("flag_changed", "said to be of a multi-Region key", set(5, 1), ""),
        fails("key_id_changed", "said to be of another key", set(6, valid[6] ^ 1), ""),
        fails("material_changed", "said to be of another material", set(25, 2), ""),
        fails("salt_changed", "a bit of the salt is flipped", set(26, valid[26] ^ 1), ""),
        fails("iv_changed", "a bit of the IV is flipped", set(58, valid[58] ^ 1), ""),
        fails("text_changed", "a bit of the ciphertext is flipped", set(70, valid[70] ^ 1), ""),
        fails(
            "tag_changed",
            "a bit of the tag is flipped",
            set(valid.length - 1, valid[valid.length - 1] ^ 1),
            ""),
        fails("context_missing", "sealed with a context", bound, ""),
        fails("context_added", "sealed without a context", valid, "a=bc"),
        fails("context_moved", "the same letters, split elsewhere", bound, "ab=c"),
        fails("context_case", "a name of another case", bound, "A=bc"),
        fails("context_decomposed", "the same letter, decomposed", composed, DECOMPOSED),
        fails("other_material", "another material", valid, "").with("material", entropy.bytes(32)));
  }

  private VectorFile longest() {
    byte[] most = new byte[CiphertextBlob.MAX_PLAIN_BYTES];
    byte[] sealed = seal(false, 1, most, "");
    return vector("longest", OPENS, "4096 zero bytes", sealed, "").with("plaintext", most);
  }

  private VectorFile refused(String name, String comment, byte[] body) {
    return vector(name, REFUSED, comment, body, "");
  }

  private VectorFile fails(String name, String comment, byte[] body, String context) {
    return vector(name, NOT_AUTHENTIC, comment, body, context);
  }

  private VectorFile vector(
      String name, String expect, String comment, byte[] body, String context) {
    return VectorFile.of(name, expect, comment, body)
        .with("material", material)
        .with("context", context)
        .with("plaintext", plaintext);
  }

  private byte[] set(int at, int value) {
    byte[] changed = valid.clone();
    changed[at] = (byte) value;
    return changed;
  }

  private byte[] seal(boolean multiRegion, int number, byte[] plain, String context) {
    try (var key = new KeyMaterial(Secret.of(material.clone()))) {
      return key.seal(multiRegion, Bytes.of(keyId), number, plain, context(context), entropy);
    }
  }

  /** {@code name=value;name=value}. */
  static Map<String, String> context(String text) {
    Map<String, String> context = new LinkedHashMap<>();
    if (!text.isEmpty()) {
      for (String pair : text.split(";", -1)) {
        String[] parts = pair.split("=", 2);
        context.put(parts[0], parts[1]);
      }
    }
    return context;
  }
}
