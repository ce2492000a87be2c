package dev.coffer.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Unavailable;
import dev.coffer.store.TestStore;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.LifecycleConfiguration;
import dev.coffer.wire.s3.LifecycleConfiguration.AbortIncompleteMultipartUpload;
import dev.coffer.wire.s3.LifecycleConfiguration.Expiration;
import dev.coffer.wire.s3.LifecycleConfiguration.Filter;
import dev.coffer.wire.s3.LifecycleConfiguration.NoncurrentVersionExpiration;
import dev.coffer.wire.s3.LifecycleConfiguration.Rule;
import dev.coffer.wire.s3.LifecycleConfiguration.Tag;
import dev.coffer.wire.s3.PutBucketLifecycleConfiguration;
import dev.coffer.wire.s3.S3Exception;
import java.time.Instant;
import java.util.List;

/**
 * Rules by which what has a certain tag is due at any time, and so is a marker that hides nothing;
 * what is on one key is due after days, and on another what is not the newest any more, and uploads
 * are; and the job that does what they say. It tells nobody what it did, so a pass may have done to
 * each key what the rules allowed at one moment of it.
 */
record Expiring(Plan plan) {
  private static final Instant LONG_AGO = Instant.parse("2026-11-01T00:00:00Z");

  /** What this key holds is due after days. */
  static final int AGED = 1;

  /** What this key does not hold any more is due after days. */
  static final int EARLIER = 2;

  private static final int DAYS = 1;

  /** So often a pass may fail while nobody is there. */
  private static final int MOST = 40;

  /** Puts the rules. */
  void begin() {
    var tag = new Tag(TagChanges.NAME, String.valueOf(TagChanges.DUE));
    var tagged = new Filter(null, tag, null, null, null);
    var all = new Filter("", null, null, null, null);
    var rules =
        List.of(
            rule("tagged", tagged, new Expiration(LONG_AGO, null, null)),
            rule("markers", all, new Expiration(null, null, true)),
            rule("aged", key(AGED), new Expiration(null, DAYS, null)),
            new Rule(
                "earlier",
                null,
                key(EARLIER),
                "Enabled",
                null,
                new NoncurrentVersionExpiration(DAYS, null),
                null),
            new Rule(
                "uploads",
                null,
                all,
                "Enabled",
                null,
                null,
                new AbortIncompleteMultipartUpload(DAYS)));
    var document = Document.of(new LifecycleConfiguration(rules));
    var integrity = new Integrity("declared", null, null, ChecksumHeaders.NONE);
    var put =
        new PutBucketLifecycleConfiguration(
            plan.requests().bucket(), integrity, null, null, document);
    plan.store().lifecycles().put(TestStore.CALLER, put);
  }

  private static Filter key(int key) {
    return new Filter(Requests.key(key), null, null, null, null);
  }

  /**
   * Whether what began on that day is due: at the first midnight that is not before so many days.
   */
  static boolean isDue(int begun, int today) {
    return today > begun + DAYS;
  }

  private static Rule rule(String id, Filter filter, Expiration expiration) {
    return new Rule(id, null, filter, "Enabled", expiration, null, null);
  }

  /** One pass over the bucket; whether it came to its end. */
  boolean pass(Asker asker, int number) {
    long begun = plan.history().tick();
    int today = plan.today();
    String told = "done";
    boolean over = false;
    try {
      plan.store().lifecycle().runOnce();
      over = true;
    } catch (Unavailable | Ended e) {
      plan.requireNoDamage(e);
      told = "unknown, " + e.getMessage();
    }
    for (int key = 0; key < plan.keys(); key++) {
      int of = key;
      Version marker = plan.contents().marker();
      asker.maybe(
          state -> new ExpirationEffects.Expired(of, plan.deletion(of, marker, state), today),
          begun,
          over);
      asker.maybe(_ -> new ExpirationEffects.RemovedLonely(of), begun, over);
    }
    for (Version version : old(EARLIER, today)) {
      asker.maybe(
          _ -> new ExpirationEffects.RemovedEarlier(EARLIER, version, today, plan.now()),
          begun,
          over);
    }
    for (Upload upload : old(today)) {
      asker.maybe(_ -> new UploadEffects.Aborted(upload.key(), upload.version()), begun, over);
    }
    plan.history().note(number, "expiration since " + begun, told);
    return over;
  }

  /** Uploads that are due, if they go on. */
  private List<Upload> old(int today) {
    return plan.uploads().stream().filter(upload -> isDue(upload.day(), today)).toList();
  }

  /** Versions that may be due, if they are not the newest. */
  private List<Version> old(int key, int today) {
    return plan.history().steps().stream()
        .flatMap(step -> step.effect().ways().stream())
        .map(way -> way instanceof ExpirationEffects.Expired expired ? expired.deletion() : way)
        .flatMap(way -> Effect.put(way).stream())
        .filter(put -> put.key() == key && isDue(put.kept().made(), today))
        .map(Effect.Put::version)
        .distinct()
        .toList();
  }

  /** A pass while nobody is there, after which nothing is due any more. */
  void requireDone(Asker asker, int number) {
    for (int i = 0; i < MOST && !pass(asker, number); i++) {
      plan.history().tick();
    }
    long begun = plan.history().tick();
    for (Upload upload : old(plan.today())) {
      plan.history().sure(new UploadEffects.SeenEnded(upload.key(), upload.version()), begun);
    }
    for (int key = 0; key < plan.keys(); key++) {
      var nothing = new ExpirationEffects.SeenNothingDue(key, plan.today(), plan.now());
      plan.history().sure(nothing, begun);
      assertThat(tags(key)).as("tags of key %d after a pass", key).isNotEqualTo(TagChanges.DUE);
    }
  }

  private int tags(int key) {
    try {
      return TagChanges.shown(plan, key, null);
    } catch (S3Exception _) {
      return 0;
    }
  }
}
