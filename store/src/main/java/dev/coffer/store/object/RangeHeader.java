package dev.coffer.store.object;

import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Header {@code Range}. Only one range of bytes is served; several, another unit or something
 * malformed mean the whole object, as at Amazon.
 */
final class RangeHeader {
  private static final Pattern ONE = Pattern.compile("bytes=([0-9]*)-([0-9]*)");

  private RangeHeader() {}

  /**
   * The bytes that are asked for; empty for all.
   *
   * @throws S3Exception InvalidRange when the object has none of them
   */
  static Optional<ByteSpan> parse(@Nullable String header, long sizeBytes) {
    if (header == null) {
      return Optional.empty();
    }
    Matcher range = ONE.matcher(header.strip());
    if (!range.matches()) {
      return Optional.empty();
    }
    String first = range.group(1);
    String last = range.group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? Optional.empty() : Optional.of(suffix(header, last, sizeBytes));
    }
    return span(header, number(first), last.isEmpty() ? Long.MAX_VALUE : number(last), sizeBytes);
  }

  private static Optional<ByteSpan> span(String header, long first, long last, long sizeBytes) {
    if (last < first) {
      return Optional.empty();
    }
    if (first >= sizeBytes) {
      throw unsatisfiable(header, sizeBytes);
    }
    long end = Math.min(last, sizeBytes - 1) + 1;
    return Optional.of(new ByteSpan(first, end - first, sizeBytes));
  }

  private static ByteSpan suffix(String header, String length, long sizeBytes) {
    long count = Math.min(number(length), sizeBytes);
    if (count == 0) {
      throw unsatisfiable(header, sizeBytes);
    }
    return new ByteSpan(sizeBytes - count, count, sizeBytes);
  }

  /** A number beyond all sizes stands for the largest. */
  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException _) {
      return Long.MAX_VALUE;
    }
  }

  private static S3Exception unsatisfiable(String header, long sizeBytes) {
    return S3Error.InvalidRange.with("RangeRequested", header)
        .with("ActualObjectSize", String.valueOf(sizeBytes));
  }
}
