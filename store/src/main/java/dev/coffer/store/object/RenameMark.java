package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;

/** What became of a rename, as the group of its destination says it; format {@value #FORMAT}. */
enum RenameMark {
  /** The version has the new key: put by the very commit that puts it there. */
  DONE(1),
  /** It will never have it: whoever is still about to put it there is refused. */
  GIVEN_UP(2);

  static final int FORMAT = 1;

  private final int code;

  RenameMark(int code) {
    this.code = code;
  }

  Bytes encode() {
    return new FieldWriter().u8(FORMAT).u8(code).toBytes();
  }

  static RenameMark decode(Bytes stored) {
    FieldReader in = new FieldReader(stored);
    Stored.requireFormat(in, FORMAT);
    int code = in.u8();
    in.requireEnd();
    Stored.require(code == DONE.code || code == GIVEN_UP.code, "a rename's mark is unknown");
    return code == DONE.code ? DONE : GIVEN_UP;
  }
}
