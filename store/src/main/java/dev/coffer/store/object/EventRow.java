package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;

/**
 * The row of an event that waits, format {@value #FORMAT}: whom it is for, and the sealed event. It
 * is in the group of the object key that it is about, put by the commit by which it happened.
 */
record EventRow(String webhook, Bytes sealed) {
  static final int FORMAT = 1;

  Bytes encode() {
    return new FieldWriter().u8(FORMAT).string(webhook).bytes(sealed).toBytes();
  }

  static EventRow decode(Bytes stored) {
    FieldReader in = new FieldReader(stored);
    Stored.requireFormat(in, FORMAT);
    var row = new EventRow(in.string(), in.bytes());
    in.requireEnd();
    return row;
  }
}
