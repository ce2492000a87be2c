package dev.coffer.storage.kv;

import dev.coffer.storage.Bytes;

/** What must hold of one row of the group, before the commit and not after its own puts. */
public sealed interface Expect {
  Bytes suffix();

  /** There is no such row. */
  record Absent(Bytes suffix) implements Expect {
    public Absent {
      Key.requireSuffix(suffix);
    }
  }

  /** The row is there and holds exactly this value. */
  record Equal(Bytes suffix, Bytes value) implements Expect {
    public Equal {
      Key.requireSuffix(suffix);
      Entry.requireValue(value);
    }
  }
}
