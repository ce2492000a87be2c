package dev.coffer.store.object;

import static dev.coffer.store.object.Expiring.ALL;
import static dev.coffer.store.object.Expiring.days;
import static dev.coffer.store.object.Expiring.earlier;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.lock.LockRules;
import dev.coffer.wire.s3.ObjectLockHeaders;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Locks bind rules, in both modes and by hold; a marker may lie over what is locked. */
final class LifecycleLocksTest {
  private final Locking locking = new Locking();
  private final Expiring in = new Expiring(locking.test);

  private ObjectLockHeaders until(String mode, int days) {
    var end = in.test().clock.instant().plus(Duration.ofDays(days));
    return new ObjectLockHeaders(mode, LockRules.text(end), null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GOVERNANCE", "COMPLIANCE"})
  void aLockedVersionIsHiddenAndStaysUntilItsPeriodEnds(String mode) {
    String locked = locking.put("k", until(mode, 50));
    in.rules(days("all", ALL, 1), earlier(ALL, 1, null));
    in.pass(40);
    in.run();
    in.pass(5);
    in.run();
    assertThat(in.versions()).hasSize(2).element(1).isEqualTo("k " + locked);
    assertThat(in.versions().getFirst()).startsWith("k -");
    in.pass(6);
    in.run();
    in.run();
    assertThat(in.versions()).isEmpty();
    in.requireCounted();
  }

  @Test
  void aHoldBindsUntilItIsTakenOff() {
    String held = locking.put("k", ObjectLockHeaders.NONE);
    locking.hold("k", held, true);
    String free = locking.put("k", ObjectLockHeaders.NONE);
    String current = locking.put("k", ObjectLockHeaders.NONE);
    in.rules(earlier(ALL, 1, null));
    in.pass(1000);
    in.run();
    assertThat(in.versions())
        .containsExactly("k " + current, "k " + held)
        .doesNotContain("k " + free);
    locking.hold("k", held, false);
    in.run();
    assertThat(in.versions()).containsExactly("k " + current);
  }
}
