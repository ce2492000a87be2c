package dev.coffer.kms.key;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;

/**
 * The first row of a key.
 *
 * @param chunks over how many rows the sealed record is split, this one first; 0 when the key has
 *     been destroyed and its other rows are being removed
 * @param part of the sealed record; the account's id when destroyed
 */
record KeyHead(Bytes revision, int chunks, Bytes part) {

  static KeyHead decode(Bytes row) {
    var reader = new FieldReader(row);
    if (reader.u8() != RecordSeal.VERSION) {
      throw new Corrupt("a key's row has an unknown version");
    }
    var head = new KeyHead(RecordSeal.readRevision(reader), reader.u8(), reader.bytes());
    reader.requireEnd();
    return head;
  }

  Bytes encode() {
    return new FieldWriter()
        .u8(RecordSeal.VERSION)
        .bytes(revision)
        .u8(chunks)
        .bytes(part)
        .toBytes();
  }

  boolean destroyed() {
    return chunks == 0;
  }
}
