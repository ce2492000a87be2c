package dev.coffer.store.object;

import dev.coffer.store.sse.KeyForRead;
import dev.coffer.store.sse.Sse;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.SseApplied;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Seals one part of an upload under the upload's data key and adds its row. */
public final class PartWriter {
  private final Sse sse;
  private final Bodies bodies;
  private final UploadRows uploads;
  private final InstantSource clock;

  public PartWriter(Sse sse, Bodies bodies, UploadRows uploads, InstantSource clock) {
    this.sse = sse;
    this.bodies = bodies;
    this.uploads = uploads;
    this.clock = clock;
  }

  /** A part that was added, and the headers to answer. */
  record Written(PartRow.Facts facts, @Nullable StoredChecksum checksum, SseApplied applied) {}

  /** Reads the content to its end and adds it as the part of that number. */
  Written write(UploadRows.InProgress upload, int number, Content content) throws IOException {
    UploadRow row = upload.row();
    uploads.open(upload);
    try (KeyForRead key =
        sse.keyForRead(upload.group().bucket(), row.facts().objectId(), row.envelope())) {
      var target = new Bodies.Target(upload.group(), key.dataKey(), number);
      Place place = bodies.write(target, content);
      return new Written(
          add(upload, unsealed(number, place, content)), content.checksum(), key.applied());
    }
  }

  private PartRow.Unsealed unsealed(int number, Place place, Content content) {
    if (!(place instanceof Place.InBlob(var blob))) {
      throw new IllegalStateException("a part lies in a blob");
    }
    var eTag = new ETag(content.md5(), 0);
    Instant now = Instant.ofEpochMilli(clock.millis());
    return new PartRow.Unsealed(
        new PartRow.Facts(number, content.sizeBytes(), eTag, now, blob), sums(content));
  }

  private static PartRow.Sums sums(Content content) {
    StoredChecksum kept = content.checksum();
    StoredChecksum declared = content.declared().filter(sum -> !sum.equals(kept)).orElse(null);
    return new PartRow.Sums(kept, declared);
  }

  private PartRow.Facts add(UploadRows.InProgress upload, PartRow.Unsealed part) {
    try {
      uploads.add(upload, part);
      return part.facts();
    } catch (S3Exception e) {
      bodies.discard(new Place.InBlob(part.facts().blob()));
      throw e;
    }
  }
}
