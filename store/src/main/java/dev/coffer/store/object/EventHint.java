package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.kv.Entry;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.WaitingEvents;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where an event waits: index {@code hints}, group {@code s ‖ webhook}, suffix the event's id, so
 * that they follow in the order in which they happened. Written before the commit that the event is
 * part of; a hint without its row is litter, never a lie.
 *
 * @param sealed the event itself, once its bucket is being removed
 */
record EventHint(Bytes bucketId, String objectKey, Instant written, @Nullable Bytes sealed) {
  static final int FORMAT = 1;
  private static final Bytes GROUP = Bytes.utf8("s");

  static Bytes group(String webhook) {
    return GROUP.concat(Bytes.utf8(webhook));
  }

  /** The start of all groups of hints like this. */
  static Bytes groups() {
    return GROUP;
  }

  /** The webhook whose group this is; empty for a group of other hints. */
  static String webhook(Bytes group) {
    return group.startsWith(GROUP) ? group.slice(GROUP.size(), group.size()).toUtf8() : "";
  }

  Bytes encode() {
    FieldWriter out = Stored.instant(new FieldWriter().u8(FORMAT), written).bytes(bucketId);
    return out.string(objectKey).nullableBytes(sealed).toBytes();
  }

  static EventHint decode(Bytes stored) {
    FieldReader in = new FieldReader(stored);
    Stored.requireFormat(in, FORMAT);
    Instant written = Stored.instant(in);
    Bytes bucketId = Stored.sized(in, Bucket.ID_BYTES);
    var hint = new EventHint(bucketId, in.string(), written, in.nullableBytes());
    in.requireEnd();
    return hint;
  }

  WaitingEvents.At at(Entry entry) {
    return new WaitingEvents.At(bucketId, objectKey, entry.key().suffix());
  }
}
