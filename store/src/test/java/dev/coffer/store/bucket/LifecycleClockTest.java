package dev.coffer.store.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.TestClock;
import dev.coffer.store.TestStore;
import dev.coffer.store.bucket.LifecycleClock.Times;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A clock that goes back: what carries its times is not old. */
final class LifecycleClockTest {
  private static final Instant START = Instant.ofEpochMilli(TestClock.START.toEpochMilli());

  private final TestStore test = TestStore.empty();
  private final LifecycleClock clock = test.store.lifecycleClock();

  private Instant now() {
    return Instant.ofEpochMilli(test.clock.millis());
  }

  @Test
  void aClockThatGoesOnIsBelieved() {
    assertThat(clock.leap()).isZero();
    assertThat(clock.look()).isEqualTo(Times.at(START));
    test.clock.advance(Duration.ofDays(3));
    assertThat(clock.leap()).isEqualTo(Duration.ofDays(3));
    Times times = clock.look();
    assertThat(times).isEqualTo(Times.at(now()));
    assertThat(times.made(START)).isEqualTo(START);
    assertThat(clock.leap()).isZero();
  }

  @Test
  void anHourBackIsTolerated() {
    clock.look();
    test.clock.advance(Duration.ofHours(-1));
    assertThat(clock.look().behind()).isFalse();
    assertThat(clock.leap()).isZero();
    test.clock.advance(Duration.ofMillis(-1));
    assertThat(clock.look().behind()).isTrue();
  }

  @Test
  void whatWasWrittenByAClockThatWasBehindCountsAsMadeWhenItWasRightAgain() {
    clock.look();
    test.clock.advance(Duration.ofDays(-400));
    assertThat(clock.look().behind()).isTrue();
    Instant wrong = now();
    test.clock.advance(Duration.ofDays(399));
    assertThat(clock.look().behind()).isTrue();
    test.clock.advance(Duration.ofDays(2));
    Instant right = now();
    Times times = clock.look();
    assertThat(times.behind()).isFalse();
    assertThat(times.made(wrong)).isEqualTo(right);
    assertThat(times.made(wrong.minus(Duration.ofMinutes(59)))).isEqualTo(right);
    assertThat(times.made(START)).isEqualTo(right);
    Instant before = wrong.minus(Duration.ofHours(2));
    assertThat(times.made(before)).isEqualTo(before);
    Instant later = right.plusMillis(1);
    assertThat(times.made(later)).isEqualTo(later);
    test.clock.advance(Duration.ofDays(30));
    assertThat(clock.look().made(wrong)).isEqualTo(right);
    assertThat(clock.look().made(later)).isEqualTo(later);
  }

  @Test
  void anotherTimeBackWidensTheSpan() {
    clock.look();
    test.clock.advance(Duration.ofDays(-10));
    clock.look();
    Instant first = now();
    test.clock.advance(Duration.ofDays(11));
    clock.look();
    test.clock.advance(Duration.ofDays(-5));
    assertThat(clock.look().behind()).isTrue();
    test.clock.advance(Duration.ofDays(6));
    Times times = clock.look();
    assertThat(times.made(first)).isEqualTo(now());
    assertThat(times.behind()).isFalse();
  }

  @Test
  void theOperatorMaySayThatTheClockIsRight() {
    test.clock.advance(Duration.ofDays(10_000));
    clock.look();
    test.clock.advance(Duration.ofDays(-10_000));
    assertThat(clock.look().behind()).isTrue();
    clock.accept();
    Times times = clock.look();
    assertThat(times.behind()).isFalse();
    assertThat(times.highest()).isEqualTo(START);
    assertThat(times.made(START.minusMillis(1))).isEqualTo(START);
    Instant old = START.minus(Duration.ofDays(2));
    assertThat(times.made(old)).isEqualTo(old);
    clock.accept();
    assertThat(clock.look()).isEqualTo(times);
  }

  @Test
  void allOfItOutlivesTheProcess() {
    clock.look();
    test.clock.advance(Duration.ofDays(-2));
    clock.look();
    TestStore next = test.restart();
    assertThat(next.store.lifecycleClock().look().behind()).isTrue();
  }
}
