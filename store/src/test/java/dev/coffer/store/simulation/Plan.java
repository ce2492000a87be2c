package dev.coffer.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Corrupt;
import java.util.List;

/** What the clients of one run have in common. */
record Plan(
    House house,
    History history,
    Contents contents,
    List<String> kmsKeys,
    int keys,
    boolean versioned) {
  /** Whatever fails, nothing is damaged. */
  void requireNoDamage(Exception failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      assertThat(at).isNotInstanceOf(Corrupt.class);
    }
  }
}
