package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Bytes;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The root key file's content.
 *
 * <p>JSON with exactly the members of docs/formats/root-key-file-v1.md; anything else is refused.
 * The reader never guesses: a field more, a field less, another type or an upper-case hex digit is
 * malformed, an unknown version or slot kind is unsupported.
 *
 * @param retiring the root key of the version before, wrapped under this one, while a rotation runs
 */
record RootKeyDocument(
    Bytes installationId, int rootKeyVersion, @Nullable Bytes retiring, List<Slot> slots) {
  static final int MAX_BYTES = 256 * 1024;
  static final int MAX_SLOTS = 16;

  private static final String RETIRING = "retiringRootKey";
  private static final Set<String> MEMBERS =
      Set.of("version", "installationId", "rootKeyVersion", "slots");
  private static final Set<String> ROTATING_MEMBERS =
      Set.of("version", "installationId", "rootKeyVersion", RETIRING, "slots");

  private static final StrictJson JSON = new StrictJson("this is not a root key file of version 1");

  RootKeyDocument {
    slots = List.copyOf(slots);
  }

  byte[] encode() {
    ObjectNode root = StrictJson.object();
    root.put("version", RootKeyFile.VERSION);
    root.put("installationId", installationId.toString());
    root.put("rootKeyVersion", rootKeyVersion);
    if (retiring != null) {
      root.put(RETIRING, retiring.toString());
    }
    var array = root.putArray("slots");
    slots.forEach(slot -> write(slot, array.addObject()));
    return StrictJson.encode(root);
  }

  private static void write(Slot slot, ObjectNode target) {
    target.put("id", slot.id().toString());
    target.put("kind", slot.kind().word());
    switch (slot.kind()) {
      case Slot.KeyFile keyFile -> {}
      case Slot.Recovery recovery -> {}
      case Slot.Passphrase passphrase -> write(passphrase.argon2id(), target);
      case Slot.Shamir shamir ->
          target.put("threshold", shamir.threshold()).put("shares", shamir.shares());
      case Slot.Backend backend -> {
        ObjectNode custody = target.putObject("custody");
        backend.settings().forEach(custody::put);
        target.put("wrappedSlotKey", backend.wrappedSlotKey().toString());
      }
    }
    target.put("wrappedRootKey", slot.wrappedRootKey().toString());
  }

  private static void write(Argon2id argon2id, ObjectNode target) {
    target
        .putObject("argon2id")
        .put("memoryKib", argon2id.memoryKib())
        .put("passes", argon2id.passes())
        .put("lanes", argon2id.lanes())
        .put("salt", argon2id.salt().toString());
  }

  /**
   * Decodes a file's content.
   *
   * @throws CustodyException MALFORMED or UNSUPPORTED
   */
  static RootKeyDocument decode(byte[] json) {
    JsonNode root = JSON.parse(json, MAX_BYTES);
    if (JSON.number(root, "version") != RootKeyFile.VERSION) {
      throw unsupported();
    }
    boolean rotating = root.has(RETIRING);
    JSON.requireMembers(root, rotating ? ROTATING_MEMBERS : MEMBERS);
    int rootKeyVersion = JSON.number(root, "rootKeyVersion");
    JsonNode slots = JSON.member(root, "slots");
    if (rootKeyVersion < (rotating ? 2 : 1)
        || !slots.isArray()
        || slots.isEmpty()
        || slots.size() > MAX_SLOTS) {
      throw JSON.malformed();
    }
    return new RootKeyDocument(
        hex(root, "installationId", StoreRootKey.INSTALLATION_ID_BYTES),
        rootKeyVersion,
        rotating ? hex(root, RETIRING, Slot.WRAPPED_BYTES) : null,
        slots(slots));
  }

  private static List<Slot> slots(JsonNode array) {
    var slots = new ArrayList<Slot>();
    for (JsonNode slot : array) {
      Slot read = slot(slot);
      if (slots.stream().anyMatch(other -> other.id().equals(read.id()))) {
        throw JSON.malformed();
      }
      slots.add(read);
    }
    return slots;
  }

  private static Slot slot(JsonNode slot) {
    Slot.Kind kind =
        switch (JSON.text(slot, "kind")) {
          case Slot.KeyFile.WORD -> plain(slot, new Slot.KeyFile());
          case Slot.Recovery.WORD -> plain(slot, new Slot.Recovery());
          case Slot.Passphrase.WORD -> passphrase(slot);
          case Slot.Shamir.WORD -> shamir(slot);
          case String word -> backend(word, slot);
        };
    return new Slot(
        hex(slot, "id", Slot.ID_BYTES), kind, hex(slot, "wrappedRootKey", Slot.WRAPPED_BYTES));
  }

  private static Slot.Kind plain(JsonNode slot, Slot.Kind kind) {
    JSON.requireMembers(slot, Set.of("id", "kind", "wrappedRootKey"));
    return kind;
  }

  private static Slot.Kind passphrase(JsonNode slot) {
    var kind = new Slot.Passphrase(argon2id(JSON.member(slot, "argon2id")));
    JSON.requireMembers(slot, Set.of("id", "kind", "argon2id", "wrappedRootKey"));
    return kind;
  }

  private static Slot.Kind shamir(JsonNode slot) {
    JSON.requireMembers(slot, Set.of("id", "kind", "threshold", "shares", "wrappedRootKey"));
    int threshold = JSON.number(slot, "threshold");
    int shares = JSON.number(slot, "shares");
    if (!Shamir.possible(threshold, shares)) {
      throw JSON.malformed();
    }
    return new Slot.Shamir(threshold, shares);
  }

  /** Any word may name a backend; whether it is served shows when it is asked. */
  private static Slot.Kind backend(String word, JsonNode slot) {
    if (!slot.has("custody") || !Slot.Backend.WORDS.matcher(word).matches()) {
      throw unsupported();
    }
    JSON.requireMembers(slot, Set.of("id", "kind", "custody", "wrappedSlotKey", "wrappedRootKey"));
    SortedMap<String, String> settings = JSON.settings(slot, "custody");
    if (!Settings.wellFormed(settings)) {
      throw JSON.malformed();
    }
    return new Slot.Backend(word, settings, wrappedSlotKey(slot));
  }

  private static Bytes wrappedSlotKey(JsonNode slot) {
    int sizeBytes = JSON.text(slot, "wrappedSlotKey").length() / 2;
    if (sizeBytes < 1 || sizeBytes > KeyCustody.MAX_WRAPPED_BYTES) {
      throw JSON.malformed();
    }
    return hex(slot, "wrappedSlotKey", sizeBytes);
  }

  private static Argon2id argon2id(JsonNode node) {
    JSON.requireMembers(node, Set.of("memoryKib", "passes", "lanes", "salt"));
    return new Argon2id(
        JSON.number(node, "memoryKib"),
        JSON.number(node, "passes"),
        JSON.number(node, "lanes"),
        hex(node, "salt", Argon2id.SALT_BYTES));
  }

  private static Bytes hex(JsonNode object, String name, int sizeBytes) {
    String hex = JSON.text(object, name);
    if (hex.length() != 2 * sizeBytes || !hex.chars().allMatch(RootKeyDocument::isLowerHex)) {
      throw JSON.malformed();
    }
    return Bytes.of(HexFormat.of().parseHex(hex));
  }

  private static boolean isLowerHex(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  private static CustodyException unsupported() {
    return new CustodyException(
        CustodyException.Reason.UNSUPPORTED,
        "the root key file has a version or a slot kind that this program does not know");
  }
}
