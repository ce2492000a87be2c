package dev.coffer.conformance;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import org.jspecify.annotations.Nullable;

/** A version's row, by its fields alone. Source: docs/formats/metadata-v1.md §5. */
record StoredRow(int format, Bytes facts, Bytes envelope, Bytes details, @Nullable Bytes inline) {
  static StoredRow decode(Bytes stored) {
    var in = new FieldReader(stored);
    var row = new StoredRow(in.u8(), in.bytes(), in.bytes(), in.bytes(), in.nullableBytes());
    in.requireEnd();
    return row;
  }

  StoredRow withEnvelope(Bytes other) {
    return new StoredRow(format, facts, other, details, inline);
  }

  Bytes encode() {
    return new FieldWriter()
        .u8(format)
        .bytes(facts)
        .bytes(envelope)
        .bytes(details)
        .nullableBytes(inline)
        .toBytes();
  }
}
