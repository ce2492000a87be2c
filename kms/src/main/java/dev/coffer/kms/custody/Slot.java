package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;

/** One wrapping of the store root key, and how its secret becomes the key that opens it. */
record Slot(Bytes id, Kind kind, Bytes wrappedRootKey) {
  static final int ID_BYTES = 8;
  static final int WRAPPED_BYTES = WrappingKey.wrappedSize(StoreRootKey.KEY_BYTES);

  private static final String LABEL = "coffer/root-key-file/slot";

  /** How a secret becomes the slot's key. */
  sealed interface Kind {
    /** The word in the file. */
    String word();
  }

  /** The secret is the key: 32 bytes in a file. */
  record KeyFile() implements Kind {
    static final String WORD = "keyfile";

    @Override
    public String word() {
      return WORD;
    }
  }

  /** The secret is stretched. */
  record Passphrase(Argon2id argon2id) implements Kind {
    static final String WORD = "passphrase";

    @Override
    public String word() {
      return WORD;
    }
  }

  /** The secret is the key: 32 bytes on paper. */
  record Recovery() implements Kind {
    static final String WORD = "recovery";

    @Override
    public String word() {
      return WORD;
    }
  }

  /** Makes a slot with a fresh id. */
  static Slot wrap(StoreRootKey root, Kind kind, WrappingKey slotKey, Entropy entropy) {
    Bytes id = Bytes.of(entropy.bytes(ID_BYTES));
    byte[] context = context(id, kind, root.installationId(), root.version());
    return new Slot(id, kind, Bytes.of(root.wrapUnder(slotKey, context, entropy)));
  }

  /** Returns what the wrapping is bound to. */
  static byte[] context(Bytes id, Kind kind, Bytes installationId, int rootKeyVersion) {
    return Aad.of(LABEL)
        .addLong(RootKeyFile.VERSION)
        .add(installationId)
        .add(id)
        .add(kind.word())
        .addLong(rootKeyVersion)
        .sha256();
  }
}
