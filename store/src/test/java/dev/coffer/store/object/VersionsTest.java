package dev.coffer.store.object;

import static dev.coffer.store.Refusals.assertRefused;
import static dev.coffer.store.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.TestStore;
import dev.coffer.wire.s3.DeleteObject;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: every transition of versioning, for bodies in rows and in blobs. */
final class VersionsTest {
  private final TestStore test = TestStore.withBucket();

  private String put(String text) {
    return Objects.requireNonNull(test.put("key", text).versionId());
  }

  private static String large(String text) {
    return text.repeat(10_000);
  }

  @Test
  void enabledBucketKeepsEveryVersion() {
    test.setVersioning("Enabled");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(put(large("v" + i)));
    }
    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-f]{32}"));
    assertThat(test.text("key")).isEqualTo(large("v4"));
    for (int i = 0; i < 5; i++) {
      assertThat(test.text("key", ids.get(i))).isEqualTo(large("v" + i));
    }
    assertThat(test.head("key", null).view().versionId()).isEqualTo(ids.get(4));
  }

  @Test
  void newerVersionsSortFirstEvenWhenTheClockGoesBack() {
    test.setVersioning("Enabled");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ids.addFirst(put("v" + i));
      test.clock.advance(Duration.ofHours(i % 2 == 0 ? -5 : 1));
    }
    assertThat(ids).isSortedAccordingTo(String::compareTo);
  }

  @Test
  void neverVersionedBucketKeepsOne() {
    test.put("key", large("old"));
    test.put("key", large("new"));
    assertThat(test.text("key", "null")).isEqualTo(large("new"));
    assertThat(test.store.sweep().sweepOnce().removals()).isEqualTo(1);
    DeleteObject.Output deleted = test.delete("key");
    assertThat(deleted).isEqualTo(new DeleteObject.Output(null, null));
    assertRefused(S3Error.NoSuchKey, () -> test.text("key"));
    assertThat(test.delete("key")).isEqualTo(deleted);
  }

  @Test
  void versionFromBeforeVersioningIsTheNullVersion() {
    test.put("key", "before");
    test.setVersioning("Enabled");
    assertThat(test.head("key", null).view().versionId()).isEqualTo("null");
    String id = put("after");
    assertThat(test.text("key", "null")).isEqualTo("before");
    assertThat(test.text("key", id)).isEqualTo("after");
  }

  @Test
  void suspendedBucketReplacesTheNullVersionWhereverItIs() {
    test.put("key", large("null 1"));
    test.setVersioning("Enabled");
    String id = put(large("kept"));
    test.setVersioning("Suspended");
    assertThat(test.put("key", large("null 2")).versionId()).isEqualTo("null");
    assertThat(test.text("key", "null")).isEqualTo(large("null 2"));
    assertThat(test.text("key", id)).isEqualTo(large("kept"));
    assertThat(test.store.sweep().sweepOnce().removals()).isEqualTo(1);
    test.put("key", large("null 3"));
    assertThat(test.text("key")).isEqualTo(large("null 3"));
    assertThat(test.store.sweep().sweepOnce().removals()).isEqualTo(1);
    test.delete("key", "null");
    assertThat(test.text("key")).isEqualTo(large("kept"));
    assertThat(refusal(() -> test.text("key", "null")).error()).isEqualTo(S3Error.NoSuchVersion);
  }

  @Test
  void enabledDeleteHidesAndSaysSo() {
    test.setVersioning("Enabled");
    String id = put("kept");
    DeleteObject.Output marker = test.delete("key");
    assertThat(marker.deleteMarker()).isTrue();

    S3Exception hidden = refusal(() -> test.text("key"));
    assertThat(hidden.error()).isEqualTo(S3Error.NoSuchKey);
    assertThat(hidden.headers())
        .containsEntry("x-amz-delete-marker", "true")
        .containsEntry("x-amz-version-id", marker.versionId());

    S3Exception asked = refusal(() -> test.text("key", marker.versionId()));
    assertThat(asked.error()).isEqualTo(S3Error.MethodNotAllowed);
    assertThat(asked.headers())
        .containsEntry("x-amz-delete-marker", "true")
        .containsEntry("x-amz-version-id", marker.versionId())
        .containsEntry("Allow", "DELETE")
        .containsKey("Last-Modified");

    assertThat(test.text("key", id)).isEqualTo("kept");
    DeleteObject.Output undone = test.delete("key", marker.versionId());
    assertThat(undone).isEqualTo(new DeleteObject.Output(true, marker.versionId()));
    assertThat(test.text("key")).isEqualTo("kept");
  }

  @Test
  void markerIsMadeEvenWhereThereIsNothing() {
    test.setVersioning("Enabled");
    assertThat(test.delete("never").deleteMarker()).isTrue();
    test.setVersioning("Suspended");
    assertThat(test.delete("other")).isEqualTo(new DeleteObject.Output(true, "null"));
  }

  @Test
  void suspendedDeleteReplacesTheNullVersionByAMarker() {
    test.setVersioning("Enabled");
    String id = put("kept");
    test.setVersioning("Suspended");
    test.put("key", large("null"));
    assertThat(test.delete("key")).isEqualTo(new DeleteObject.Output(true, "null"));
    assertThat(test.store.sweep().sweepOnce().removals()).isEqualTo(1);
    assertThat(refusal(() -> test.text("key")).error()).isEqualTo(S3Error.NoSuchKey);
    assertThat(test.delete("key", "null")).isEqualTo(new DeleteObject.Output(true, "null"));
    assertThat(test.text("key")).isEqualTo("kept");
    assertThat(test.text("key", id)).isEqualTo("kept");
  }

  @Test
  void removingTheCurrentVersionBringsTheOneBeforeBack() {
    test.setVersioning("Enabled");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ids.add(put("v" + i));
    }
    for (int i = 3; i > 0; i--) {
      assertThat(test.delete("key", ids.get(i)))
          .isEqualTo(new DeleteObject.Output(null, ids.get(i)));
      assertThat(test.text("key")).isEqualTo("v" + (i - 1));
    }
    test.delete("key", ids.getFirst());
    assertRefused(S3Error.NoSuchKey, () -> test.text("key"));
    assertThat(test.kv.removeIfEmpty(test.store.buckets().require(TestStore.BUCKET).index()))
        .isTrue();
  }

  @Test
  void removingEarlierVersionsInAnyOrderLeavesTheRest() {
    test.put("key", "null");
    test.setVersioning("Enabled");
    List<String> ids = new ArrayList<>(List.of("null"));
    for (int i = 1; i < 6; i++) {
      ids.add(put("v" + i));
    }
    List<String> order = new ArrayList<>(ids);
    Collections.shuffle(order, new Random(3));
    for (String id : order) {
      test.delete("key", id);
      assertThat(refusal(() -> test.text("key", id)).error()).isEqualTo(S3Error.NoSuchVersion);
      ids.remove(id);
      ids.forEach(left -> assertThat(test.head("key", left).status()).isEqualTo(200));
      if (!ids.isEmpty()) {
        assertThat(test.head("key", null).view().versionId()).isEqualTo(ids.getLast());
      }
    }
  }

  @Test
  void removingWhatIsNotThereIsNoError() {
    test.put("key", "x");
    String id = "0".repeat(32);
    assertThat(test.delete("key", id)).isEqualTo(new DeleteObject.Output(null, id));
    assertThat(test.text("key")).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "", "NULL", "0123456789ABCDEF0123456789ABCDEF", "0123"})
  void whatCannotBeAVersionIsRefused(String id) {
    test.put("key", "x");
    S3Exception refusal = refusal(() -> test.text("key", id));
    assertThat(refusal.error()).isEqualTo(S3Error.InvalidArgument);
    assertThat(refusal.elements())
        .containsEntry("ArgumentName", "versionId")
        .containsEntry("ArgumentValue", id);
    assertThat(refusal.text())
        .isEqualTo(
            id.isEmpty()
                ? "Version id cannot be the empty string"
                : "Invalid version id specified");
    assertThat(refusal(() -> test.delete("key", id)).error()).isEqualTo(S3Error.InvalidArgument);
  }

  @Test
  void missingVersionIsNamed() {
    test.put("key", "x");
    String id = "f".repeat(32);
    S3Exception refusal = refusal(() -> test.text("key", id));
    assertThat(refusal.error()).isEqualTo(S3Error.NoSuchVersion);
    assertThat(refusal.elements()).containsEntry("Key", "key").containsEntry("VersionId", id);
  }
}
