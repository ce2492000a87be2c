package dev.coffer.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.TestStore;
import dev.coffer.store.lock.BucketLock;
import dev.coffer.store.lock.DefaultRetention;
import dev.coffer.store.lock.DefaultRetention.Unit;
import dev.coffer.store.lock.LockMode;
import dev.coffer.store.lock.LockRules;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.GetObjectLockConfiguration;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.PutObjectLockConfiguration;
import java.util.Set;
import java.util.SplittableRandom;

/** The periods that the bucket of a run gives by default, and which may have been in force. */
final class Defaults {
  /** The longest of them. */
  static final int MOST_DAYS = 3;

  private final History history;
  private final String bucket;
  private final Setting<BucketLock> setting;

  Defaults(History history, String bucket) {
    this.history = history;
    this.bucket = bucket;
    this.setting = new Setting<>(history, BucketLock.ON);
  }

  static BucketLock any(SplittableRandom random) {
    LockMode mode = random.nextInt(3) == 0 ? LockMode.COMPLIANCE : LockMode.GOVERNANCE;
    return random.nextInt(3) == 0
        ? BucketLock.ON
        : new BucketLock(new DefaultRetention(mode, Unit.DAYS, 1 + random.nextInt(MOST_DAYS)));
  }

  /** Sets one; another process may be asked to, if this one fails. */
  void set(Plan plan, BucketLock lock) {
    setting.set(lock, putting(plan, lock));
  }

  private Runnable putting(Plan plan, BucketLock lock) {
    var integrity = new Integrity("declared", null, null, ChecksumHeaders.NONE);
    var document = Document.of(LockRules.shown(lock));
    var op = new PutObjectLockConfiguration(bucket, integrity, null, null, document);
    return () -> plan.store().bucketLocks().put(TestStore.CALLER, op);
  }

  /** The same for one of many clients. */
  void set(Plan plan, int client, BucketLock lock) {
    setting.set(plan, client, lock, putting(plan, lock));
  }

  /** Looks at it while nobody changes it. */
  void look(Plan plan) {
    long begun = history.tick();
    var op = new GetObjectLockConfiguration(bucket, null);
    BucketLock shown =
        LockRules.ofBucket(
            plan.store().bucketLocks().get(TestStore.CALLER, op).configuration().read());
    assertThat(setting.possible(begun)).as("what is the default").contains(shown);
    setting.seen(shown, begun);
  }

  /** The process that was asked has ended. */
  void restarted() {
    setting.restarted();
  }

  /** Which may have been in force since then. */
  Set<BucketLock> possible(long since) {
    return setting.possible(since);
  }
}
