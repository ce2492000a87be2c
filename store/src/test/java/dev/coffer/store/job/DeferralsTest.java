package dev.coffer.store.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Key;
import dev.coffer.store.TestClock;
import dev.coffer.store.object.Outbox;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Events in the order of their numbers. */
final class DeferralsTest {
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final TestClock clock = new TestClock();
  private final Deferrals deferrals = new Deferrals(clock);

  private static Outbox.Waiting event(int number) {
    Bytes id = Bytes.utf8("event-%06d".formatted(number));
    return new Outbox.Waiting(new Entry(new Key(Bytes.utf8("shook"), id), Bytes.of((byte) 1)));
  }

  private void refuse(int from, int to) {
    for (int number = from; number < to; number++) {
      deferrals.refused(event(number));
    }
  }

  @Test
  void eachIsPutOffByItselfTwiceAsLongEachTime() {
    for (int times = 1; times < 4; times++) {
      assertThat(deferrals.refused(event(1))).isEqualTo(times);
      assertThat(deferrals.pause(IDLE)).isEqualTo(Duration.ofSeconds(1L << (times - 1)));
      assertThat(deferrals.putOff(event(1).id())).isTrue();
      assertThat(deferrals.putOff(event(2).id())).isFalse();
      clock.advance(Duration.ofSeconds(1L << (times - 1)));
      assertThat(deferrals.putOff(event(1).id())).isFalse();
    }
    deferrals.forget(event(1));
    assertThat(deferrals.pause(IDLE)).isEqualTo(IDLE);
  }

  @Test
  void thoseBeyondTheBoundRestTogetherAndPassesBeginBehindThem() {
    refuse(0, Deferrals.MOST);
    assertThat(deferrals.full()).isTrue();
    assertThat(deferrals.begin(null)).isNull();
    refuse(Deferrals.MOST, 100_000);
    assertThat(deferrals.refused(event(5000))).isZero();
    Key line = event(99_999).after();
    assertThat(deferrals.begin(null)).isEqualTo(line);
    assertThat(deferrals.begin(event(3).after())).isEqualTo(line);
    assertThat(deferrals.begin(event(100_000).after())).isEqualTo(event(100_000).after());
    assertThat(deferrals.pause(IDLE)).isEqualTo(Duration.ofSeconds(1));
    assertThat(takeUp(100_000)).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    for (int from = 0; from < 100_000; from += Deferrals.AT_ONCE) {
      int to = Math.min(from + Deferrals.AT_ONCE, 100_000);
      assertThat(takeUp(200_000))
          .hasSize(to - from)
          .startsWith(event(from))
          .endsWith(event(to - 1));
      assertThat(deferrals.begin(null)).as("nothing new waits for them").isEqualTo(line);
      assertThat(deferrals.pause(IDLE)).isEqualTo(Duration.ofMillis(100));
    }
    assertThat(takeUp(200_000)).isEmpty();
    assertThat(deferrals.begin(null)).as("none rests any more").isNull();
  }

  /** Else whoever refuses all that is new would have the same round for ever. */
  @Test
  void aRoundEndsWhereTheLineWasAndWhatCameToRestSinceRestsOn() {
    refuse(0, Deferrals.MOST + 1);
    clock.advance(Duration.ofSeconds(1));
    while (!takeUp(2000).isEmpty()) {
      deferrals.refused(event(1500));
    }
    assertThat(deferrals.begin(null)).isEqualTo(event(1500).after());
    assertThat(deferrals.pause(IDLE)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void whatHasNotHappenedIsLookedAtAgainThoughTheLineIsBehindIt() {
    refuse(0, Deferrals.MOST);
    deferrals.notYet(event(1500));
    refuse(2000, 2001);
    deferrals.notYet(event(3000));
    Key line = deferrals.begin(null);
    assertThat(line).isEqualTo(event(2000).after());
    for (int passes = 0; passes < 2; passes++) {
      assertThat(deferrals.announcedBefore(line)).containsExactly(event(1500));
    }
    deferrals.refused(event(1500));
    assertThat(deferrals.announcedBefore(line)).isEmpty();
  }

  /** Else those that are not remembered would rest before they were ever tried. */
  @Test
  void theLineStaysWhereMoreHaveNotHappenedThanAreRemembered() {
    refuse(0, Deferrals.MOST + 1);
    Key line = deferrals.begin(null);
    for (int number = 2000; number < 3001; number++) {
      deferrals.notYet(event(number));
    }
    refuse(4000, 4001);
    assertThat(deferrals.begin(null)).isEqualTo(line);
    assertThat(deferrals.announcedBefore(line)).isEmpty();
    refuse(4000, 4001);
    assertThat(deferrals.begin(null)).isEqualTo(event(4000).after());
  }

  /** Takes up some of so many that wait, and goes on behind them. */
  private List<Outbox.Waiting> takeUp(int waiting) {
    List<Outbox.Waiting> some =
        deferrals.takeUp(from ->
            IntStream.range(0, waiting)
                .mapToObj(DeferralsTest::event)
                .filter(at -> from == null || at.hint().key().compareTo(from) >= 0)
                .iterator());
    if (!some.isEmpty()) {
      deferrals.tried(some.getLast().after());
    }
    return some;
  }

  private void round(int waiting) {
    while (!takeUp(waiting).isEmpty()) {
      refuse(Deferrals.MOST, waiting);
    }
  }

  @Test
  void theyRestTwiceAsLongEachTimeUntilAllHaveAPlace() {
    refuse(0, Deferrals.MOST);
    refuse(Deferrals.MOST, Deferrals.MOST + 3);
    for (int times = 1; times < 20; times++) {
      Duration rest = Duration.ofSeconds(Math.min(1L << Math.min(times - 1, 12), 3600));
      assertThat(deferrals.pause(Duration.ofDays(1))).isEqualTo(rest);
      clock.advance(rest);
      round(Deferrals.MOST + 3);
    }
    clock.advance(Duration.ofHours(1));
    while (!takeUp(Deferrals.MOST + 3).isEmpty()) {
      assertThat(deferrals.pause(IDLE)).isEqualTo(Duration.ofMillis(100));
    }
    refuse(Deferrals.MOST, Deferrals.MOST + 1);
    assertThat(deferrals.pause(IDLE)).isEqualTo(Duration.ofSeconds(1));
  }

  /** Else a job would run ten times a second, and look at none of them. */
  @Test
  void whatIsDueBeforeTheLineWaitsForTheRest() {
    refuse(0, Deferrals.MOST + 1);
    clock.advance(Duration.ofSeconds(1));
    round(Deferrals.MOST + 1);
    clock.advance(Duration.ofMillis(500));
    assertThat(deferrals.pause(IDLE)).isEqualTo(Duration.ofMillis(1500));
  }
}
