package dev.coffer.store.object;

/** An object that a read has found: its row is authentic. */
record Found(ObjectGroup at, VersionRow row, VersionDetails details) {
  ObjectFacts object() {
    return row.object();
  }

  long sizeBytes() {
    return object().sizeBytes();
  }
}
