package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.CustodyException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Replaces the store root key by a new one, in steps each of which may be the last before a crash.
 *
 * <ol>
 *   <li>{@link #begin}: one write of the root key file, after which its slots open the new root key
 *       and the old one lies in it wrapped under the new. Before it nothing has happened.
 *   <li>Every {@link WrappedRows} wraps its rows anew; both versions open meanwhile, in any order,
 *       any number of times.
 *   <li>{@link #complete} does that and then takes the old root key out of the file and of its
 *       predecessor.
 * </ol>
 *
 * <p>Claim: after that the old root key opens nothing that is in use. Not protected: rows as they
 * were, in backups and in parts of the disk that were not overwritten yet.
 */
public final class Rotation {
  private final PrivateFolder folder;
  private final RootKeyDocument document;
  private final StoreRootKey next;
  private final Entropy entropy;
  private final List<Slot> slots = new ArrayList<>();
  private final List<Added> renewed = new ArrayList<>();

  private Rotation(
      PrivateFolder folder, RootKeyDocument document, StoreRootKey next, Entropy entropy) {
    this.folder = folder;
    this.document = document;
    this.next = next;
    this.entropy = entropy;
  }

  /**
   * What a rotation made.
   *
   * @param root both root keys; the caller closes it
   * @param renewed slots with a new recovery key or new shares, which are shown once
   */
  public record Begun(StoreRootKey root, List<Added> renewed) {
    public Begun {
      renewed = List.copyOf(renewed);
    }

    @Override
    public String toString() {
      return "Begun[version " + root.version() + "]";
    }
  }

  /**
   * Draws the next root key and wraps it for every slot. Recovery keys and shares are drawn anew;
   * of every other slot the secret must be among {@code secrets}, or its id among {@code dropped}.
   *
   * @throws CustodyException as {@link RootKeyFile#open}; MISSING when a slot's secret is not
   *     given; EXISTS when a rotation was begun before and is to be finished first
   */
  public static Begun begin(
      Path keysFolder,
      StoreRootKey root,
      List<UnlockSecret> secrets,
      Set<Bytes> dropped,
      Entropy entropy) {
    return RootKeyFile.change(
        keysFolder,
        folder -> {
          RootKeyDocument document = RootKeyFile.readFor(root, folder);
          if (document.retiring() != null) {
            throw new CustodyException(Reason.EXISTS, "a rotation is under way already");
          }
          StoreRootKey next = root.next(Secret.random(entropy, StoreRootKey.KEY_BYTES));
          boolean begun = false;
          try {
            var rotation = new Rotation(folder, document, next, entropy);
            rotation.takeOver(secrets, dropped);
            rotation.write(root.wrapRetired(next, entropy));
            begun = true;
            return new Begun(next, rotation.renewed);
          } finally {
            if (!begun) {
              next.close();
            }
          }
        });
  }

  private void takeOver(List<UnlockSecret> secrets, Set<Bytes> dropped) {
    for (Slot slot : document.slots()) {
      if (!dropped.contains(slot.id())) {
        takeOver(slot, secrets);
      }
    }
    if (slots.isEmpty()) {
      throw new CustodyException(Reason.UNSUPPORTED, "the last slot cannot be dropped");
    }
  }

  private void takeOver(Slot slot, List<UnlockSecret> secrets) {
    var made = new NewSlots(folder, next, entropy);
    switch (slot.kind()) {
      case Slot.Recovery _ -> renew(made.recovery(slot.id()));
      case Slot.Shamir shamir -> renew(made.shares(slot.id(), shamir));
      case Slot.KeyFile _, Slot.Passphrase _ -> slots.add(same(made, slot, secrets));
      case Slot.Backend backend -> {
        Surroundings around = backends(slot, secrets).around();
        slots.add(made.backend(slot.id(), backend.word(), backend.settings(), around));
      }
    }
  }

  private void renew(NewSlots.Made made) {
    slots.add(made.slot());
    renewed.add(made.added());
  }

  /** The same secret opens the slot afterwards, if it does now. */
  private Slot same(NewSlots made, Slot slot, List<UnlockSecret> secrets) {
    for (UnlockSecret secret : secrets) {
      Optional<WrappingKey> slotKey = SlotKeys.of(document, slot, secret);
      if (slotKey.isPresent()) {
        try (WrappingKey key = slotKey.get()) {
          slot.unwrap(key, document.installationId(), document.rootKeyVersion()).close();
          return made.under(slot.id(), slot.kind(), key);
        } catch (NotAuthentic e) {
          throw new CustodyException(Reason.WRONG_SECRET, "the secret is another", e).ofSlot(slot);
        }
      }
    }
    throw withoutSecret(slot);
  }

  private static UnlockSecret.Backends backends(Slot slot, List<UnlockSecret> secrets) {
    for (UnlockSecret secret : secrets) {
      if (secret instanceof UnlockSecret.Backends backends) {
        return backends;
      }
    }
    throw withoutSecret(slot);
  }

  private static CustodyException withoutSecret(Slot slot) {
    return new CustodyException(
            Reason.MISSING, "give the slot's secret, or drop the slot; nothing was changed")
        .ofSlot(slot);
  }

  private void write(Bytes retired) throws IOException {
    RootKeyFile.store(folder, next, retired, slots);
  }

  /**
   * Does what is left of a rotation: wraps all rows anew and destroys the old root key. Does
   * nothing when no rotation is under way.
   *
   * @param families all of them, or those that are left out are lost
   * @return how many keys were wrapped anew
   * @throws CustodyException as {@link RootKeyFile#open}; and whatever a family throws, after which
   *     both root keys still open and this may be called again
   */
  public static long complete(Path keysFolder, StoreRootKey root, List<WrappedRows> families) {
    if (!root.rotating()) {
      return 0;
    }
    long keys = 0;
    for (WrappedRows family : families) {
      keys += family.rewrap(root);
    }
    finish(keysFolder, root);
    return keys;
  }

  /**
   * Takes the old root key out of the file and out of {@code root}, when nothing needs it any more.
   * Does nothing when no rotation is under way.
   *
   * @throws CustodyException as {@link RootKeyFile#open}
   */
  static void finish(Path keysFolder, StoreRootKey root) {
    RootKeyFile.change(
        keysFolder,
        folder -> {
          RootKeyDocument document = RootKeyFile.readFor(root, folder);
          if (document.retiring() == null) {
            root.forgetRetiring();
            return document;
          }
          // The predecessor first: the file itself says until the end that there is work to do.
          var finished =
              new RootKeyDocument(
                  document.installationId(), document.rootKeyVersion(), null, document.slots());
          folder.write(RootKeyFile.PREVIOUS_NAME, finished.encode());
          folder.write(RootKeyFile.FILE_NAME, finished.encode());
          root.forgetRetiring();
          return finished;
        });
  }
}
