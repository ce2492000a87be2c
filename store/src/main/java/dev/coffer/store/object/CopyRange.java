package dev.coffer.store.object;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bytes of a source that become a part: both ends included, counted from zero. */
record CopyRange(long firstByte, long lastByte) {
  private static final String HEADER = "x-amz-copy-source-range";
  private static final Pattern FORM = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{1,18})");

  long byteCount() {
    return lastByte - firstByte + 1;
  }

  /**
   * The range that the header names, or the whole source.
   *
   * @throws dev.coffer.wire.s3.S3Exception InvalidArgument when it is not {@code bytes=first-last}
   *     or reaches beyond the source
   */
  static CopyRange of(@Nullable String header, long sourceSizeBytes) {
    if (header == null) {
      return new CopyRange(0, sourceSizeBytes - 1);
    }
    CopyRange range = parse(header);
    if (range.lastByte() >= sourceSizeBytes) {
      throw Arguments.invalid(
          "Range specified is not valid for source object of size: " + sourceSizeBytes,
          HEADER,
          header);
    }
    return range;
  }

  /** Only the form of the header, before the source is known. */
  static CopyRange parse(String header) {
    Matcher form = FORM.matcher(header);
    if (form.matches()) {
      var range = new CopyRange(Long.parseLong(form.group(1)), Long.parseLong(form.group(2)));
      if (range.firstByte() <= range.lastByte()) {
        return range;
      }
    }
    throw Arguments.invalid(
        "The x-amz-copy-source-range value must be of the form bytes=first-last where first and"
            + " last are the zero-based offsets of the first and last bytes to copy",
        HEADER,
        header);
  }
}
