package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.CustodyException.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Makes slots: each is opened once before anybody relies on it. */
final class NewSlots {
  private final PrivateFolder folder;
  private final StoreRootKey root;
  private final Entropy entropy;

  NewSlots(PrivateFolder folder, StoreRootKey root, Entropy entropy) {
    this.folder = folder;
    this.root = root;
    this.entropy = entropy;
  }

  /** A slot, and what is shown of it once. */
  record Made(Slot slot, List<String> shown) {
    Added added() {
      return new Added(slot.id(), slot.kind().word(), shown);
    }

    @Override
    public String toString() {
      return "Made[" + slot.id() + "]";
    }
  }

  Made make(FirstSecret secret) throws IOException {
    Bytes id = Slot.newId(entropy);
    return switch (secret) {
      case FirstSecret.KeyFile _ -> new Made(keyFile(), List.of());
      case FirstSecret.Passphrase passphrase ->
          new Made(passphrase(passphrase.passphrase(), Argon2id.recommended(entropy)), List.of());
      case FirstSecret.Recovery _ -> recovery(id);
      case FirstSecret.Shares shares ->
          shares(id, new Slot.Shamir(shares.threshold(), shares.shares()));
      case FirstSecret.Backend backend ->
          new Made(backend(id, backend.word(), backend.settings(), backend.around()), List.of());
    };
  }

  private Slot keyFile() throws IOException {
    if (!folder.has(RootKeyFile.KEY_FILE_NAME)) {
      // Never replaced: an older root key file may still open with it.
      folder.write(RootKeyFile.KEY_FILE_NAME, entropy.bytes(StoreRootKey.KEY_BYTES));
    }
    var path = folder.folder().resolve(RootKeyFile.KEY_FILE_NAME);
    return under(Slot.newId(entropy), new Slot.KeyFile(), SlotKeys.readKeyFile(path));
  }

  Slot passphrase(Secret passphrase, Argon2id argon2id) {
    var kind = new Slot.Passphrase(argon2id);
    return under(Slot.newId(entropy), kind, argon2id.derive(passphrase));
  }

  Made recovery(Bytes id) {
    try (Secret drawn = Secret.random(entropy, StoreRootKey.KEY_BYTES)) {
      return new Made(recovery(id, drawn), List.of(RecoveryKey.format(drawn)));
    }
  }

  Slot recovery(Bytes id, Secret drawn) {
    return under(id, new Slot.Recovery(), drawn.copy());
  }

  Made shares(Bytes id, Slot.Shamir kind) {
    try (Secret drawn = Secret.random(entropy, StoreRootKey.KEY_BYTES)) {
      return shares(id, kind, drawn);
    }
  }

  Made shares(Bytes id, Slot.Shamir kind, Secret drawn) {
    Slot slot = under(id, kind, drawn.copy());
    Map<Integer, Secret> split = Shamir.split(drawn, kind.threshold(), kind.shares(), entropy);
    List<String> printed = split.entrySet().stream().map(e -> print(slot, kind, e)).toList();
    split.values().forEach(Secret::close);
    return new Made(slot, printed);
  }

  private String print(Slot slot, Slot.Shamir kind, Map.Entry<Integer, Secret> share) {
    Bytes installation = Share.prefix(root.installationId());
    return new Share(
            kind.threshold(),
            share.getKey(),
            installation,
            Share.prefix(slot.id()),
            share.getValue())
        .format();
  }

  Slot backend(Bytes id, String word, Map<String, String> settings, Surroundings around) {
    Binding binding = Slot.binding(id, root.installationId(), root.version());
    try (KeyCustody custody = around.type(word).open(settings, around);
        Secret drawn = Secret.random(entropy, StoreRootKey.KEY_BYTES)) {
      Bytes wrapped = custody.wrap(drawn, binding);
      try (Secret back = custody.unwrap(wrapped, binding)) {
        if (!back.sameAs(drawn)) {
          throw new CustodyException(
              Reason.NOT_AUTHENTIC, "the backend gives back another key than it was given");
        }
        return under(id, new Slot.Backend(word, settings, wrapped), back.copy());
      }
    }
  }

  /** Takes ownership of {@code key}. */
  private Slot under(Bytes id, Slot.Kind kind, Secret key) {
    try (var slotKey = new WrappingKey(key)) {
      return under(id, kind, slotKey);
    }
  }

  Slot under(Bytes id, Slot.Kind kind, WrappingKey slotKey) {
    Slot slot = Slot.wrap(id, root, kind, slotKey, entropy);
    try (Secret opened = slot.unwrap(slotKey, root.installationId(), root.version())) {
      root.requireIs(opened);
    } catch (NotAuthentic e) {
      throw new IllegalStateException("a new slot does not open", e);
    }
    return slot;
  }
}
