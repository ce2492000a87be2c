package dev.coffer.store.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Key;
import dev.coffer.store.TestClock;
import dev.coffer.store.object.Outbox;
import java.time.Duration;
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
    deferrals.forget(event(1).id());
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
    clock.advance(Duration.ofSeconds(1));
    assertThat(deferrals.begin(null)).as("all are taken up again").isNull();
  }

  @Test
  void theyRestTwiceAsLongEachTimeUntilAllHaveAPlace() {
    refuse(0, Deferrals.MOST);
    for (int times = 1; times < 20; times++) {
      deferrals.begin(null);
      refuse(Deferrals.MOST, Deferrals.MOST + 3);
      deferrals.passed();
      Duration rest = Duration.ofSeconds(Math.min(1L << Math.min(times - 1, 12), 3600));
      assertThat(deferrals.pause(Duration.ofDays(1))).isEqualTo(rest);
      clock.advance(rest);
    }
    deferrals.begin(null);
    deferrals.passed();
    refuse(Deferrals.MOST, Deferrals.MOST + 1);
    assertThat(deferrals.pause(IDLE)).isEqualTo(Duration.ofSeconds(1));
  }

  /** Else a job would run ten times a second, and look at none of them. */
  @Test
  void whatIsDueBeforeTheLineWaitsForTheRest() {
    refuse(0, Deferrals.MOST + 1);
    clock.advance(Duration.ofSeconds(1));
    deferrals.begin(null);
    refuse(Deferrals.MOST, Deferrals.MOST + 1);
    clock.advance(Duration.ofMillis(500));
    assertThat(deferrals.pause(IDLE)).isEqualTo(Duration.ofMillis(1500));
  }
}
