package dev.coffer.store.object;

import static dev.coffer.store.Refusals.assertRefused;
import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static dev.coffer.store.TestStore.RIGHTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.TestStore;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.DeleteObjects;
import dev.coffer.wire.s3.DeleteObjects.Delete;
import dev.coffer.wire.s3.DeleteObjects.Deleted;
import dev.coffer.wire.s3.DeleteObjects.Target;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.S3Error;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DeleteObjectsTest {
  private static final Integrity DIGEST = new Integrity("any", null, null, ChecksumHeaders.NONE);

  private final TestStore test = TestStore.withBucket();

  private DeleteObjects.Output delete(@Nullable Boolean quiet, Target... targets) {
    return delete(DIGEST, quiet, List.of(targets));
  }

  private DeleteObjects.Output delete(
      Integrity integrity, @Nullable Boolean quiet, List<Target> targets) {
    var document = Document.of(new Delete(targets, quiet));
    return test.store
        .deletes()
        .deleteObjects(CALLER, RIGHTS, new DeleteObjects(BUCKET, integrity, null, null, document));
  }

  private static Target of(String key) {
    return new Target(key, null, null);
  }

  @Test
  void eachEntrySucceedsOrFailsByItself() {
    test.put("a", "a");
    test.put("b", "b");
    var output =
        delete(null, of("a"), of("gone"), new Target("b", "no id", null), of("k".repeat(1025)));
    assertThat(output.deleted())
        .containsExactly(new Deleted("a", null, null, null), new Deleted("gone", null, null, null));
    assertThat(output.errors())
        .extracting(DeleteObjects.Failed::code)
        .containsExactly("InvalidArgument", "KeyTooLongError");
    assertRefused(S3Error.NoSuchKey, () -> test.text("a"));
    assertThat(test.text("b")).isEqualTo("b");
  }

  @Test
  void quietShowsFailuresOnly() {
    test.put("a", "a");
    var output = delete(true, of("a"), new Target("b", "", null));
    assertThat(output.deleted()).isEmpty();
    assertThat(output.errors()).hasSize(1);
    assertRefused(S3Error.NoSuchKey, () -> test.text("a"));
  }

  @Test
  void markersAndVersionsAreNamed() {
    test.setVersioning("Enabled");
    String id = test.put("a", "a").versionId();
    Deleted hidden = delete(null, of("a")).deleted().getFirst();
    assertThat(hidden.deleteMarker()).isTrue();
    assertThat(hidden.versionId()).isNull();
    String marker = hidden.deleteMarkerVersionId();
    var output = delete(null, new Target("a", marker, null), new Target("a", id, null));
    assertThat(output.deleted())
        .containsExactly(new Deleted("a", marker, true, marker), new Deleted("a", id, null, null));
  }

  @Test
  void tagsAreConditions() {
    String tag = test.put("a", "a").eTag();
    test.put("b", "b");
    var output = delete(null, new Target("a", null, tag), new Target("b", null, tag));
    assertThat(output.deleted()).hasSize(1);
    assertThat(output.errors())
        .extracting(DeleteObjects.Failed::code)
        .containsExactly("PreconditionFailed");
    assertThat(test.text("b")).isEqualTo("b");
  }

  @Test
  void numberOfEntriesIsLimited() {
    assertRefused(S3Error.MalformedXML, () -> delete(null));
    List<Target> most = Collections.nCopies(1000, of("x"));
    assertThat(delete(DIGEST, null, most).deleted()).hasSize(1000);
    assertRefused(
        S3Error.MalformedXML, () -> delete(DIGEST, null, Collections.nCopies(1001, of("x"))));
  }

  @Test
  void digestOfTheListIsRequired() {
    assertThat(refusal(() -> delete(Integrity.NONE, null, List.of(of("x")))).error())
        .isEqualTo(S3Error.InvalidRequest);
  }
}
