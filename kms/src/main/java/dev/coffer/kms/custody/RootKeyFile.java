package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.CustodyException.Reason;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The root key file: the store root key, wrapped once per slot.
 *
 * <p>{@code root.json} and {@code root.json.previous} in the keys folder, modes 0600 and 0700,
 * written whole and synced. Any slot opens it; a slot is added or removed without touching anything
 * that the root key wraps. {@code root.json.previous} is never read: putting it back is the
 * operator's decision, since it may bring back a removed slot. Source:
 * docs/formats/root-key-file-v1.md; vectors/root-key-file-v1.
 *
 * <p>Claim: who has the files and none of the secrets learns nothing of the root key. Not
 * protected: a key file that lies beside the root key file protects against neither theft of the
 * disk nor of a backup, unless it is moved; and an old file that is put back still opens.
 */
public final class RootKeyFile {
  /** Version of the file format. */
  public static final int VERSION = 1;

  public static final String FILE_NAME = "root.json";
  public static final String PREVIOUS_NAME = "root.json.previous";
  public static final String KEY_FILE_NAME = "root.key";

  private static final int FIRST_ROOT_KEY_VERSION = 1;

  private RootKeyFile() {}

  /** Tells whether a store was founded here: a root key file lies there, or its predecessor. */
  public static boolean exists(Path keysFolder) {
    var folder = new PrivateFolder(keysFolder);
    return folder.has(FILE_NAME) || folder.has(PREVIOUS_NAME);
  }

  /**
   * Founds a store: draws installation id, root key and recovery key and writes the file.
   *
   * @throws CustodyException EXISTS when there is a root key file already, INACCESSIBLE
   */
  public static Created create(Path keysFolder, FirstSecret secret, Entropy entropy) {
    if (exists(keysFolder)) {
      throw new CustodyException(Reason.EXISTS, "there is a root key file already");
    }
    var root =
        new StoreRootKey(
            Bytes.of(entropy.bytes(StoreRootKey.INSTALLATION_ID_BYTES)),
            FIRST_ROOT_KEY_VERSION,
            Secret.random(entropy, StoreRootKey.KEY_BYTES));
    var folder = new PrivateFolder(keysFolder);
    try (Secret recovery = Secret.random(entropy, StoreRootKey.KEY_BYTES)) {
      folder.prepare();
      Slot first = newSlot(folder, root, secret, entropy);
      Slot second = recoverySlot(root, recovery, entropy);
      store(folder, root, List.of(first, second));
      return new Created(root, RecoveryKey.format(recovery));
    } catch (CustodyException e) {
      root.close();
      throw e;
    } catch (IOException e) {
      root.close();
      throw inaccessible(e);
    }
  }

  /**
   * Opens the root key; the caller closes it.
   *
   * @throws CustodyException MISSING, MALFORMED, WRONG_SECRET, UNSUPPORTED, INACCESSIBLE
   */
  public static StoreRootKey open(Path keysFolder, UnlockSecret secret) {
    RootKeyDocument document = read(new PrivateFolder(keysFolder));
    return document.slots().stream()
        .flatMap(slot -> tryOpen(document, slot, secret).stream())
        .findFirst()
        .orElseThrow(
            () -> new CustodyException(Reason.WRONG_SECRET, "no slot opens with this secret"));
  }

  /**
   * Adds a slot and returns its id.
   *
   * @throws CustodyException as {@link #open}, and UNSUPPORTED when there are 16 slots already
   */
  public static Bytes addSlot(
      Path keysFolder, StoreRootKey root, FirstSecret secret, Entropy entropy) {
    var folder = new PrivateFolder(keysFolder);
    var slots = new ArrayList<>(readFor(root, folder).slots());
    if (slots.size() == RootKeyDocument.MAX_SLOTS) {
      throw new CustodyException(Reason.UNSUPPORTED, "there is no room for another slot");
    }
    try {
      Slot added = newSlot(folder, root, secret, entropy);
      slots.add(added);
      store(folder, root, slots);
      return added.id();
    } catch (IOException e) {
      throw inaccessible(e);
    }
  }

  /**
   * Removes a slot. The file before stays as {@code root.json.previous} until the next change.
   *
   * @throws CustodyException as {@link #open}, MISSING for an unknown id, UNSUPPORTED for the last
   */
  public static void removeSlot(Path keysFolder, StoreRootKey root, Bytes slotId) {
    var folder = new PrivateFolder(keysFolder);
    var slots = new ArrayList<>(readFor(root, folder).slots());
    if (!slots.removeIf(slot -> slot.id().equals(slotId))) {
      throw new CustodyException(Reason.MISSING, "there is no such slot");
    }
    if (slots.isEmpty()) {
      throw new CustodyException(Reason.UNSUPPORTED, "the last slot cannot be removed");
    }
    try {
      store(folder, root, slots);
    } catch (IOException e) {
      throw inaccessible(e);
    }
  }

  /**
   * Replaces every recovery slot by a new one and returns the new recovery key, to be shown once. For
   * a founding that was interrupted before anybody saw the first one.
   *
   * @throws CustodyException as {@link #open}
   */
  public static String renewRecovery(Path keysFolder, StoreRootKey root, Entropy entropy) {
    var folder = new PrivateFolder(keysFolder);
    var slots = new ArrayList<>(readFor(root, folder).slots());
    slots.removeIf(slot -> slot.kind() instanceof Slot.Recovery);
    try (Secret recovery = Secret.random(entropy, StoreRootKey.KEY_BYTES)) {
      slots.add(recoverySlot(root, recovery, entropy));
      store(folder, root, slots);
      return RecoveryKey.format(recovery);
    } catch (IOException e) {
      throw inaccessible(e);
    }
  }

  private static Slot newSlot(
      PrivateFolder folder, StoreRootKey root, FirstSecret secret, Entropy entropy)
      throws IOException {
    return switch (secret) {
      case FirstSecret.KeyFile keyFile -> keyFileSlot(folder, root, entropy);
      case FirstSecret.Passphrase passphrase ->
          passphraseSlot(root, passphrase.passphrase(), Argon2id.recommended(entropy), entropy);
    };
  }

  private static Slot keyFileSlot(PrivateFolder folder, StoreRootKey root, Entropy entropy)
      throws IOException {
    if (!folder.has(KEY_FILE_NAME)) {
      // Never replaced: an older root key file may still open with it.
      folder.write(KEY_FILE_NAME, entropy.bytes(StoreRootKey.KEY_BYTES));
    }
    try (var slotKey = new WrappingKey(readKeyFile(folder.folder().resolve(KEY_FILE_NAME)))) {
      return Slot.wrap(root, new Slot.KeyFile(), slotKey, entropy);
    }
  }

  static Slot passphraseSlot(
      StoreRootKey root, Secret passphrase, Argon2id argon2id, Entropy entropy) {
    try (var slotKey = new WrappingKey(argon2id.derive(passphrase))) {
      return Slot.wrap(root, new Slot.Passphrase(argon2id), slotKey, entropy);
    }
  }

  static Slot recoverySlot(StoreRootKey root, Secret recovery, Entropy entropy) {
    try (var slotKey = new WrappingKey(recovery.copy())) {
      return Slot.wrap(root, new Slot.Recovery(), slotKey, entropy);
    }
  }

  private static Optional<StoreRootKey> tryOpen(
      RootKeyDocument document, Slot slot, UnlockSecret secret) {
    Optional<Secret> derived = slotKey(slot.kind(), secret);
    if (derived.isEmpty()) {
      return Optional.empty();
    }
    Bytes installationId = document.installationId();
    int version = document.rootKeyVersion();
    byte[] context = Slot.context(slot.id(), slot.kind(), installationId, version);
    try (var slotKey = new WrappingKey(derived.get())) {
      Secret root = slotKey.unwrap(slot.wrappedRootKey().toArray(), context);
      return Optional.of(new StoreRootKey(installationId, version, root));
    } catch (NotAuthentic wrongSecret) {
      return Optional.empty();
    }
  }

  /** Returns the key of a slot of this kind, or nothing when the secret is of another kind. */
  private static Optional<Secret> slotKey(Slot.Kind kind, UnlockSecret secret) {
    return switch (secret) {
      case UnlockSecret.KeyFile keyFile ->
          kind instanceof Slot.KeyFile
              ? Optional.of(readKeyFile(keyFile.path()))
              : Optional.empty();
      case UnlockSecret.Recovery recovery ->
          kind instanceof Slot.Recovery
              ? Optional.of(RecoveryKey.parse(recovery.printed()))
              : Optional.empty();
      case UnlockSecret.Passphrase passphrase ->
          kind instanceof Slot.Passphrase slot
              ? Optional.of(slot.argon2id().derive(passphrase.passphrase()))
              : Optional.empty();
    };
  }

  private static Secret readKeyFile(Path path) {
    try {
      byte[] content = PrivateFolder.readUpTo(path, StoreRootKey.KEY_BYTES);
      if (content.length != StoreRootKey.KEY_BYTES) {
        throw new CustodyException(Reason.MALFORMED, "a key file has exactly 32 bytes");
      }
      return Secret.of(content);
    } catch (NoSuchFileException e) {
      throw new CustodyException(Reason.MISSING, "the key file is missing", e);
    } catch (IOException e) {
      throw inaccessible(e);
    }
  }

  private static RootKeyDocument read(PrivateFolder folder) {
    try {
      return RootKeyDocument.decode(
          PrivateFolder.readUpTo(folder.folder().resolve(FILE_NAME), RootKeyDocument.MAX_BYTES));
    } catch (NoSuchFileException e) {
      throw new CustodyException(Reason.MISSING, "the root key file is missing", e);
    } catch (IOException e) {
      throw inaccessible(e);
    }
  }

  private static RootKeyDocument readFor(StoreRootKey root, PrivateFolder folder) {
    RootKeyDocument document = read(folder);
    if (!document.installationId().equals(root.installationId())
        || document.rootKeyVersion() != root.version()) {
      throw new CustodyException(Reason.WRONG_SECRET, "the file holds another root key");
    }
    return document;
  }

  private static void store(PrivateFolder folder, StoreRootKey root, List<Slot> slots)
      throws IOException {
    var document = new RootKeyDocument(root.installationId(), root.version(), slots);
    folder.replace(FILE_NAME, PREVIOUS_NAME, document.encode());
  }

  private static CustodyException inaccessible(IOException cause) {
    return new CustodyException(
        Reason.INACCESSIBLE, "the keys folder cannot be read or written", cause);
  }
}
