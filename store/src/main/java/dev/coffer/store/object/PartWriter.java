package dev.coffer.store.object;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.auth.Call;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.sse.KeyForRead;
import dev.coffer.store.sse.Purpose;
import dev.coffer.store.sse.ReadRequest;
import dev.coffer.store.sse.Sse;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.SseApplied;
import dev.coffer.wire.s3.SseCustomer;
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
  private final Entropy entropy;

  PartWriter(Sse sse, Bodies bodies, UploadRows uploads, InstantSource clock, Entropy entropy) {
    this.sse = sse;
    this.bodies = bodies;
    this.uploads = uploads;
    this.clock = clock;
    this.entropy = entropy;
  }

  /** A part that was added, and the headers to answer. */
  record Written(PartRow.Facts facts, Content content, SseApplied applied) {
    @Nullable StoredChecksum checksum() {
      return content.checksum();
    }
  }

  /** Reads the content to its end and adds it as the part of that number. */
  Written write(UploadRows.InProgress upload, int number, By by, CheckedContent.Announced announced)
      throws IOException {
    uploads.open(upload);
    try (KeyForRead key = sse.keyForPart(by.asks(upload))) {
      Bucket bucket = upload.group().bucket();
      Content content = announced.open(bucket, key.applied());
      var target = new Bodies.Target(upload.group(), key.keys(), number);
      Place place = bodies.write(target, content);
      ETag eTag = ETag.of(bucket, content, key.applied(), entropy);
      PartRow.Facts facts = facts(number, place, content, eTag);
      var with = new SealedChecksums.With(key.keys(), entropy);
      var sums = sums(content).seal(upload.checksumsOf(number), with);
      add(upload, new PartRow.Unsealed(facts, sums));
      return new Written(facts, content, key.applied());
    }
  }

  /** Who writes, with the customer's key that came with the request. */
  record By(Call call, SseCustomer customer, Purpose purpose) {
    /** Who writes no copy. */
    By(Call call, SseCustomer customer) {
      this(call, customer, Purpose.ITSELF);
    }

    ReadRequest asks(UploadRows.InProgress upload) {
      UploadRow row = upload.row();
      return new ReadRequest(
          call,
          upload.group().bucket(),
          upload.group().key(),
          row.facts().objectId(),
          row.envelope(),
          customer,
          null,
          purpose);
    }
  }

  private PartRow.Facts facts(int number, Place place, Content content, ETag eTag) {
    if (!(place instanceof Place.InBlob(var blob))) {
      throw new IllegalStateException("a part lies in a blob");
    }
    Instant now = Instant.ofEpochMilli(clock.millis());
    return new PartRow.Facts(number, content.sizeBytes(), eTag, now, blob);
  }

  private static PartRow.Sums sums(Content content) {
    StoredChecksum kept = content.checksum();
    StoredChecksum declared = content.declared().filter(sum -> !sum.equals(kept)).orElse(null);
    return new PartRow.Sums(kept, declared);
  }

  private void add(UploadRows.InProgress upload, PartRow.Unsealed part) {
    var place = new Place.InBlob(part.facts().blob());
    try {
      if (!uploads.add(upload, part)) {
        bodies.discard(place);
      }
    } catch (S3Exception e) {
      bodies.discard(place);
      throw e;
    }
  }
}
