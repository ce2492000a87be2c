package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

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

  /** The key is joined from shares on paper. */
  record Shamir(int threshold, int shares) implements Kind {
    static final String WORD = "shamir";

    Shamir {
      if (!dev.coffer.kms.custody.Shamir.possible(threshold, shares)) {
        throw new IllegalArgumentException("2 to 16 shares, of which 2 or more are needed");
      }
    }

    @Override
    public String word() {
      return WORD;
    }
  }

  /** The key is wrapped by a backend. */
  record Backend(String word, Map<String, String> settings, Bytes wrappedSlotKey) implements Kind {
    static final Pattern WORDS = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    Backend {
      settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }
  }

  /** Draws an id for a new slot. */
  static Bytes newId(Entropy entropy) {
    return Bytes.of(entropy.bytes(ID_BYTES));
  }

  /** Makes a slot with a fresh id. */
  static Slot wrap(StoreRootKey root, Kind kind, WrappingKey slotKey, Entropy entropy) {
    return wrap(newId(entropy), root, kind, slotKey, entropy);
  }

  static Slot wrap(Bytes id, StoreRootKey root, Kind kind, WrappingKey slotKey, Entropy entropy) {
    byte[] context = context(id, kind, root.installationId(), root.version());
    return new Slot(id, kind, Bytes.of(root.wrapUnder(slotKey, context, entropy)));
  }

  /**
   * Returns the root key within; the caller closes it.
   *
   * @throws dev.coffer.crypto.seal.NotAuthentic when it is another key
   */
  Secret unwrap(WrappingKey slotKey, Bytes installationId, int rootKeyVersion) {
    return slotKey.unwrap(
        wrappedRootKey.toArray(), context(id, kind, installationId, rootKeyVersion));
  }

  /** Returns what a backend binds the slot's key to. */
  static Binding binding(Bytes id, Bytes installationId, int rootKeyVersion) {
    return new Binding(installationId, id.toString(), rootKeyVersion);
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
