package dev.coffer.store.bucket;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;

/**
 * A row of which nothing but its format is in clear: u8 format, bytes the record, sealed under a
 * context that says which row it is.
 */
final class SealedRow {
  private SealedRow() {}

  static Bytes seal(int format, WrappingKey key, Bytes plain, byte[] context, Entropy entropy) {
    byte[] sealed = key.sealRecord(plain.toByteArray(), context, entropy);
    return new FieldWriter().u8(format).bytes(Bytes.copyOf(sealed)).toBytes();
  }

  /**
   * What was sealed.
   *
   * @param what the row is, for the failure
   * @throws Corrupt when it is of another format
   * @throws dev.coffer.crypto.seal.NotAuthentic when it is not what was stored there
   */
  static Bytes open(int format, WrappingKey key, Bytes row, byte[] context, String what) {
    FieldReader in = new FieldReader(row);
    if (in.u8() != format) {
      throw new Corrupt(what + " is of an unknown format");
    }
    byte[] sealed = in.bytes().toByteArray();
    in.requireEnd();
    return Bytes.copyOf(key.openRecord(sealed, context));
  }
}
