package dev.coffer.store.object;

import dev.coffer.storage.kv.Expect;

/** How an attempt to add a version ended. */
public sealed interface Addition {
  /** It is the newest version now, durably. */
  record Added(VersionRow row) implements Addition {}

  /** Nothing happened: one of the caller's own expectations does not hold. */
  record Broken(Expect expectation) implements Addition {}
}
