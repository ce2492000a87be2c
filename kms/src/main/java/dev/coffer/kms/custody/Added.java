package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Bytes;
import java.util.List;

/**
 * A slot that was made.
 *
 * @param shown a recovery key or shares, to be shown once and kept nowhere; else empty
 */
public record Added(Bytes slotId, String kind, List<String> shown) {
  public Added {
    shown = List.copyOf(shown);
  }

  @Override
  public String toString() {
    return "Added[" + slotId + "]";
  }
}
