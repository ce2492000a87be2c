package dev.coffer.store.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.TestStore;
import dev.coffer.store.bucket.LifecycleClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When the job believes the clock. */
final class ClockTrustTest {
  private final TestStore test = TestStore.empty();
  private final LifecycleClock clock = test.store.lifecycleClock();
  private final AtomicLong ticks = new AtomicLong(-5);
  private final ClockTrust trust = new ClockTrust(clock, ticks::get);

  private void pass(Duration time) {
    test.clock.advance(time);
    ticks.addAndGet(time.toNanos());
  }

  @Test
  void aNewStoreBelievesItsClock() {
    assertThat(trust.look()).isPresent();
    pass(Duration.ofHours(20));
    assertThat(trust.look()).isPresent();
  }

  @Test
  void aLeapIsBelievedAfterAnHour() {
    assertThat(trust.look()).isPresent();
    test.clock.advance(Duration.ofDays(400));
    assertThat(trust.look()).isEmpty();
    pass(Duration.ofMinutes(59));
    assertThat(trust.look()).isEmpty();
    assertThat(clock.leap()).isGreaterThan(Duration.ofDays(400));
    pass(Duration.ofMinutes(1));
    assertThat(trust.look()).isPresent();
    assertThat(clock.leap()).isZero();
    assertThat(trust.look()).isPresent();
  }

  @Test
  void aLeapThatWasTakenBackIsForgotten() {
    assertThat(trust.look()).isPresent();
    test.clock.advance(Duration.ofDays(400));
    assertThat(trust.look()).isEmpty();
    test.clock.advance(Duration.ofDays(-400));
    pass(Duration.ofMinutes(61));
    assertThat(trust.look()).isPresent();
    test.clock.advance(Duration.ofDays(2));
    assertThat(trust.look()).isEmpty();
    pass(Duration.ofHours(1));
    assertThat(trust.look()).isPresent();
  }

  @Test
  void aClockThatIsBehindIsNot() {
    assertThat(trust.look()).isPresent();
    test.clock.advance(Duration.ofHours(-2));
    assertThat(trust.look()).isEmpty();
    clock.accept();
    assertThat(trust.look()).isPresent();
  }
}
