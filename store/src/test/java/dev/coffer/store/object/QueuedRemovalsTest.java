package dev.coffer.store.object;

import static dev.coffer.store.TestStore.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.TestStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class QueuedRemovalsTest {
  private static final Bytes ID = Bytes.copyOf(new byte[16]);

  private final Meddling kv = new Meddling(new MemoryKv());
  private final TestStore test = TestStore.over(kv);
  private final ObjectGroup at = new ObjectGroup(test.store.buckets().require(BUCKET), "key");
  private final Key hint = new Key(Bytes.utf8("q").concat(at.blobHint()), ID);

  private void writeHint() {
    Bytes value = new FieldWriter().u8(1).u64(test.clock.millis()).toBytes();
    kv.commit(Commit.in(Removals.HINTS, hint.group()).put(ID, value).build());
  }

  @Test
  void hintThatIsWrittenAnewMeanwhileIsKept() {
    writeHint();
    test.clock.advance(Duration.ofHours(2));
    kv.beforeReading(Suffixes.QUEUED, this::writeHint);
    test.store.sweep().sweepOnce();
    assertThat(kv.done()).isTrue();
    assertThat(kv.get(Removals.HINTS, hint)).isPresent();
  }
}
