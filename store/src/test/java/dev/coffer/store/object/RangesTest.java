package dev.coffer.store.object;

import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static dev.coffer.store.TestStore.NO_OVERRIDES;
import static dev.coffer.store.TestStore.getOp;
import static dev.coffer.store.TestStore.putOp;
import static dev.coffer.store.TestStore.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.TestStore;
import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.HeadObject;
import dev.coffer.wire.s3.Preconditions;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.SseCustomer;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RangesTest {
  private final TestStore test = TestStore.withBucket();

  private GetObject.Output get(String key, @Nullable Integer part, @Nullable String range) {
    return test.get(
        new GetObject(
            BUCKET,
            key,
            null,
            part,
            range,
            Preconditions.NONE,
            NO_OVERRIDES,
            "ENABLED",
            SseCustomer.NONE,
            null,
            null));
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0,0,1",
    "bytes=0-9,0,10",
    "bytes=5-,5,95",
    "bytes=5-1000,5,95",
    "bytes=99-99,99,1",
    "bytes=-1,99,1",
    "bytes=-1000,0,100",
    "bytes=0-99999999999999999999,0,100",
  })
  void oneRangeIsAnswered(String range, int first, int count) {
    byte[] content = PutAndGetTest.content(100);
    test.put(putOp("key", content));
    GetObject.Output got = get("key", null, range);
    assertThat(got.status()).isEqualTo(206);
    assertThat(got.view().contentRange())
        .isEqualTo("bytes " + first + "-" + (first + count - 1) + "/100");
    assertThat(got.view().contentLength()).isEqualTo(count);
    assertThat(read(got)).isEqualTo(Arrays.copyOfRange(content, first, first + count));
    assertThat(got.view().checksumType()).isEqualTo(count == 100 ? "FULL_OBJECT" : null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=5-2",
        "bytes=a-b",
        "bytes=-",
        "bytes=0-1,5-6",
        "chars=0-1",
        "bytes 0-1",
        "bytes=0x1-2",
        ""
      })
  void whatIsNoSingleRangeMeansTheWhole(String range) {
    byte[] content = PutAndGetTest.content(100);
    test.put(putOp("key", content));
    GetObject.Output got = get("key", null, range);
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.view().contentRange()).isNull();
    assertThat(read(got)).isEqualTo(content);
  }

  @ParameterizedTest
  @CsvSource({"100,bytes=100-", "100,bytes=200-300", "100,bytes=-0", "0,bytes=0-", "0,bytes=-5"})
  void rangeBeyondTheObjectIsRefusedWithItsSize(int sizeBytes, String range) {
    test.put(putOp("key", new byte[sizeBytes]));
    S3Exception refusal = refusal(() -> get("key", null, range));
    assertThat(refusal.error()).isEqualTo(S3Error.InvalidRange);
    assertThat(refusal.elements())
        .containsEntry("ActualObjectSize", String.valueOf(sizeBytes))
        .containsEntry("RangeRequested", range);
  }

  @Test
  void rangesOfLargeObjectsStartAnywhere() {
    byte[] content = PutAndGetTest.content(300_000);
    test.put(putOp("key", content));
    var random = new Random(7);
    for (int i = 0; i < 200; i++) {
      int first = random.nextInt(content.length);
      int last = first + random.nextInt(content.length - first);
      GetObject.Output got = test.get(getOp("key", null, "bytes=" + first + "-" + last));
      assertThat(read(got)).isEqualTo(Arrays.copyOfRange(content, first, last + 1));
    }
  }

  @Test
  void partOneOfAnObjectWithoutPartsIsTheWhole() {
    byte[] content = PutAndGetTest.content(100);
    test.put(putOp("key", content));
    GetObject.Output got = get("key", 1, null);
    assertThat(got.status()).isEqualTo(206);
    assertThat(got.view().contentRange()).isEqualTo("bytes 0-99/100");
    assertThat(got.view().partsCount()).isNull();
    assertThat(read(got)).isEqualTo(content);
    S3Exception beyond = refusal(() -> get("key", 2, null));
    assertThat(beyond.error()).isEqualTo(S3Error.InvalidPartNumber);
    assertThat(beyond.elements())
        .containsEntry("ActualPartCount", "1")
        .containsEntry("PartNumberRequested", "2");
  }

  @Test
  void rangeAndPartExcludeEachOther() {
    test.put("key", "x");
    assertThat(refusal(() -> get("key", 1, "bytes=0-0")).error()).isEqualTo(S3Error.InvalidRequest);
    assertThat(refusal(() -> get("key", 0, null)).error()).isEqualTo(S3Error.InvalidArgument);
    assertThat(refusal(() -> get("key", 10_001, null)).error()).isEqualTo(S3Error.InvalidArgument);
  }

  @Test
  void headAnswersARangeAsWell() {
    test.put(putOp("key", PutAndGetTest.content(100)));
    var op =
        new HeadObject(
            BUCKET,
            "key",
            null,
            null,
            "bytes=10-19",
            Preconditions.NONE,
            NO_OVERRIDES,
            null,
            SseCustomer.NONE,
            null,
            null);
    HeadObject.Output head = test.store.objects().headObject(CALLER, op);
    assertThat(head.status()).isEqualTo(206);
    assertThat(head.view().contentLength()).isEqualTo(10);
    assertThat(head.view().contentRange()).isEqualTo("bytes 10-19/100");
  }
}
