package dev.coffer.store.object;

import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a request asks of an object: a range, a part, or all. */
record Choice(@Nullable String range, @Nullable Integer partNumber) {
  /** Which bytes of this object those are. */
  Chosen of(Found found, Reads reads) {
    if (partNumber == null) {
      return ofRange(found);
    }
    if (range != null) {
      throw S3Error.InvalidRequest.because(
          "Cannot specify both Range header and partNumber query parameter");
    }
    return ofPart(found, reads, Arguments.partNumber(partNumber));
  }

  private Chosen ofRange(Found found) {
    Optional<ByteSpan> span = RangeHeader.parse(range, found.sizeBytes());
    return span.map(asked -> new Chosen(asked, true, whole(found, asked), null))
        .orElseGet(() -> all(found, false));
  }

  private static Chosen ofPart(Found found, Reads reads, int number) {
    Optional<PartsAt> parts = found.parts();
    if (parts.isEmpty()) {
      if (number != 1) {
        throw beyond(number, 1);
      }
      return all(found, true);
    }
    int count = found.object().eTag().parts();
    PartIndex.Located part =
        reads.index(found, parts.get()).numbered(number).orElseThrow(() -> beyond(number, count));
    return new Chosen(part.within(found.sizeBytes()), true, part.checksum(), count);
  }

  private static Chosen all(Found found, boolean partial) {
    return new Chosen(ByteSpan.all(found.sizeBytes()), partial, found.checksum(), null);
  }

  /** The object's checksum says nothing about less than the object. */
  private static SealedChecksums.@Nullable Place whole(Found found, ByteSpan span) {
    return span.partial() ? null : found.checksum();
  }

  private static S3Exception beyond(int number, int count) {
    return S3Error.InvalidPartNumber.with("ActualPartCount", String.valueOf(count))
        .with("PartNumberRequested", String.valueOf(number));
  }
}
