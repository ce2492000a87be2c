package dev.coffer.store.object;

import static dev.coffer.store.TestStore.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.store.TestStore;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RemovalsTest {
  private static final Bytes VALUE = Bytes.of((byte) 1);
  private static final Bytes ID = Bytes.copyOf(new byte[16]);

  private final MemoryKv kv = new MemoryKv();
  private final TestStore test = TestStore.over(kv);
  private final ObjectGroup at = new ObjectGroup(test.store.buckets().require(BUCKET), "key");
  private final Key hint = new Key(Bytes.utf8("q").concat(at.blobHint()), ID);
  private final AtomicInteger wakes = new AtomicInteger();
  private final Removals removals =
      new Removals(kv, InstantSource.system(), wakes::incrementAndGet);

  private Commit.Builder putting(Bytes suffix) {
    return at.commit().expectAbsent(suffix).put(suffix, VALUE);
  }

  @Test
  void sweepIsWokenOnlyWhenSomethingWasQueued() {
    removals.commit(at, putting(Suffixes.CURRENT).build());
    assertThat(wakes).hasValue(0);
    removals.commit(at, putting(Suffixes.queued(ID)).build());
    assertThat(wakes).hasValue(1);
    assertThat(kv.get(Removals.HINTS, hint)).isPresent();
  }

  @Test
  void sweepIsNotWokenByWhatWasNotCommitted() {
    Bytes queued = Suffixes.queued(ID);
    Commit broken = putting(queued).expectAbsent(Suffixes.CURRENT).build();
    kv.commit(at.commit().put(Suffixes.CURRENT, VALUE).build());
    assertThat(removals.settle(at, broken, queued)).isInstanceOf(Outcome.Conflict.class);
    assertThat(wakes).hasValue(0);
  }
}
