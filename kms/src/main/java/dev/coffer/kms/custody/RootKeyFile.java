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
import org.jspecify.annotations.Nullable;

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
    try {
      folder.prepare();
      var slots = new NewSlots(folder, root, entropy);
      NewSlots.Made first = slots.make(secret);
      NewSlots.Made second = slots.make(new FirstSecret.Recovery());
      store(folder, root, null, List.of(first.slot(), second.slot()));
      return new Created(root, second.shown().getFirst());
    } catch (CustodyException e) {
      root.close();
      throw e;
    } catch (IOException e) {
      root.close();
      throw inaccessible(e);
    }
  }

  /**
   * Tells what can be known of the file without a secret.
   *
   * @throws CustodyException MISSING, MALFORMED, UNSUPPORTED, EXPOSED, INACCESSIBLE
   */
  public static Described describe(Path keysFolder) {
    return Described.of(read(new PrivateFolder(keysFolder)));
  }

  /**
   * Opens the store root key; the caller closes it. While a rotation runs, the root key before is
   * opened with it.
   *
   * @throws CustodyException MISSING, MALFORMED, WRONG_SECRET, UNSUPPORTED, EXPOSED, INACCESSIBLE;
   *     of the backends, when none opens: the first reason that is not UNREACHABLE, else that
   */
  public static StoreRootKey open(Path keysFolder, UnlockSecret secret) {
    RootKeyDocument document = read(new PrivateFolder(keysFolder));
    var failures = new ArrayList<CustodyException>();
    for (Slot slot : document.slots()) {
      try {
        Optional<StoreRootKey> opened = tryOpen(document, slot, secret);
        if (opened.isPresent()) {
          return opened.get();
        }
      } catch (CustodyException e) {
        if (!(slot.kind() instanceof Slot.Backend)) {
          throw e;
        }
        failures.add(e.ofSlot(slot));
      }
    }
    throw failures.stream()
        .filter(failure -> failure.reason() != Reason.UNREACHABLE)
        .findFirst()
        .or(() -> failures.stream().findFirst())
        .orElseGet(
            () -> new CustodyException(Reason.WRONG_SECRET, "no slot opens with this secret"));
  }

  /**
   * Opens one slot, as {@code custody test} does.
   *
   * @return false when the secret is of another kind than the slot
   * @throws CustodyException as {@link #open}, and MISSING for an unknown slot
   */
  public static boolean test(Path keysFolder, Bytes slotId, UnlockSecret secret) {
    RootKeyDocument document = read(new PrivateFolder(keysFolder));
    Slot slot =
        document.slots().stream()
            .filter(each -> each.id().equals(slotId))
            .findFirst()
            .orElseThrow(RootKeyFile::noSuchSlot);
    Optional<WrappingKey> slotKey = SlotKeys.of(document, slot, secret);
    slotKey.ifPresent(key -> {
      try (key) {
        open(document, slot, key).close();
      } catch (NotAuthentic e) {
        throw new CustodyException(
            Reason.WRONG_SECRET, "the slot does not open with this secret", e);
      }
    });
    return slotKey.isPresent();
  }

  /**
   * Returns a client of the first backend that a slot names, for keys that it shall wrap itself;
   * the caller closes it. Nothing is asked yet.
   *
   * @throws CustodyException MISSING when no slot is a backend's; as {@link #describe}
   */
  public static KeyCustody backend(Path keysFolder, Surroundings around) {
    for (Slot slot : read(new PrivateFolder(keysFolder)).slots()) {
      if (slot.kind() instanceof Slot.Backend backend) {
        return around.open(backend.word(), backend.settings());
      }
    }
    throw new CustodyException(Reason.MISSING, "no slot of the root key is a backend's");
  }

  /**
   * Adds a slot, which was opened once before it is written.
   *
   * @throws CustodyException as {@link #open}, and UNSUPPORTED when there are 16 slots already
   */
  public static Added addSlot(
      Path keysFolder, StoreRootKey root, FirstSecret secret, Entropy entropy) {
    return change(
        keysFolder,
        folder -> {
          RootKeyDocument document = readFor(root, folder);
          var slots = new ArrayList<>(document.slots());
          if (slots.size() == RootKeyDocument.MAX_SLOTS) {
            throw new CustodyException(Reason.UNSUPPORTED, "there is no room for another slot");
          }
          NewSlots.Made made = new NewSlots(folder, root, entropy).make(secret);
          slots.add(made.slot());
          store(folder, root, document.retiring(), slots);
          return made.added();
        });
  }

  /**
   * Removes a slot. The file before stays as {@code root.json.previous} until the next change.
   *
   * @throws CustodyException as {@link #open}, MISSING for an unknown id, UNSUPPORTED for the last
   */
  public static void removeSlot(Path keysFolder, StoreRootKey root, Bytes slotId) {
    change(
        keysFolder,
        folder -> {
          RootKeyDocument document = readFor(root, folder);
          var slots = new ArrayList<>(document.slots());
          if (!slots.removeIf(slot -> slot.id().equals(slotId))) {
            throw noSuchSlot();
          }
          if (slots.isEmpty()) {
            throw new CustodyException(Reason.UNSUPPORTED, "the last slot cannot be removed");
          }
          store(folder, root, document.retiring(), slots);
          return slots;
        });
  }

  /**
   * Replaces every recovery slot by a new one and returns the new recovery key, to be shown once.
   * For a founding that was interrupted before anybody saw the first one.
   *
   * @throws CustodyException as {@link #open}
   */
  public static String renewRecovery(Path keysFolder, StoreRootKey root, Entropy entropy) {
    return change(
        keysFolder,
        folder -> {
          RootKeyDocument document = readFor(root, folder);
          var slots = new ArrayList<>(document.slots());
          slots.removeIf(slot -> slot.kind() instanceof Slot.Recovery);
          NewSlots.Made made = new NewSlots(folder, root, entropy).make(new FirstSecret.Recovery());
          slots.add(made.slot());
          store(folder, root, document.retiring(), slots);
          return made.shown().getFirst();
        });
  }

  /** What changes the file, while no other process does. */
  @FunctionalInterface
  interface Work<T> {
    T in(PrivateFolder folder) throws IOException;
  }

  static <T> T change(Path keysFolder, Work<T> work) {
    var folder = new PrivateFolder(keysFolder);
    try {
      return folder.locked(() -> work.in(folder));
    } catch (IOException e) {
      throw inaccessible(e);
    }
  }

  private static Optional<StoreRootKey> tryOpen(
      RootKeyDocument document, Slot slot, UnlockSecret secret) {
    Optional<WrappingKey> slotKey = SlotKeys.of(document, slot, secret);
    if (slotKey.isEmpty()) {
      return Optional.empty();
    }
    try (WrappingKey key = slotKey.get()) {
      return Optional.of(open(document, slot, key));
    } catch (NotAuthentic wrongSecret) {
      return Optional.empty();
    }
  }

  static StoreRootKey open(RootKeyDocument document, Slot slot, WrappingKey slotKey) {
    Bytes installationId = document.installationId();
    int version = document.rootKeyVersion();
    var root =
        new StoreRootKey(installationId, version, slot.unwrap(slotKey, installationId, version));
    Bytes retiring = document.retiring();
    if (retiring == null) {
      return root;
    }
    try {
      return root.withRetiring(retiring);
    } catch (NotAuthentic e) {
      root.close();
      throw new CustodyException(
          Reason.MALFORMED, "the retiring root key does not belong to this root key", e);
    }
  }

  static RootKeyDocument read(PrivateFolder folder) {
    Path file = folder.folder().resolve(FILE_NAME);
    try {
      byte[] content = PrivateFolder.readUpTo(file, RootKeyDocument.MAX_BYTES);
      if (PrivateFolder.othersMay(file, "-w--w-")) {
        throw new CustodyException(
            Reason.EXPOSED, "others than its owner may write the root key file; chmod 600 " + file);
      }
      return RootKeyDocument.decode(content);
    } catch (NoSuchFileException e) {
      throw new CustodyException(Reason.MISSING, "the root key file is missing", e);
    } catch (IOException e) {
      throw inaccessible(e);
    }
  }

  static RootKeyDocument readFor(StoreRootKey root, PrivateFolder folder) {
    RootKeyDocument document = read(folder);
    if (!document.installationId().equals(root.installationId())
        || document.rootKeyVersion() != root.version()) {
      throw new CustodyException(Reason.WRONG_SECRET, "the file holds another root key");
    }
    return document;
  }

  static void store(
      PrivateFolder folder, StoreRootKey root, @Nullable Bytes retiring, List<Slot> slots)
      throws IOException {
    var document = new RootKeyDocument(root.installationId(), root.version(), retiring, slots);
    folder.replace(FILE_NAME, PREVIOUS_NAME, document.encode());
  }

  private static CustodyException noSuchSlot() {
    return new CustodyException(Reason.MISSING, "there is no such slot");
  }

  static CustodyException inaccessible(IOException cause) {
    return new CustodyException(
        Reason.INACCESSIBLE, "the keys folder cannot be read or written", cause);
  }
}
