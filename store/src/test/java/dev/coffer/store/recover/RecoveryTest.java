package dev.coffer.store.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.blob.BlobStore;
import dev.coffer.storage.blob.MemoryBlobs;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.TestRoot;
import dev.coffer.store.TestStore;
import dev.coffer.store.bucket.BucketSettings;
import dev.coffer.store.bucket.Profile;
import dev.coffer.store.bucket.SystemKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a store wrote, found again by the root key alone. */
final class RecoveryTest {
  private static final Wanted ALL = new Wanted(null, "", true);
  private static final Wanted NEWEST = new Wanted(null, "", false);

  private final StoreRootKey root = TestRoot.create();
  private final MemoryKv kv = new MemoryKv();
  private final TestStore test =
      TestStore.over(kv, new BucketSettings("us-east-1", Profile.YEAR_2026), root);

  private List<Stored> found(Wanted wanted, BlobStore blobs) {
    var found = new ArrayList<Stored>();
    try (Recovery recovery = Recovery.open(kv, blobs, new Recovery.Keyring(root, List.of()))) {
      recovery.each(wanted, found::add);
    }
    return found;
  }

  private static byte[] bytes(Stored stored) throws IOException {
    var out = new ByteArrayOutputStream();
    ((Stored.Version) stored).content().copyTo(out);
    return out.toByteArray();
  }

  private static byte[] large() {
    byte[] content = new byte[300_000];
    new Random(1).nextBytes(content);
    return content;
  }

  @Test
  void anEmptyStoreHasNothing() {
    assertThat(found(ALL, test.blobs)).isEmpty();
  }

  @Test
  void smallAndLargeObjectsComeBackWhole() throws IOException {
    test.createBucket(TestStore.BUCKET);
    test.put("empty", "");
    test.put("small", "hello");
    test.put(TestStore.putOp("z/large", large()));
    List<Stored> found = found(NEWEST, test.blobs);
    assertThat(found).hasSize(3);
    assertThat(bytes(found.get(0))).isEmpty();
    assertThat(bytes(found.get(1))).isEqualTo(TestStore.bytes("hello"));
    assertThat(bytes(found.get(2))).isEqualTo(large());
    var large = (Stored.Version) found.get(2);
    assertThat(large.name()).isEqualTo(new Stored.Name(TestStore.BUCKET, "z/large", "null", true));
    assertThat(large.sizeBytes()).isEqualTo(300_000);
    assertThat(large.encryption()).isEqualTo("SSE-S3");
    assertThat(large.needs()).isEqualTo("the bucket's key, generation 1");
  }

  @Test
  void earlierVersionsAndMarkersAreFoundWhenWanted() throws IOException {
    test.createBucket(TestStore.BUCKET);
    test.setVersioning("Enabled");
    test.put("key", "one");
    test.put("key", "two");
    test.delete("key");
    assertThat(found(NEWEST, test.blobs)).hasSize(1).first().isInstanceOf(Stored.Marker.class);
    List<Stored> all = found(ALL, test.blobs);
    assertThat(all).hasSize(3);
    assertThat(bytes(all.get(1))).isEqualTo(TestStore.bytes("two"));
    assertThat(bytes(all.get(2))).isEqualTo(TestStore.bytes("one"));
    assertThat(((Stored.Version) all.get(2)).name().latest()).isFalse();
  }

  @Test
  void onlyTheWantedBucketAndPrefixAreFound() {
    test.createBucket(TestStore.BUCKET);
    test.createBucket("another-bucket");
    test.put("a/1", "x");
    test.put("b/1", "x");
    assertThat(found(new Wanted(TestStore.BUCKET, "b/", false), test.blobs)).hasSize(1);
    assertThat(found(new Wanted("another-bucket", "", false), test.blobs)).isEmpty();
  }

  @Test
  void aMissingBlobIsSaidAndTheRestIsFound() throws IOException {
    test.createBucket(TestStore.BUCKET);
    test.put(TestStore.putOp("large", large()));
    test.put("small", "hello");
    List<Stored> found = found(NEWEST, new MemoryBlobs());
    assertThatExceptionOfType(CannotOpen.class)
        .isThrownBy(() -> bytes(found.get(0)))
        .withMessageContaining("missing")
        .matches(e -> !e.keyMissing());
    assertThat(bytes(found.get(1))).isEqualTo(TestStore.bytes("hello"));
  }

  @Test
  void everyChangedByteOfARowIsSaidAndNothingElseComesOut() {
    test.createBucket(TestStore.BUCKET);
    test.put("key", "hello");
    Index index = test.store.buckets().require(TestStore.BUCKET).index();
    Entry entry = KvScan.group(kv, index, Bytes.utf8("key")).next();
    byte[] row = entry.value().toByteArray();
    for (int at = 0; at < row.length; at++) {
      byte[] changed = row.clone();
      changed[at] ^= 1;
      replace(index, entry.key(), Bytes.copyOf(changed));
      for (Stored stored : found(NEWEST, test.blobs)) {
        switch (stored) {
          case Stored.Damaged damaged -> assertThat(damaged.key()).isEqualTo("key");
          case Stored.Version version ->
              assertThatExceptionOfType(CannotOpen.class)
                  .as("byte %d", at)
                  .isThrownBy(() -> bytes(version));
          case Stored.Marker marker -> throw new AssertionError(marker);
        }
      }
    }
  }

  @Test
  void aDamagedBucketIsSaidAndTheOthersAreFound() {
    test.createBucket(TestStore.BUCKET);
    test.createBucket("another-bucket");
    test.put("key", "hello");
    var row = new Key(Bytes.utf8("bucket/another-bucket"), Bytes.utf8("r"));
    byte[] changed = kv.get(SystemKeys.INDEX, row).orElseThrow().toByteArray();
    changed[changed.length - 1] ^= 1;
    replace(SystemKeys.INDEX, row, Bytes.copyOf(changed));
    List<Stored> found = found(NEWEST, test.blobs);
    assertThat(found).hasSize(2);
    assertThat(found.getFirst())
        .isInstanceOfSatisfying(
            Stored.Damaged.class,
            damaged -> assertThat(damaged.bucket()).isEqualTo("another-bucket"));
  }

  private void replace(Index index, Key at, Bytes value) {
    kv.commit(Commit.in(index, at.group()).put(at.suffix(), value).build());
  }
}
