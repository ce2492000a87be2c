package dev.coffer.store.object;

import static dev.coffer.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.s3.S3Error;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the headers of a copy may say. */
final class CopyArgumentsTest {
  @ParameterizedTest
  @CsvSource({
    "bucket/key, bucket, key,",
    "/bucket/key, bucket, key,",
    "bucket/a/b//c/, bucket, a/b//c/,",
    "bucket%2Fkey, bucket, key,",
    "%2Fbucket%2Fa%20b, bucket, a b,",
    "bucket//key, bucket, /key,",
    "bucket/a+b, bucket, a+b,",
    "bucket/a%2Bb%3FversionId=1, bucket, a+b?versionId=1,",
    "bucket/key?versionId=abc, bucket, key, abc",
    "bucket/what?versionId=1?versionId=2, bucket, what?versionId=1, 2",
    "bucket/key?versionId=null, bucket, key, null",
    "bucket/%C3%A9, bucket, é,"
  })
  void aSourceNamesBucketKeyAndVersion(String header, String bucket, String key, String version) {
    assertThat(SourceName.parse(header)).isEqualTo(new SourceName(bucket, key, version));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "bucket", "bucket/", "/bucket", "//key", "bucket?versionId=1"})
  void aSourceWithoutBucketOrKeyIsRefused(String header) {
    assertRefused(
        S3Error.InvalidArgument,
        "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
        () -> SourceName.parse(header));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bucket/%", "bucket/%2", "bucket/%zz", "bucket/%FF"})
  void aSourceThatCannotBeDecodedIsRefused(String header) {
    assertRefused(
        S3Error.InvalidArgument, "Invalid copy source encoding", () -> SourceName.parse(header));
  }

  @Test
  void anEmptyVersionIsRefused() {
    assertRefused(
        S3Error.InvalidArgument,
        "Version id cannot be the empty string",
        () -> SourceName.parse("bucket/key?versionId="));
  }

  @Test
  void aRangeHasTwoEnds() {
    assertThat(CopyRange.of("bytes=0-0", 1)).isEqualTo(new CopyRange(0, 0));
    assertThat(CopyRange.of("bytes=2-5", 10).byteCount()).isEqualTo(4);
    assertThat(CopyRange.of(null, 10)).isEqualTo(new CopyRange(0, 9));
    assertThat(CopyRange.of(null, 0).byteCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0-1",
        "bytes=1-",
        "bytes=-1",
        "bytes=2-1",
        "bytes=0-1,3-4",
        "bytes= 0-1",
        "BYTES=0-1",
        "bytes=a-b",
        "bytes=0-99999999999999999999"
      })
  void anyOtherFormOfARangeIsRefused(String header) {
    assertRefused(
        S3Error.InvalidArgument,
        "The x-amz-copy-source-range value must be of the form bytes=first-last where first and"
            + " last are the zero-based offsets of the first and last bytes to copy",
        () -> CopyRange.of(header, 100));
  }

  @Test
  void aRangeBeyondTheSourceIsRefused() {
    assertRefused(
        S3Error.InvalidArgument,
        "Range specified is not valid for source object of size: 10",
        () -> CopyRange.of("bytes=0-10", 10));
  }
}
