package dev.coffer.kms.custody;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.vectors.VectorFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the files of vectors/root-key-file-v1, the same to the last bit each time. */
final class RootKeyFileVectors {
  static final String OPENS = "opens";

  private static final String MALFORMED = "MALFORMED";
  private static final String UNSUPPORTED = "UNSUPPORTED";
  private static final String WRONG_SECRET = "WRONG_SECRET";

  /** The word of a backend that gives the slot key of the vector's header. */
  static final String VECTOR_BACKEND = "vector";

  private static final String KEYFILE = "keyfile";
  private static final String PASSPHRASE = "passphrase";
  private static final String RECOVERY = "recovery";

  private final Entropy entropy = new Random(20261125)::nextBytes;
  private final Bytes installationId = Bytes.of(entropy.bytes(16));
  private final byte[] rootKey = entropy.bytes(32);
  private final byte[] keyFile = entropy.bytes(32);
  private final byte[] recovery = entropy.bytes(32);
  private final byte[] passphrase = "correct horse battery staple".getBytes(UTF_8);
  private final Argon2id argon2id =
      new Argon2id(Argon2id.MIN_MEMORY_KIB, 1, 1, Bytes.of(entropy.bytes(16)));
  private final List<Slot> slots = slots();
  private final String keyFileId = slots.get(0).id().toString();
  private final String valid = text(slots);
  private final byte[] joined = entropy.bytes(32);
  private final byte[] slotKey = entropy.bytes(32);
  private final NewSlots.Made shared = shared();
  private final String more = text(List.of(shared.slot(), backend(), slots.get(0)));
  private final byte[] nextRootKey = entropy.bytes(32);
  private final String rotating = rotating();

  List<VectorFile> all() {
    var all = new ArrayList<VectorFile>();
    all.addAll(secrets());
    all.addAll(bindings());
    all.addAll(shapes());
    all.addAll(members());
    all.addAll(costs());
    all.addAll(shares());
    all.addAll(backends());
    all.addAll(rotations());
    return all;
  }

  private List<VectorFile> secrets() {
    String printed = printed(recovery);
    return List.of(
        vector("keyfile", OPENS, "a key file opens its slot", valid),
        vector("passphrase", OPENS, "a passphrase, at the cost's floor", valid)
            .with("secret-kind", PASSPHRASE)
            .with("secret", passphrase),
        vector("recovery", OPENS, "the recovery key as printed", valid)
            .with("secret-kind", RECOVERY)
            .with("secret", printed),
        vector("recovery_typed", OPENS, "the recovery key as somebody types it", valid)
            .with("secret-kind", RECOVERY)
            .with("secret", printed.toLowerCase(Locale.ROOT).replace('-', ' ').replace('0', 'o')),
        vector("one_slot", OPENS, "a file with one slot", text(slots.subList(0, 1))),
        wrongSecret("wrong_keyfile", "another key file", valid).with("secret", new byte[32]),
        wrongSecret("wrong_passphrase", "another passphrase", valid)
            .with("secret-kind", PASSPHRASE)
            .with("secret", "correct horse battery stable".getBytes(UTF_8)),
        wrongSecret("wrong_recovery", "another recovery key", valid)
            .with("secret-kind", RECOVERY)
            .with("secret", printed(new byte[32])),
        wrongSecret("recovery_mistyped", "a digit of the recovery key is wrong", valid)
            .with("secret-kind", RECOVERY)
            .with("secret", (printed.charAt(0) == '7' ? "8" : "7") + printed.substring(1)),
        wrongSecret("no_slot_of_kind", "no slot for a passphrase", text(slots.subList(0, 1)))
            .with("secret-kind", PASSPHRASE)
            .with("secret", passphrase));
  }

  private List<VectorFile> bindings() {
    Slot first = slots.get(0);
    byte[] changed = first.wrappedRootKey().toArray();
    changed[70] ^= 1;
    return List.of(
        wrongSecret(
            "other_installation",
            "another installation id",
            replace(installationId.toString(), "00".repeat(16))),
        wrongSecret("other_slot_id", "another slot id", replace(keyFileId, "00".repeat(8))),
        wrongSecret(
            "other_root_key_version",
            "another root key version",
            replace("\"rootKeyVersion\" : 1", "\"rootKeyVersion\" : 2")),
        wrongSecret(
                "other_kind",
                "the recovery slot poses as a key file slot",
                replace("\"kind\" : \"recovery\"", "\"kind\" : \"keyfile\""))
            .with("secret", recovery),
        wrongSecret(
            "wrapped_key_changed",
            "a bit of the wrapped root key is flipped",
            replace(first.wrappedRootKey().toString(), Bytes.of(changed).toString())));
  }

  private List<VectorFile> shapes() {
    return List.of(
        malformed("not_json", "no JSON", "root key"),
        malformed("nothing", "no bytes at all", ""),
        malformed(
            "cut", "the last brace is missing", valid.strip().substring(0, valid.length() - 2)),
        malformed("trailing", "something behind the end", valid + "{}"),
        malformed("an_array", "not an object", "[" + valid + "]"),
        malformed("too_long", "more than 262144 bytes", valid + " ".repeat(262144)),
        malformed("deep", "nested a thousand deep", "[".repeat(1000)),
        malformed(
            "no_slots",
            "an empty list",
            valid.replaceFirst("(?s)\"slots\" : .*", "\"slots\" : [ ] }")),
        malformed("too_many_slots", "17 slots", text(manySlots())),
        malformed(
            "slot_repeated", "two slots with one id", text(List.of(slots.get(0), slots.get(0)))));
  }

  private List<VectorFile> members() {
    return List.of(
        vector("version_0", UNSUPPORTED, "version 0", version("0")),
        vector("version_2", UNSUPPORTED, "a later version", version("2")),
        vector(
            "kind_unknown",
            UNSUPPORTED,
            "a slot kind of a later program",
            replace(KEYFILE, "fingerprint")),
        malformed("version_text", "a version that is no number", version("\"1\"")),
        malformed("version_fraction", "a version with a fraction", version("1.0")),
        malformed("version_huge", "a version of more than 31 bits", version("4294967297")),
        malformed("member_unknown", "one member more", version("1, \"comment\" : \"\"")),
        malformed("member_missing", "no root key version", replace("\"rootKeyVersion\" : 1,", "")),
        malformed("member_repeated", "the version twice", version("1, \"version\" : 1")),
        malformed(
            "slot_member_unknown",
            "one member more in a slot",
            replace("\"kind\" : \"keyfile\"", "\"kind\" : \"keyfile\", \"hint\" : \"\"")),
        malformed(
            "slot_member_missing",
            "a slot without id",
            replace("\"id\" : \"" + keyFileId + "\",", "")),
        malformed(
            "root_key_version_0",
            "root key versions begin at 1",
            replace("\"rootKeyVersion\" : 1", "\"rootKeyVersion\" : 0")),
        malformed(
            "hex_upper_case",
            "upper-case digits",
            replace(installationId.toString(), installationId.toString().toUpperCase(Locale.ROOT))),
        malformed(
            "hex_short", "an id that is too short", replace(keyFileId, keyFileId.substring(2))),
        malformed("hex_other", "a letter that is no digit", replace(keyFileId, "g".repeat(16))));
  }

  private List<VectorFile> costs() {
    return List.of(
        cost("memory_low", "less than 19 MiB", "memoryKib", "19455"),
        cost("memory_high", "more than 4 GiB", "memoryKib", "4194305"),
        cost("passes_0", "no pass", "passes", "0"),
        cost("passes_17", "more than 16 passes", "passes", "17"),
        cost("lanes_0", "no lane", "lanes", "0"),
        cost("lanes_17", "more than 16 lanes", "lanes", "17"),
        malformed(
            "salt_short",
            "a salt of 15 bytes",
            replace(argon2id.salt().toString(), argon2id.salt().toString().substring(2))));
  }

  private List<VectorFile> shares() {
    List<String> printed = shared.shown();
    String otherSet = more.replace(shared.slot().id().toString(), "01".repeat(8));
    return List.of(
        shares("shares", OPENS, "three shares of three that are needed", more, 0, 1, 2),
        shares("shares_others", OPENS, "three other shares", more, 4, 2, 3),
        shares("shares_all", OPENS, "more shares than are needed", more, 0, 1, 2, 3, 4),
        shares("shares_too_few", WRONG_SECRET, "two shares of three", more, 0, 1),
        shares("share_twice", WRONG_SECRET, "a share given twice", more, 0, 1, 1),
        shares(
            "share_other_installation",
            WRONG_SECRET,
            "shares of another installation",
            more.replace(installationId.toString(), "00".repeat(16)),
            0,
            1,
            2),
        shares("share_other_set", WRONG_SECRET, "shares of another slot", otherSet, 0, 1, 2),
        shares("share_mistyped", WRONG_SECRET, "a digit of a share is wrong", more, 0, 1, 2)
            .with(
                "secret",
                String.join(" / ", printed.subList(0, 2))
                    + " / "
                    + (printed.get(2).charAt(20) == '7' ? "8" : "7")
                    + printed.get(2).substring(1)),
        vector("share_forged", WRONG_SECRET, "a well-formed share with another value", more)
            .with("secret-kind", "shares")
            .with("secret", String.join(" / ", printed.subList(0, 2)) + " / " + forged()),
        malformed(
            "threshold_1",
            "one share would be enough",
            more.replace("\"threshold\" : 3", "\"threshold\" : 1")),
        malformed(
            "threshold_above_shares",
            "more shares are needed than there are",
            more.replace("\"threshold\" : 3", "\"threshold\" : 6")),
        malformed("shares_17", "17 shares", more.replace("\"shares\" : 5", "\"shares\" : 17")));
  }

  private VectorFile shares(String name, String expect, String comment, String body, int... which) {
    String given =
        Arrays.stream(which)
            .mapToObj(shared.shown()::get)
            .reduce((left, right) -> left + " / " + right)
            .orElseThrow();
    return vector(name, expect, comment, body).with("secret-kind", "shares").with("secret", given);
  }

  private String forged() {
    try (Share third = Share.parse(shared.shown().get(2));
        Secret other = Secret.of(new byte[32])) {
      return new Share(3, 3, third.installation(), third.slot(), other).format();
    }
  }

  private List<VectorFile> backends() {
    String setting = "\"memory-key\" : \"one\"";
    return List.of(
        vector("backend", OPENS, "a backend's slot; its slot key is in the header", more)
            .with("secret-kind", "backend")
            .with("secret", slotKey),
        wrongSecret("backend_other_key", "the backend gives another slot key", more)
            .with("secret-kind", "backend")
            .with("secret", new byte[32]),
        vector(
                "backend_unknown",
                UNSUPPORTED,
                "no program knows this backend",
                more.replace("\"kind\" : \"vector\"", "\"kind\" : \"abacus\""))
            .with("secret-kind", "backend")
            .with("secret", slotKey),
        vector(
            "backend_unknown_beside",
            OPENS,
            "the key file opens beside an unknown backend",
            more.replace("\"kind\" : \"vector\"", "\"kind\" : \"abacus\"")),
        malformed(
            "setting_number",
            "a setting that is no text",
            more.replace(setting, "\"memory-key\" : 1")),
        malformed(
            "setting_name",
            "a setting's name in upper case",
            more.replace(setting, "\"Key\" : \"one\"")),
        malformed(
            "setting_control",
            "a setting with a line feed",
            more.replace(setting, "\"memory-key\" : \"o\\ne\"")),
        malformed("settings_17", "17 settings", more.replace(setting, seventeen())),
        malformed(
            "wrapped_slot_key_empty",
            "a wrapped slot key of no bytes",
            more.replaceFirst("\"wrappedSlotKey\" : \"[0-9a-f]+\"", "\"wrappedSlotKey\" : \"\"")),
        malformed(
            "wrapped_slot_key_long",
            "a wrapped slot key of 6145 bytes",
            more.replaceFirst(
                "\"wrappedSlotKey\" : \"[0-9a-f]+\"",
                "\"wrappedSlotKey\" : \"" + "00".repeat(6145) + "\"")));
  }

  private static String seventeen() {
    var settings = new ArrayList<String>();
    for (int i = 0; i < 17; i++) {
      settings.add("\"s" + i + "\" : \"x\"");
    }
    return String.join(", ", settings);
  }

  private List<VectorFile> rotations() {
    return List.of(
        vector("rotating", OPENS, "the root key before lies beside the next one", rotating)
            .with("root-key", nextRootKey)
            .with("retiring-root-key", rootKey),
        malformed(
            "retiring_changed",
            "a bit of the wrapped root key before is flipped",
            changeRetiring()),
        malformed(
            "retiring_first",
            "nothing comes before version 1",
            rotating.replace("\"rootKeyVersion\" : 2", "\"rootKeyVersion\" : 1")),
        malformed(
            "retiring_short",
            "a wrapped root key that is too short",
            rotating.replaceFirst("\"retiringRootKey\" : \"..", "\"retiringRootKey\" : \"")));
  }

  private String changeRetiring() {
    Matcher found = Pattern.compile("\"retiringRootKey\" : \"([0-9a-f]+)\"").matcher(rotating);
    if (!found.find()) {
      throw new IllegalStateException("no retiring root key");
    }
    byte[] changed = Bytes.ofHex(found.group(1)).toArray();
    changed[60] ^= 1;
    return rotating.replace(found.group(1), Bytes.of(changed).toString());
  }

  private NewSlots.Made shared() {
    try (var root = root();
        Secret drawn = Secret.of(joined.clone())) {
      return newSlots(root).shares(Slot.newId(entropy), new Slot.Shamir(3, 5), drawn);
    }
  }

  private Slot backend() {
    try (var root = root();
        var key = new WrappingKey(Secret.of(slotKey.clone()))) {
      var kind =
          new Slot.Backend(
              VECTOR_BACKEND, Map.of("memory-key", "one"), Bytes.of(new byte[] {1, 2, 3}));
      return Slot.wrap(root, kind, key, entropy);
    }
  }

  private String rotating() {
    try (var root = root();
        var next = root.next(Secret.of(nextRootKey.clone()));
        var keyFileKey = new WrappingKey(Secret.of(keyFile.clone()))) {
      Bytes retired = root.wrapRetired(next, entropy);
      Slot slot = Slot.wrap(next, new Slot.KeyFile(), keyFileKey, entropy);
      return new String(
          new RootKeyDocument(installationId, 2, retired, List.of(slot)).encode(), UTF_8);
    }
  }

  private StoreRootKey root() {
    return new StoreRootKey(installationId, 1, Secret.of(rootKey.clone()));
  }

  private NewSlots newSlots(StoreRootKey root) {
    return new NewSlots(new PrivateFolder(Path.of("nowhere")), root, entropy);
  }

  private VectorFile cost(String name, String comment, String member, String value) {
    String changed =
        valid.replaceFirst("\"" + member + "\" : [0-9]+", "\"" + member + "\" : " + value);
    return vector(name, UNSUPPORTED, comment, changed);
  }

  private VectorFile wrongSecret(String name, String comment, String body) {
    return vector(name, WRONG_SECRET, comment, body);
  }

  private VectorFile malformed(String name, String comment, String body) {
    return vector(name, MALFORMED, comment, body);
  }

  private VectorFile vector(String name, String expect, String comment, String body) {
    return VectorFile.of(name, expect, comment, body.getBytes(UTF_8))
        .with("secret-kind", KEYFILE)
        .with("secret", keyFile)
        .with("root-key", rootKey);
  }

  private String version(String value) {
    return replace("\"version\" : 1", "\"version\" : " + value);
  }

  private String replace(String part, String other) {
    if (!valid.contains(part)) {
      throw new IllegalStateException("the valid file has no such part");
    }
    return valid.replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(other));
  }

  private String text(List<Slot> some) {
    return new String(new RootKeyDocument(installationId, 1, null, some).encode(), UTF_8);
  }

  private List<Slot> slots() {
    try (var root = root();
        var keyFileKey = new WrappingKey(Secret.of(keyFile.clone()));
        Secret words = Secret.of(passphrase.clone());
        Secret paper = Secret.of(recovery.clone())) {
      return List.of(
          Slot.wrap(root, new Slot.KeyFile(), keyFileKey, entropy),
          newSlots(root).passphrase(words, argon2id),
          newSlots(root).recovery(Slot.newId(entropy), paper));
    }
  }

  private List<Slot> manySlots() {
    Slot first = slots.get(0);
    var many = new ArrayList<Slot>();
    for (int i = 0; i < 17; i++) {
      byte[] id = new byte[Slot.ID_BYTES];
      Arrays.fill(id, (byte) i);
      many.add(new Slot(Bytes.of(id), first.kind(), first.wrappedRootKey()));
    }
    return many;
  }

  private static String printed(byte[] key) {
    try (Secret secret = Secret.of(key.clone())) {
      return RecoveryKey.format(secret);
    }
  }
}
