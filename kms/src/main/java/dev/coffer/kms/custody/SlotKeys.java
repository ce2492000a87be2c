package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.CustodyException.Reason;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Turns a secret into the key of a slot. */
final class SlotKeys {
  private SlotKeys() {}

  /**
   * Returns the key of a slot, which may still be the wrong one; nothing when the secret is of
   * another kind. The caller closes it.
   */
  static Optional<WrappingKey> of(RootKeyDocument document, Slot slot, UnlockSecret secret) {
    return secret(document, slot, secret).map(WrappingKey::new);
  }

  private static Optional<Secret> secret(RootKeyDocument document, Slot slot, UnlockSecret secret) {
    return switch (secret) {
      case UnlockSecret.KeyFile keyFile ->
          slot.kind() instanceof Slot.KeyFile
              ? Optional.of(readKeyFile(keyFile.path()))
              : Optional.empty();
      case UnlockSecret.Recovery recovery ->
          slot.kind() instanceof Slot.Recovery
              ? Optional.of(RecoveryKey.parse(recovery.printed()))
              : Optional.empty();
      case UnlockSecret.Passphrase passphrase ->
          slot.kind() instanceof Slot.Passphrase kind
              ? Optional.of(kind.argon2id().derive(passphrase.passphrase()))
              : Optional.empty();
      case UnlockSecret.Shares shares ->
          slot.kind() instanceof Slot.Shamir kind
              ? shares.given().slotKey(slot, kind)
              : Optional.empty();
      case UnlockSecret.Backends backends ->
          slot.kind() instanceof Slot.Backend kind
              ? Optional.of(ask(document, slot.id(), kind, backends.around()))
              : Optional.empty();
    };
  }

  private static Secret ask(
      RootKeyDocument document, Bytes slotId, Slot.Backend kind, Surroundings around) {
    Binding binding = Slot.binding(slotId, document.installationId(), document.rootKeyVersion());
    try (KeyCustody custody = around.type(kind.word()).open(kind.settings(), around)) {
      return custody.unwrap(kind.wrappedSlotKey(), binding);
    }
  }

  /**
   * Reads a file of exactly 32 bytes that is its owner's alone.
   *
   * @throws CustodyException MISSING, MALFORMED, EXPOSED, INACCESSIBLE
   */
  static Secret readKeyFile(Path path) {
    try {
      byte[] content = PrivateFolder.readUpTo(path, StoreRootKey.KEY_BYTES);
      if (content.length != StoreRootKey.KEY_BYTES) {
        throw new CustodyException(Reason.MALFORMED, "a key file has exactly 32 bytes");
      }
      if (PrivateFolder.othersMay(path, "rwxrwx")) {
        throw new CustodyException(
            Reason.EXPOSED, "others than its owner may use the key file; chmod 600 " + path);
      }
      return Secret.of(content);
    } catch (NoSuchFileException e) {
      throw new CustodyException(Reason.MISSING, "the key file is missing", e);
    } catch (IOException e) {
      throw RootKeyFile.inaccessible(e);
    }
  }
}
