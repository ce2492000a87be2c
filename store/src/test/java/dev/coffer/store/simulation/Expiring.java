package dev.coffer.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Unavailable;
import dev.coffer.store.TestStore;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.LifecycleConfiguration;
import dev.coffer.wire.s3.LifecycleConfiguration.Expiration;
import dev.coffer.wire.s3.LifecycleConfiguration.Filter;
import dev.coffer.wire.s3.LifecycleConfiguration.Rule;
import dev.coffer.wire.s3.LifecycleConfiguration.Tag;
import dev.coffer.wire.s3.PutBucketLifecycleConfiguration;
import dev.coffer.wire.s3.S3Exception;
import java.time.Instant;
import java.util.List;

/**
 * Rules by which what has a certain tag is due at any time, and so is a marker that hides nothing;
 * and the job that does what they say. It tells nobody what it did, so a pass may have done to each
 * key what the rules allowed at one moment of it.
 */
record Expiring(Plan plan) {
  private static final Instant LONG_AGO = Instant.parse("2026-11-01T00:00:00Z");

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
            rule("markers", all, new Expiration(null, null, true)));
    var document = Document.of(new LifecycleConfiguration(rules));
    var integrity = new Integrity("declared", null, null, ChecksumHeaders.NONE);
    var put =
        new PutBucketLifecycleConfiguration(
            plan.requests().bucket(), integrity, null, null, document);
    plan.store().lifecycles().put(TestStore.CALLER, put);
  }

  private static Rule rule(String id, Filter filter, Expiration expiration) {
    return new Rule(id, null, filter, "Enabled", expiration, null, null);
  }

  /** One pass over the bucket; whether it came to its end. */
  boolean pass(Asker asker, int number) {
    long begun = plan.history().tick();
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
      asker.maybe(state -> new Effect.Expired(of, Plan.deletion(of, marker, state)), begun, over);
      asker.maybe(_ -> new Effect.RemovedLonely(of), begun, over);
    }
    plan.history().note(number, "expiration since " + begun, told);
    return over;
  }

  /** A pass while nobody is there, after which nothing is due any more. */
  void requireDone(Asker asker, int number) {
    for (int i = 0; i < MOST && !pass(asker, number); i++) {
      plan.history().tick();
    }
    for (int key = 0; key < plan.keys(); key++) {
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
