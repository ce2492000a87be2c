package dev.coffer.store.object;

import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.NO_HEADERS;
import static dev.coffer.store.TestStore.NO_OVERRIDES;
import static dev.coffer.store.TestStore.bytes;
import static dev.coffer.store.TestStore.putOp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.TestClock;
import dev.coffer.store.TestStore;
import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.Preconditions;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.WriteConditions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConditionsTest {
  private static final String BEFORE = HttpDates.format(TestClock.START.minus(Duration.ofHours(1)));
  private static final String EXACTLY = HttpDates.format(TestClock.START);
  private static final String AFTER = HttpDates.format(TestClock.START.plus(Duration.ofHours(1)));
  private static final String OTHER_TAG = "\"00000000000000000000000000000000\"";

  private final TestStore test = TestStore.withBucket();
  private final String tag = test.put("key", "first").eTag();

  private int get(Preconditions conditions) {
    var op =
        new GetObject(
            BUCKET,
            "key",
            null,
            null,
            null,
            conditions,
            NO_OVERRIDES,
            null,
            SseCustomer.NONE,
            null,
            null);
    try {
      return test.get(op).status();
    } catch (S3Exception e) {
      return e.error().status();
    }
  }

  private @Nullable String filled(@Nullable String condition) {
    if (condition == null) {
      return null;
    }
    return switch (condition) {
      case "same" -> tag;
      case "bare" -> tag.replace("\"", "");
      case "weak" -> "W/" + tag;
      case "list" -> OTHER_TAG + ", " + tag;
      case "other" -> OTHER_TAG;
      case "before" -> BEFORE;
      case "exactly" -> EXACTLY;
      case "after" -> AFTER;
      default -> condition;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "same,,,,200",
    "bare,,,,200",
    "list,,,,200",
    "*,,,,200",
    "other,,,,412",
    ",same,,,304",
    ",weak,,,304",
    ",list,,,304",
    ",*,,,304",
    ",other,,,200",
    ",,before,,200",
    ",,exactly,,304",
    ",,after,,304",
    ",,no date,,200",
    ",,,before,412",
    ",,,exactly,200",
    ",,,after,200",
    "same,,,before,200",
    ",other,after,,200",
    ",same,before,,304",
    "other,same,,,412",
    "same,same,,,304",
  })
  void readConditionsFollowTheRfc(
      @Nullable String match,
      @Nullable String noneMatch,
      @Nullable String modifiedSince,
      @Nullable String unmodifiedSince,
      int status) {
    var conditions =
        new Preconditions(
            filled(match), filled(noneMatch), filled(modifiedSince), filled(unmodifiedSince));
    assertThat(get(conditions)).isEqualTo(status);
  }

  @Test
  void refusalsSayWhichConditionAndNotModifiedWhatThereIs() {
    var op =
        new GetObject(
            BUCKET,
            "key",
            null,
            null,
            null,
            new Preconditions(OTHER_TAG, null, null, null),
            NO_OVERRIDES,
            null,
            SseCustomer.NONE,
            null,
            null);
    assertThat(refusal(() -> test.get(op)).elements()).containsEntry("Condition", "If-Match");
    var same =
        new GetObject(
            BUCKET,
            "key",
            null,
            null,
            null,
            new Preconditions(null, tag, null, null),
            NO_OVERRIDES,
            null,
            SseCustomer.NONE,
            null,
            null);
    assertThat(refusal(() -> test.get(same)).headers())
        .containsEntry("ETag", tag)
        .containsEntry("Last-Modified", EXACTLY);
  }

  private void put(String key, @Nullable String ifMatch, @Nullable String ifNoneMatch) {
    test.put(putOp(key, bytes("next"), NO_HEADERS, new WriteConditions(ifMatch, ifNoneMatch)));
  }

  @Test
  void createOnlyWhereThereIsNothing() {
    put("new", null, "*");
    assertThat(test.text("new")).isEqualTo("next");
    S3Exception refusal = refusal(() -> put("key", null, "*"));
    assertThat(refusal.error()).isEqualTo(S3Error.PreconditionFailed);
    assertThat(refusal.elements()).containsEntry("Condition", "If-None-Match");
    assertThat(test.text("key")).isEqualTo("first");
  }

  @Test
  void replaceOnlyWhatIsKnown() {
    S3Exception refusal = refusal(() -> put("key", OTHER_TAG, null));
    assertThat(refusal.error()).isEqualTo(S3Error.PreconditionFailed);
    assertThat(refusal.elements()).containsEntry("Condition", "If-Match");
    put("key", tag, null);
    assertThat(test.text("key")).isEqualTo("next");
    assertThat(refusal(() -> put("gone", tag, null)).error()).isEqualTo(S3Error.NoSuchKey);
  }

  @Test
  void deleteMarkerCountsAsNothing() {
    test.setVersioning("Enabled");
    test.delete("key");
    assertThat(refusal(() -> put("key", tag, null)).error()).isEqualTo(S3Error.NoSuchKey);
    put("key", null, "*");
    assertThat(test.text("key")).isEqualTo("next");
  }

  @ParameterizedTest
  @CsvSource({"*,", ",some-tag", "some-tag,*"})
  void conditionsThatAmazonDoesNotServeAreNotServed(
      @Nullable String ifMatch, @Nullable String ifNoneMatch) {
    assertThat(refusal(() -> put("key", ifMatch, ifNoneMatch)).error())
        .isEqualTo(S3Error.NotImplemented);
  }

  @Test
  void conditionalDeleteLooksAtTheTag() {
    assertThat(refusal(() -> test.delete("key", null, OTHER_TAG)).error())
        .isEqualTo(S3Error.PreconditionFailed);
    assertThat(refusal(() -> test.delete("gone", null, tag)).error()).isEqualTo(S3Error.NoSuchKey);
    assertThat(refusal(() -> test.delete("gone", null, "*")).error())
        .isEqualTo(S3Error.PreconditionFailed);
    test.delete("key", null, tag);
    assertThat(refusal(() -> test.text("key")).error()).isEqualTo(S3Error.NoSuchKey);
    test.put("key", "again");
    test.delete("key", null, "*");
    assertThat(refusal(() -> test.text("key")).error()).isEqualTo(S3Error.NoSuchKey);
  }
}
