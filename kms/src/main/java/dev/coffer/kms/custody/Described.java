package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Bytes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What anybody who may read the root key file can know of it.
 *
 * @param rotating the root key before is still needed: a rotation was begun and not finished
 */
public record Described(
    Bytes installationId, int rootKeyVersion, boolean rotating, List<DescribedSlot> slots) {
  public Described {
    slots = List.copyOf(slots);
  }

  /**
   * A slot.
   *
   * @param kind as in the file
   * @param details of a backend its settings, of shares their numbers, by name
   */
  public record DescribedSlot(Bytes id, String kind, boolean backend, Map<String, String> details) {
    static DescribedSlot of(Slot slot) {
      boolean backend = slot.kind() instanceof Slot.Backend;
      return new DescribedSlot(slot.id(), slot.kind().word(), backend, details(slot.kind()));
    }

    private static Map<String, String> details(Slot.Kind kind) {
      return switch (kind) {
        case Slot.KeyFile _, Slot.Recovery _ -> Map.of();
        case Slot.Passphrase passphrase ->
            Map.of("memory-kib", Integer.toString(passphrase.argon2id().memoryKib()));
        case Slot.Shamir shamir ->
            Map.of(
                "threshold", Integer.toString(shamir.threshold()),
                "shares", Integer.toString(shamir.shares()));
        case Slot.Backend backend -> new TreeMap<>(backend.settings());
      };
    }
  }

  static Described of(RootKeyDocument document) {
    return new Described(
        document.installationId(),
        document.rootKeyVersion(),
        document.retiring() != null,
        document.slots().stream().map(DescribedSlot::of).toList());
  }

  /** Whether a slot of this kind is there. */
  public boolean has(String kind) {
    return slots.stream().anyMatch(slot -> slot.kind().equals(kind));
  }

  /** Whether a backend may be asked. */
  public boolean hasBackend() {
    return slots.stream().anyMatch(DescribedSlot::backend);
  }
}
