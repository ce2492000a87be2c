package dev.coffer.store.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.logging.AccessRecord.Asked;
import dev.coffer.store.logging.AccessRecord.Asker;
import dev.coffer.store.logging.AccessRecord.Connection;
import dev.coffer.store.logging.AccessRecord.Outcome;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LogQueueTest {
  private static final Instant NIGHT = Instant.parse("2026-11-29T23:59:59.9Z");
  private static final LogSource SOURCE = new LogSource("b", "123456789012", "c".repeat(64));

  private final AtomicInteger full = new AtomicInteger();

  private LogQueue queue(long maxBytes, long objectBytes) {
    return new LogQueue(maxBytes, objectBytes, full::incrementAndGet);
  }

  private static Logged to(String bucket, KeyForm form) {
    return new Logged(SOURCE, new LogTarget(bucket, "p/", form));
  }

  private static AccessRecord record(String id, Instant time) {
    return new AccessRecord(
        time,
        new Asker(null, null, id, "HOST", Connection.NONE),
        new Asked("REST.GET.BUCKET", null, null, null),
        new Outcome(200, null, 0, null, null));
  }

  private static List<String> ids(LogBatch batch) {
    return batch.lines().stream().map(line -> line.split(" ", -1)[6]).toList();
  }

  @Test
  void recordsOfOneBucketForOneTargetAreOneBatchInTheirOrder() {
    LogQueue queue = queue(1 << 20, 1 << 20);
    queue.add(to("x", KeyForm.SIMPLE), record("1", NIGHT));
    queue.add(to("y", KeyForm.SIMPLE), record("2", NIGHT));
    queue.add(to("x", KeyForm.SIMPLE), record("3", NIGHT.plusSeconds(1)));
    List<LogBatch> batches = queue.takeAll();
    assertThat(batches)
        .extracting(LogQueueTest::ids)
        .containsExactly(List.of("1", "3"), List.of("2"));
    assertThat(queue.takeAll()).isEmpty();
    assertThat(new String(batches.getFirst().content(), java.nio.charset.StandardCharsets.US_ASCII))
        .isEqualTo(String.join("\n", batches.getFirst().lines()) + "\n");
  }

  @Test
  void partitionsByEventHoldOneDayEach() {
    LogQueue queue = queue(1 << 20, 1 << 20);
    queue.add(to("x", KeyForm.BY_EVENT), record("1", NIGHT));
    queue.add(to("x", KeyForm.BY_EVENT), record("2", NIGHT.plusSeconds(1)));
    List<LogBatch> batches = queue.takeAll();
    assertThat(batches)
        .extracting(LogBatch::day)
        .containsExactly(LocalDate.of(2026, 11, 29), LocalDate.of(2026, 11, 30));
    var keys = new LogKeys("us-east-1");
    assertThat(keys.of(batches.getLast(), NIGHT.plusSeconds(9000), "U"))
        .isEqualTo("p/123456789012/us-east-1/b/2026/11/30/2026-11-30-00-00-00-U");
  }

  @Test
  void keysHaveTheTimeOfDelivery() {
    var keys = new LogKeys("eu-west-3");
    var simple = new LogBatch(to("x", KeyForm.UNSAID), null, List.of("l"));
    assertThat(keys.of(simple, NIGHT, "0123456789ABCDEF"))
        .isEqualTo("p/2026-11-29-23-59-59-0123456789ABCDEF");
    var partitioned = new LogBatch(to("x", KeyForm.BY_DELIVERY), null, List.of("l"));
    assertThat(keys.of(partitioned, NIGHT, "U"))
        .isEqualTo("p/123456789012/eu-west-3/b/2026/11/29/2026-11-29-23-59-59-U");
  }

  @Test
  void whatFillsAnObjectIsTakenAloneAndTold() {
    LogQueue queue = queue(1 << 20, 400);
    queue.add(to("x", KeyForm.SIMPLE), record("1", NIGHT));
    queue.add(to("y", KeyForm.SIMPLE), record("2", NIGHT));
    queue.add(to("x", KeyForm.SIMPLE), record("3", NIGHT));
    assertThat(full).hasValue(0);
    queue.add(to("x", KeyForm.SIMPLE), record("4", NIGHT));
    assertThat(full).hasValue(1);
    queue.add(to("x", KeyForm.SIMPLE), record("5", NIGHT));
    assertThat(full).hasValue(1);
    assertThat(queue.takeFull())
        .extracting(LogQueueTest::ids)
        .containsExactly(List.of("1", "3"), List.of("4", "5"));
    assertThat(queue.takeAll()).extracting(LogQueueTest::ids).containsExactly(List.of("2"));
  }

  @Test
  void whatFindsNoRoomIsCounted() {
    LogQueue queue = queue(600, 1 << 20);
    for (int i = 0; i < 10; i++) {
      queue.add(to("x", KeyForm.SIMPLE), record(Integer.toString(i), NIGHT));
    }
    int kept = queue.takeAll().getFirst().lines().size();
    assertThat(kept).isBetween(1, 3);
    assertThat(queue.dropped()).isEqualTo(10 - kept);
    assertThat(queue.dropped()).isZero();
    queue.add(to("x", KeyForm.SIMPLE), record("again", NIGHT));
    assertThat(queue.takeAll()).hasSize(1);
  }

  @Test
  void oneBucketTakesNoMoreThanAQuarterOfTheRoom() {
    LogQueue queue = queue(8000, 1000);
    Logged loud = to("x", KeyForm.SIMPLE);
    for (int i = 0; i < 100; i++) {
      queue.add(i % 2 == 0 ? loud : to("y", KeyForm.BY_EVENT), record(Integer.toString(i), NIGHT));
    }
    var other = new LogSource("other", "123456789012", "c".repeat(64));
    queue.add(new Logged(other, loud.target()), record("quiet", NIGHT));
    List<LogBatch> batches = queue.takeAll();
    assertThat(batches.getLast()).extracting(LogQueueTest::ids).isEqualTo(List.of("quiet"));
    int kept = batches.stream().mapToInt(batch -> batch.lines().size()).sum() - 1;
    assertThat(kept).isBetween(1, 12);
    assertThat(queue.dropped()).isEqualTo(100 - kept);
    queue.putBack(batches.getFirst());
    queue.add(loud, record("room", NIGHT));
    assertThat(queue.takeAll().stream().flatMap(batch -> ids(batch).stream())).endsWith("room");
  }

  @Test
  void whatIsPutBackComesFirst() {
    LogQueue queue = queue(1 << 20, 1 << 20);
    queue.add(to("x", KeyForm.SIMPLE), record("1", NIGHT));
    LogBatch early = queue.takeAll().getFirst();
    queue.add(to("x", KeyForm.SIMPLE), record("2", NIGHT));
    queue.putBack(early);
    assertThat(queue.takeAll()).extracting(LogQueueTest::ids).containsExactly(List.of("1", "2"));
  }

  @Test
  void aClosedQueueCountsWhateverComes() {
    LogQueue queue = queue(1 << 20, 1 << 20);
    queue.add(to("x", KeyForm.SIMPLE), record("1", NIGHT));
    queue.close();
    queue.add(to("x", KeyForm.SIMPLE), record("2", NIGHT));
    assertThat(queue.takeAll()).isEmpty();
    assertThat(queue.dropped()).isEqualTo(2);
  }
}
