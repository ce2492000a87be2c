package dev.coffer.store.logging;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;

/**
 * Where a bucket's requests are logged.
 *
 * <p>Shape in a row: text bucket, text prefix, u8 form. Source: docs/formats/metadata-v1.md §4.
 *
 * @param prefix with which keys of log objects begin, perhaps empty
 */
public record LogTarget(String bucket, String prefix, KeyForm form) {
  public Bytes encode() {
    return new FieldWriter().string(bucket).string(prefix).u8(form.code()).toBytes();
  }

  public static LogTarget decode(Bytes stored) {
    FieldReader in = new FieldReader(stored);
    var target = new LogTarget(in.string(), in.string(), KeyForm.of(in.u8()));
    in.requireEnd();
    return target;
  }
}
