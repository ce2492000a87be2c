package dev.coffer.store.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TalliesTest {
  private static final String KEY = "arn:aws:kms:us-east-1:111122223333:key/1234";
  private static final SealedUnder FIRST =
      new SealedUnder(SealedUnder.Type.SSE_KMS, KEY, "a".repeat(64));
  private static final SealedUnder ROTATED =
      new SealedUnder(SealedUnder.Type.SSE_KMS_BUCKET_KEY, KEY, "b".repeat(64));
  private static final SealedUnder LAYERED =
      new SealedUnder(SealedUnder.Type.DSSE_KMS, KEY + "5", "a".repeat(64));
  private static final Index HINTS = new Index("hints");

  private final KvStore kv = new MemoryKv();
  private final Tallies tallies = new Tallies(kv, TalliesTest::indexOf);
  private final Bytes one = Bytes.copyOf(new byte[16]);
  private final Bytes other = Bytes.fromHex("01".repeat(16));

  TalliesTest() {
    kv.create(HINTS);
    kv.create(indexOf(one));
    kv.create(indexOf(other));
  }

  private static Index indexOf(Bytes bucketId) {
    return new Index("bucket-" + bucketId.toHex());
  }

  private void add(Bytes bucketId, SealedUnder under, long sizeBytes) {
    tallies.announce(bucketId, under);
    Commit.Builder commit = Commit.in(indexOf(bucketId), Bytes.utf8("key"));
    Counters.plus(commit, under, sizeBytes);
    kv.commit(commit.build());
  }

  @Test
  void versionsAreCountedByTypeKeyAndMaterial() {
    add(one, FIRST, 10);
    add(one, FIRST, 5);
    add(one, ROTATED, 1);
    assertThat(tallies.counts(one))
        .isEqualTo(Map.of(FIRST, new Count(2, 15), ROTATED, new Count(1, 1)));
    assertThat(tallies.counts(other)).isEmpty();
  }

  @Test
  void theVersionsUnderAKeyAreThoseOfAllBucketsAndMaterials() {
    add(one, FIRST, 10);
    add(one, ROTATED, 10);
    add(other, FIRST, 10);
    add(other, LAYERED, 10);
    assertThat(tallies.versionsUnder(KEY)).isEqualTo(3);
    assertThat(tallies.versionsUnder(KEY + "5")).isEqualTo(1);
    assertThat(tallies.versionsUnder(KEY + "6")).isZero();
  }

  @Test
  void aNameWithoutVersionsIsNotShown() {
    tallies.announce(one, FIRST);
    assertThat(tallies.counts(one)).isEmpty();
    assertThat(tallies.versionsUnder(KEY)).isZero();
  }

  @Test
  void arnsOfAnyLengthAreFound() {
    var under = new SealedUnder(SealedUnder.Type.SSE_KMS, "x".repeat(2048), "m".repeat(128));
    add(one, under, 1);
    assertThat(tallies.versionsUnder("x".repeat(2048))).isEqualTo(1);
  }

  @Test
  void theSweepRemovesWhatBucketsLeft() {
    add(one, FIRST, 10);
    add(other, FIRST, 10);
    assertThat(tallies.advance(one, Progress.NONE, Progress.COMPLETE)).isTrue();
    kv.removeIfEmpty(indexOf(one));
    assertThat(tallies.sweep(id -> !kv.exists(indexOf(id)))).isEqualTo(1);
    assertThat(tallies.progress(one)).isEqualTo(Progress.NONE);
    assertThat(tallies.versionsUnder(KEY)).isEqualTo(1);
    kv.removeIfEmpty(indexOf(other));
    tallies.sweep(id -> !kv.exists(indexOf(id)));
    assertThat(KvScan.entries(kv, HINTS, Key.startOf(Bytes.of((byte) 0)), 10).hasNext()).isFalse();
  }

  @Test
  void progressIsKeptByWhoWasFirst() {
    assertThat(tallies.progress(one)).isEqualTo(Progress.NONE);
    var half = new Progress(Bytes.utf8("m"));
    assertThat(tallies.advance(one, Progress.NONE, half)).isTrue();
    assertThat(tallies.advance(one, Progress.NONE, Progress.COMPLETE)).isFalse();
    assertThat(tallies.progress(one)).isEqualTo(half);
    assertThat(tallies.advance(one, half, Progress.COMPLETE)).isTrue();
    assertThat(tallies.progress(one).complete()).isTrue();
  }

  @Test
  void aNameAtAnotherPlaceIsCorrupt() {
    Bytes suffix = Bytes.utf8("n").concat(ROTATED.id());
    Bytes group = Bytes.utf8("t").concat(one);
    kv.commit(Commit.in(HINTS, group).put(suffix, FIRST.encode()).build());
    assertThatThrownBy(() -> tallies.counts(one)).isInstanceOf(Corrupt.class);
  }

  @Test
  void whatIsCountedIsReadAsItWasWritten() {
    assertThat(SealedUnder.decode(FIRST.encode())).isEqualTo(FIRST);
    assertThatThrownBy(() -> SealedUnder.decode(FIRST.encode().concat(Bytes.of((byte) 0))))
        .isInstanceOf(Corrupt.class);
    assertThatThrownBy(() -> SealedUnder.decode(Bytes.of((byte) 1, (byte) 6, (byte) 0, (byte) 0)))
        .isInstanceOf(Corrupt.class);
  }
}
