package dev.coffer.kms.custody;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.vectors.VectorFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes the files of vectors/key-stores-v1, the same to the last bit each time. */
final class CustomKeyStoreVectors {
  static final String READS = "reads";
  static final String OPENS = "opens";

  private static final String MALFORMED = "MALFORMED";
  private static final String UNSUPPORTED = "UNSUPPORTED";
  private static final String NOT_AUTHENTIC = "NOT_AUTHENTIC";
  private static final String PLACE = "1234abcd-12ab-34cd-56ef-1234567890ab";

  private final Entropy entropy = new Random(20261129)::nextBytes;
  private final Bytes installationId = Bytes.of(entropy.bytes(16));
  private final String valid = text(List.of(store("0", "hsm", 0), store("1", "far", 3600)));
  private final byte[] between = entropy.bytes(32);
  private final byte[] material = entropy.bytes(32);
  private final Binding binding = new Binding(installationId, PLACE, 1);
  private final byte[] sealed = sealed(material);

  List<VectorFile> all() {
    var all = new ArrayList<VectorFile>();
    all.addAll(files());
    all.addAll(members());
    all.addAll(materials());
    return all;
  }

  private List<VectorFile> files() {
    return List.of(
        file("two_stores", READS, "two stores, one that keeps nothing", valid),
        file("no_stores", READS, "the last store was removed", text(List.of())),
        file("other_installation", "WRONG_SECRET", "another installation id", valid)
            .with("installation", new byte[16]),
        file("version_0", UNSUPPORTED, "version 0", replace("\"version\" : 1", "\"version\" : 0")),
        file("version_2", UNSUPPORTED, "version 2", replace("\"version\" : 1", "\"version\" : 2")),
        file("nothing", MALFORMED, "an empty file", ""),
        file("cut", MALFORMED, "the last brace is missing", valid.substring(0, valid.length() - 2)),
        file("trailing", MALFORMED, "a second object follows", valid + "{}"),
        file("an_array", MALFORMED, "a list instead of an object", "[]"),
        file("too_long", MALFORMED, "more than 262144 bytes", valid + " ".repeat(262_144)),
        file(
            "member_repeated",
            MALFORMED,
            "a name twice",
            replace("\"version\" : 1,", "\"version\" : 1, \"version\" : 1,")),
        file(
            "member_unknown",
            MALFORMED,
            "a member more",
            replace("\"version\" : 1,", "\"version\" : 1, \"more\" : 1,")),
        file("stores_17", MALFORMED, "more than 16 stores", seventeen()),
        file("id_twice", MALFORMED, "an id twice", twice(store("0", "other", 0))),
        file("name_twice", MALFORMED, "a name twice", twice(store("2", "hsm", 0))));
  }

  private List<VectorFile> members() {
    return List.of(
        file("store_member_missing", MALFORMED, "no name", replace("\"name\" : \"hsm\",", "")),
        file("id_other", MALFORMED, "an id of other letters", replace("cks-0000", "cks-000x")),
        file("id_short", MALFORMED, "an id of 16 digits", replace("cks-0000", "cks-000")),
        file("name_space", MALFORMED, "a space in a name", replace("\"hsm\"", "\"h m\"")),
        file(
            "account_short", MALFORMED, "an account of 11 digits", replace("00000000000\"", "0\"")),
        file("kind_upper_case", MALFORMED, "a kind with capitals", replace("pkcs11", "PKCS11")),
        file("setting_number", MALFORMED, "a setting that is no text", replace("\"coffer\"", "1")),
        file("cache_negative", MALFORMED, "a cache below zero", replace(": 3600", ": -1")),
        file("cache_long", MALFORMED, "a cache of more than an hour", replace(": 3600", ": 3601")),
        file("cache_text", MALFORMED, "a cache in words", replace(": 3600", ": \"3600\"")));
  }

  private List<VectorFile> materials() {
    byte[] version = sealed.clone();
    version[0] = 2;
    byte[] size = sealed.clone();
    size[2]++;
    byte[] last = sealed.clone();
    last[last.length - 1] ^= 1;
    return List.of(
        material("material", OPENS, "a material of 32 bytes", sealed),
        material("material_long", OPENS, "a material of 64 bytes", sealed(new byte[64]))
            .with("material", new byte[64]),
        material("material_version_2", NOT_AUTHENTIC, "version 2", version),
        material("material_nothing", NOT_AUTHENTIC, "no bytes", new byte[0]),
        material("material_head", NOT_AUTHENTIC, "the head alone", Arrays.copyOf(sealed, 3)),
        material(
            "material_cut", NOT_AUTHENTIC, "a byte less", Arrays.copyOf(sealed, sealed.length - 1)),
        material(
            "material_trailing",
            NOT_AUTHENTIC,
            "a byte more",
            Arrays.copyOf(sealed, sealed.length + 1)),
        material("material_size_changed", NOT_AUTHENTIC, "another size", size),
        material("material_changed", NOT_AUTHENTIC, "a bit of the tag", last),
        material("material_other_key", NOT_AUTHENTIC, "of another KMS key", sealed)
            .with("place", PLACE.replace('a', 'b')),
        material("material_other_number", NOT_AUTHENTIC, "of another number", sealed)
            .with("number", "2"),
        material("material_other_installation", NOT_AUTHENTIC, "of another installation", sealed)
            .with("installation", new byte[16]),
        material("material_backend_lies", NOT_AUTHENTIC, "the backend gives another key", sealed)
            .with("between", new byte[32]));
  }

  private byte[] sealed(byte[] content) {
    try (Secret key = Secret.of(between.clone());
        Secret secret = Secret.of(content.clone())) {
      Bytes wrapped = StrictMaterial.wrapped(key, secret, binding, entropy);
      return new StrictMaterial(Bytes.of(entropy.bytes(60)), wrapped).encode().toArray();
    }
  }

  private VectorFile file(String name, String expect, String comment, String text) {
    return VectorFile.of(name, expect, comment, text.getBytes(UTF_8))
        .with("what", "file")
        .with("installation", installationId.toArray());
  }

  private VectorFile material(String name, String expect, String comment, byte[] body) {
    return VectorFile.of(name, expect, comment, body)
        .with("what", "material")
        .with("installation", installationId.toArray())
        .with("place", PLACE)
        .with("number", "1")
        .with("between", between)
        .with("material", material);
  }

  private String text(List<CustomKeyStore> stores) {
    return new String(new CustomKeyStoreDocument(installationId, stores).encode(), UTF_8);
  }

  private String replace(String what, String by) {
    String changed = valid.replace(what, by);
    if (changed.equals(valid)) {
      throw new IllegalStateException("nothing was replaced: " + what);
    }
    return changed;
  }

  private String twice(CustomKeyStore another) {
    return text(List.of(store("0", "hsm", 0), another));
  }

  private String seventeen() {
    var stores = new ArrayList<CustomKeyStore>();
    for (int i = 0; i < 17; i++) {
      stores.add(store("%02d".formatted(i), "store-" + i, 0));
    }
    return text(stores);
  }

  private static CustomKeyStore store(String digits, String name, int cacheSeconds) {
    String id = "cks-" + "0".repeat(17 - digits.length()) + digits;
    Map<String, String> settings = Map.of("token", "coffer", "module", "/opt/token.so");
    return new CustomKeyStore(
        id, name, "000000000000", "pkcs11", settings, Duration.ofSeconds(cacheSeconds));
  }
}
