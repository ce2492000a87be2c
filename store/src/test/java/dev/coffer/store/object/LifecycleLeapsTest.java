package dev.coffer.store.object;

import static dev.coffer.store.object.Expiring.ALL;
import static dev.coffer.store.object.Expiring.days;
import static dev.coffer.store.object.Expiring.earlier;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.kv.ForwardingKv;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.storage.kv.Page;
import dev.coffer.store.TestStore;
import dev.coffer.store.lock.LockRules;
import dev.coffer.wire.s3.ObjectLockHeaders;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clock that leaps or falls back while a pass goes on. */
final class LifecycleLeapsTest {
  private static final Duration YEARS = Duration.ofDays(20 * 365);

  /** Does something each time when a page of a bucket was read. */
  private static final class Paged extends ForwardingKv {
    private static final int PAGE = 512;

    private final Deque<Runnable> next = new ArrayDeque<>();

    Paged(KvStore kv) {
      super(kv);
    }

    void behindPages(Runnable... actions) {
      next.addAll(java.util.List.of(actions));
    }

    /** Does what was not come to. */
    void rest() {
      while (!next.isEmpty()) {
        next.remove().run();
      }
    }

    @Override
    public Page scan(Index index, Key from, int limit) {
      Page page = super.scan(index, from, limit);
      if (limit == PAGE && !next.isEmpty()) {
        next.remove().run();
      }
      return page;
    }
  }

  private final Paged kv = new Paged(new MemoryKv());

  private static void job(Expiring in) {
    in.test().store.lifecycle().run();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GOVERNANCE", "COMPLIANCE"})
  void aClockThatLeapsInAPassUnlocksNothing(String mode) {
    Locking locking = Locking.over(kv);
    var in = new Expiring(locking.test);
    var end = in.test().clock.instant().plus(Duration.ofDays(3650));
    String locked = locking.put("k", new ObjectLockHeaders(mode, LockRules.text(end), null));
    String free = locking.put("k", ObjectLockHeaders.NONE);
    String current = locking.put("k", ObjectLockHeaders.NONE);
    in.rules(earlier(ALL, 1, null));
    in.pass(10);
    kv.behindPages(() -> in.test().clock.advance(YEARS));
    job(in);
    assertThat(in.versions())
        .containsExactly("k " + current, "k " + locked)
        .doesNotContain("k " + free);
    in.test().clock.advance(YEARS.negated());
    job(in);
    assertThat(in.versions()).containsExactly("k " + current, "k " + locked);
    in.requireCounted();
  }

  @Test
  void aPassInWhichTheClockLeapsEndsAndIsTakenUpOnceItIsRight() {
    var in = new Expiring(TestStore.over(kv));
    in.test().createBucket("a-bucket");
    in.put("k");
    in.rules("a-bucket", days("all", ALL, 1));
    in.rules(days("all", ALL, 1));
    in.pass(10);
    kv.behindPages(() -> in.test().clock.advance(YEARS));
    job(in);
    assertThat(in.keys()).containsExactly("k");
    in.test().clock.advance(YEARS.negated());
    job(in);
    assertThat(in.keys()).isEmpty();
  }

  @Test
  void whatWasWrittenByAClockThatFellBackInAPassIsNotOld() {
    var in = new Expiring(TestStore.over(kv));
    for (String bucket : new String[] {"a-bucket", "b-bucket"}) {
      in.test().createBucket(bucket);
      in.rules(bucket, days("all", ALL, 1));
    }
    in.rules(days("all", ALL, 1));
    job(in);
    in.test().clock.advance(Duration.ofHours(2));
    kv.behindPages(
        () -> {
          in.test().clock.advance(Duration.ofDays(-400));
          in.put("k");
        },
        () -> in.test().clock.advance(Duration.ofDays(400)));
    job(in);
    kv.rest();
    job(in);
    assertThat(in.keys()).containsExactly("k");
    for (int i = 0; i < 3; i++) {
      in.test().clock.advance(Duration.ofHours(20));
      job(in);
    }
    assertThat(in.keys()).isEmpty();
  }
}
