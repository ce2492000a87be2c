package dev.coffer.store.object;

import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.TestStore.CALLER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.TestStore;
import dev.coffer.store.bucket.BucketSettings;
import dev.coffer.store.bucket.Profile;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.AbortMultipartUpload;
import dev.coffer.wire.s3.Acl;
import dev.coffer.wire.s3.CreateMultipartUpload;
import dev.coffer.wire.s3.DeleteBucket;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.ListMultipartUploads;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.UploadPart;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Goal: no directory bucket goes while an upload is in progress, whenever that began. */
final class DirectoryRemovalTest {
  private static final String BUCKET = "kept--use1-az4--x-s3";
  private static final DeleteBucket DELETE = new DeleteBucket(BUCKET, null);

  private final OnceBefore kv = new OnceBefore(new MemoryKv());
  private final TestStore test =
      TestStore.over(kv, new BucketSettings("us-east-1", Profile.YEAR_2026));

  private String begin(String key) {
    var op =
        new CreateMultipartUpload(
            BUCKET,
            key,
            TestStore.NO_HEADERS,
            Sse.NONE,
            SseCustomer.NONE,
            Acl.NONE,
            null,
            Extras.NONE,
            null,
            null,
            null,
            null);
    return test.store.uploads().create(CALLER, op).uploadId();
  }

  private void part(String key, String uploadId) {
    var op =
        new UploadPart(
            BUCKET,
            key,
            1,
            uploadId,
            Integrity.NONE,
            SseCustomer.NONE,
            null,
            null,
            Body.of(TestStore.bytes("x")));
    try {
      test.store.uploads().uploadPart(CALLER, op);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void abort(String key, String uploadId) {
    test.store.uploads().abort(CALLER, new AbortMultipartUpload(BUCKET, key, uploadId, null, null));
  }

  private int uploads() {
    var op = new ListMultipartUploads(BUCKET, null, null, null, null, null, null, null, null);
    return test.store.uploadListings().list(CALLER, op).uploads().size();
  }

  private void delete() {
    test.store.bucketRemoval().deleteBucket(CALLER, DELETE);
  }

  @Test
  void anUploadInProgressKeepsIt() {
    test.store.buckets().createBucket(CALLER, TestStore.createDirectoryOp(BUCKET));
    String bare = begin("a");
    assertThat(refusal(this::delete).error()).isEqualTo(S3Error.BucketNotEmpty);
    String filled = begin("b");
    part("b", filled);
    abort("a", bare);
    assertThat(refusal(this::delete).error()).isEqualTo(S3Error.BucketNotEmpty);
    assertThat(uploads()).isEqualTo(1);
    part("b", filled);
    abort("b", filled);
    delete();
    assertThat(test.store.buckets().find(BUCKET)).isEmpty();
  }

  /** Begun before any call that the removal makes: the upload is refused, or the removal is. */
  @Test
  void oneOfTheTwoIsRefusedWheneverItBegins() {
    int kept = 0;
    int removed = 0;
    boolean interrupted = true;
    for (int call = 0; interrupted; call++) {
      test.store.buckets().createBucket(CALLER, TestStore.createDirectoryOp(BUCKET));
      abort("a", begin("a"));
      var upload = new Begun();
      kv.call(call, upload::begin);
      S3Exception refused = null;
      try {
        delete();
      } catch (S3Exception refusal) {
        refused = refusal;
      }
      interrupted = kv.happened();
      kv.call(0, () -> {});
      if (refused != null) {
        assertThat(refused.error()).isEqualTo(S3Error.BucketNotEmpty);
        assertThat(uploads()).isEqualTo(1);
        abort("b", upload.id());
        delete();
        kept++;
      } else {
        assertThat(upload.refused || !interrupted).isTrue();
        removed++;
      }
      assertThat(test.store.buckets().find(BUCKET)).isEmpty();
    }
    assertThat(kept).isGreaterThan(5);
    assertThat(removed).isGreaterThan(1);
  }

  /** An upload with a part, or why there is none. */
  private final class Begun {
    private @Nullable String id;
    private boolean refused;

    void begin() {
      try {
        String begun = DirectoryRemovalTest.this.begin("b");
        id = begun;
        part("b", begun);
      } catch (S3Exception refusal) {
        assertThat(refusal.error()).isEqualTo(S3Error.NoSuchBucket);
        refused = true;
      }
    }

    String id() {
      String begun = id;
      if (begun == null) {
        throw new IllegalStateException("it was not begun");
      }
      return begun;
    }
  }
}
