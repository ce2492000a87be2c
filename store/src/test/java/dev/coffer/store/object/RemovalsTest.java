package dev.coffer.store.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.MemoryKv;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RemovalsTest {
  private static final Bytes VALUE = Bytes.of((byte) 1);

  private final AtomicInteger wakes = new AtomicInteger();
  private final Removals removals =
      new Removals(new MemoryKv(), InstantSource.system(), wakes::incrementAndGet);

  private static Commit putting(Bytes suffix) {
    return Commit.in(new Index("some"), Bytes.utf8("key")).put(suffix, VALUE).build();
  }

  @Test
  void sweepIsWokenOnlyWhenSomethingWasQueued() {
    removals.committed(putting(Suffixes.CURRENT));
    assertThat(wakes).hasValue(0);
    removals.committed(putting(Suffixes.queued(Bytes.copyOf(new byte[16]))));
    assertThat(wakes).hasValue(1);
  }
}
