package dev.coffer.store.event;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an object, as it is kept until it was told.
 *
 * @param at when it was committed, in milliseconds
 * @param hostId who answered the request, as its answer shows it
 * @param rule id of the rule by which it is told
 * @param bucket its name
 * @param owner the account of the bucket's owner
 * @param object what it happened to
 */
public record Event(
    EventKind kind,
    Instant at,
    Cause cause,
    String hostId,
    String rule,
    String bucket,
    String owner,
    Of object) {

  /**
   * The version that it happened to.
   *
   * @param sequencer orders the events of one key: a later one is greater
   * @param versionId as shown; null where versions are not shown
   * @param eTag without quotes; null where nothing is left that has one
   * @param sizeBytes null where nothing is left that has one
   */
  public record Of(
      String key,
      long sequencer,
      @Nullable String versionId,
      @Nullable String eTag,
      @Nullable Long sizeBytes) {}

  /** All fields, in the order of docs/formats/metadata-v1.md. */
  public Bytes encode() {
    FieldWriter out = new FieldWriter().u8(kind.code()).u64(at.toEpochMilli());
    cause.write(out);
    return out.string(hostId)
        .string(rule)
        .string(bucket)
        .string(owner)
        .string(object.key())
        .u64(object.sequencer())
        .nullableString(object.versionId())
        .nullableString(object.eTag())
        .nullable(object.sizeBytes(), (to, size) -> to.u64(size))
        .toBytes();
  }

  public static Event decode(Bytes stored) {
    FieldReader in = new FieldReader(stored);
    EventKind kind = EventKind.ofCode(in.u8());
    Instant at = Instant.ofEpochMilli(in.u64());
    Cause cause = Cause.read(in);
    String hostId = in.string();
    String rule = in.string();
    String bucket = in.string();
    String owner = in.string();
    var object =
        new Of(
            in.string(),
            in.u64(),
            in.nullableString(),
            in.nullableString(),
            in.nullable(FieldReader::u64));
    in.requireEnd();
    return new Event(kind, at, cause, hostId, rule, bucket, owner, object);
  }
}
