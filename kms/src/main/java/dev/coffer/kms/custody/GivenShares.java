package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Secret;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The shares that people have given so far, one by one, until there are enough.
 *
 * <p>Each is checked when it is given: as printed, of this installation, of a slot that is there,
 * and not given before. Not safe for many threads. Closing forgets them.
 */
public final class GivenShares implements AutoCloseable {
  private final RootKeyDocument document;
  private final Map<Bytes, TreeMap<Integer, Secret>> bySlot = new HashMap<>();

  private GivenShares(RootKeyDocument document) {
    this.document = document;
  }

  /**
   * Begins with none.
   *
   * @throws CustodyException as {@link RootKeyFile#open}
   */
  public static GivenShares of(Path keysFolder) {
    return new GivenShares(RootKeyFile.read(new PrivateFolder(keysFolder)));
  }

  /**
   * How far it is.
   *
   * @param given of the share's slot, this one included
   * @param needed to open the slot
   */
  public record Progress(int given, int needed) {
    public boolean complete() {
      return given >= needed;
    }
  }

  /**
   * Takes a share as it was printed, or as somebody typed it.
   *
   * @throws CustodyException WRONG_SECRET for a share that cannot help
   */
  public Progress add(String typed) {
    Share share = Share.parse(typed);
    if (!share.installation().equals(Share.prefix(document.installationId()))) {
      share.close();
      throw wrong("this share belongs to another installation");
    }
    for (Slot slot : document.slots()) {
      if (slot.kind() instanceof Slot.Shamir shamir
          && Share.prefix(slot.id()).equals(share.slot())) {
        return add(slot, shamir, share);
      }
    }
    share.close();
    throw wrong("this share belongs to a slot that is not there any more");
  }

  private Progress add(Slot slot, Slot.Shamir shamir, Share share) {
    var given = bySlot.computeIfAbsent(slot.id(), _ -> new TreeMap<>());
    boolean fits = share.threshold() == shamir.threshold() && share.x() <= shamir.shares();
    if (!fits || given.containsKey(share.x())) {
      share.close();
      throw wrong(fits ? "this share was given already" : "this share is not one of the slot's");
    }
    given.put(share.x(), share.value());
    return new Progress(given.size(), shamir.threshold());
  }

  /** The slot's key, when there are enough shares of it; the caller closes it. */
  Optional<Secret> slotKey(Slot slot, Slot.Shamir shamir) {
    TreeMap<Integer, Secret> given = bySlot.getOrDefault(slot.id(), new TreeMap<>());
    return given.size() < shamir.threshold() ? Optional.empty() : Optional.of(Shamir.join(given));
  }

  @Override
  public void close() {
    bySlot.values().forEach(shares -> shares.values().forEach(Secret::close));
    bySlot.clear();
  }

  private static CustodyException wrong(String message) {
    return new CustodyException(CustodyException.Reason.WRONG_SECRET, message);
  }
}
