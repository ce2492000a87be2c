package dev.coffer.store.object;

import static dev.coffer.store.Refusals.assertRefused;
import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static dev.coffer.store.object.Expiring.ALL;
import static dev.coffer.store.object.Expiring.days;
import static dev.coffer.store.object.Expiring.earlier;
import static dev.coffer.store.object.Expiring.lonely;
import static dev.coffer.store.object.Expiring.prefix;
import static dev.coffer.store.object.Expiring.rule;
import static dev.coffer.store.object.Expiring.uploads;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.store.TestStore;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.DeleteBucketLifecycle;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.GetBucketLifecycleConfiguration;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.LifecycleConfiguration;
import dev.coffer.wire.s3.LifecycleConfiguration.And;
import dev.coffer.wire.s3.LifecycleConfiguration.Expiration;
import dev.coffer.wire.s3.LifecycleConfiguration.Filter;
import dev.coffer.wire.s3.LifecycleConfiguration.Rule;
import dev.coffer.wire.s3.LifecycleConfiguration.Tag;
import dev.coffer.wire.s3.ObjectLockHeaders;
import dev.coffer.wire.s3.PutBucketLifecycleConfiguration;
import dev.coffer.wire.s3.S3Error;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the rules remove, when, and what they leave. */
final class LifecycleTest {
  private final Expiring in = new Expiring(TestStore.withBucket());
  private final TestStore test = in.test();

  private GetBucketLifecycleConfiguration.Output shown() {
    return test.store.lifecycles().get(CALLER, new GetBucketLifecycleConfiguration(BUCKET, null));
  }

  private void put(@Nullable String minimum, Integrity integrity, Rule... rules) {
    var document = Document.of(new LifecycleConfiguration(List.of(rules)));
    test.store
        .lifecycles()
        .put(
            CALLER,
            new PutBucketLifecycleConfiguration(BUCKET, integrity, minimum, null, document));
  }

  @Test
  void rulesArePutShownReplacedAndDeleted() {
    assertRefused(S3Error.NoSuchLifecycleConfiguration, this::shown);
    in.rules(days("a", prefix("x"), 1), uploads(3));
    assertThat(shown().configuration().read().rules())
        .containsExactly(days("a", prefix("x"), 1), uploads(3));
    in.rules(lonely());
    assertThat(shown().configuration().read().rules()).containsExactly(lonely());
    assertThat(shown().transitionDefaultMinimumObjectSize()).isEqualTo("all_storage_classes_128K");
    test.store.lifecycles().delete(CALLER, new DeleteBucketLifecycle(BUCKET, null));
    assertRefused(S3Error.NoSuchLifecycleConfiguration, this::shown);
    test.store.lifecycles().delete(CALLER, new DeleteBucketLifecycle(BUCKET, null));
  }

  @Test
  void whatIsSaidAboutTransitionsIsTakenWhereItHolds() {
    put("all_storage_classes_128K", Expiring.DECLARED, lonely());
    assertRefused(
        S3Error.NotImplemented, () -> put("varies_by_storage_class", Expiring.DECLARED, lonely()));
    assertRefused(
        S3Error.InvalidRequest,
        "Invalid TransitionDefaultMinimumObjectSize found: all_of_them",
        () -> put("all_of_them", Expiring.DECLARED, lonely()));
    assertRefused(
        S3Error.InvalidRequest,
        "Missing required header for this request: Content-MD5 OR x-amz-checksum-*",
        () -> put(null, Integrity.NONE, lonely()));
  }

  @Test
  void anObjectGoesAtItsMidnightAndNotBefore() {
    in.put("tmp/a");
    in.put("kept");
    in.rules(days("tmp", prefix("tmp/"), 1));
    Instant due = Instant.parse("2026-11-25T00:00:00Z");
    test.clock.advance(Duration.between(test.clock.instant(), due).minusMillis(1));
    in.run();
    assertThat(in.keys()).containsExactly("kept", "tmp/a");
    test.clock.advance(Duration.ofMillis(1));
    in.run();
    assertThat(in.versions()).containsExactly("kept null");
    in.requireCounted();
    assertThat(test.store.sweep().sweepOnce().removals()).isZero();
  }

  @Test
  void blobsOfWhatExpiredAreSweptToo() {
    test.put(TestStore.putOp("large", new byte[100_000]));
    in.rules(days("all", ALL, 1));
    in.pass(3);
    in.run();
    assertThat(in.versions()).isEmpty();
    assertThat(test.store.sweep().sweepOnce().removals()).isEqualTo(1);
    in.requireCounted();
  }

  @Test
  void aDateInThePastIsDueAtOnce() {
    in.put("a");
    Instant today = test.clock.instant().truncatedTo(ChronoUnit.DAYS);
    in.rules(rule("r", ALL, new Expiration(today.plus(Duration.ofDays(1)), null, null)));
    in.run();
    assertThat(in.keys()).containsExactly("a");
    in.rules(rule("r", ALL, new Expiration(today, null, null)));
    in.run();
    assertThat(in.versions()).isEmpty();
  }

  @Test
  void withVersionsAMarkerHidesTheObjectAndGoesWhenItIsAlone() {
    test.setVersioning("Enabled");
    String version = in.put("k");
    in.rules(days("all", ALL, 1), earlier(ALL, 5, null));
    in.pass(2);
    in.run();
    in.run();
    assertThat(in.versions()).hasSize(2).element(1).isEqualTo("k " + version);
    assertThat(in.versions().getFirst()).startsWith("k -");
    in.pass(5);
    in.run();
    assertThat(in.versions()).hasSize(2);
    in.pass(1);
    in.run();
    assertThat(in.versions()).singleElement().asString().startsWith("k -");
    in.run();
    assertThat(in.versions()).isEmpty();
    in.requireCounted();
  }

  @Test
  void lonelyMarkersGoAndOthersStay() {
    test.setVersioning("Enabled");
    test.delete("alone");
    in.put("hides");
    test.delete("hides");
    in.rules(lonely());
    in.run();
    assertThat(in.versions()).hasSize(2).allMatch(line -> line.startsWith("hides "));
  }

  @Test
  void suspendedVersioningPutsTheNullMarkerInThePlaceOfTheNullVersion() {
    in.put("null");
    test.setVersioning("Enabled");
    String kept = in.put("kept");
    test.setVersioning("Suspended");
    in.rules(days("all", ALL, 1));
    in.pass(3);
    in.run();
    assertThat(in.versions()).containsExactly("kept -null", "kept " + kept, "null -null");
    in.requireCounted();
  }

  @Test
  void daysOfAnEarlierVersionRunFromWhenItCeasedToBeCurrent() {
    test.setVersioning("Enabled");
    in.put("k");
    in.pass(100);
    String current = in.put("k");
    in.rules(earlier(ALL, 10, null));
    in.pass(10);
    in.run();
    assertThat(in.versions()).hasSize(2);
    in.pass(1);
    in.run();
    assertThat(in.versions()).containsExactly("k " + current);
    in.pass(1000);
    in.run();
    assertThat(in.versions()).containsExactly("k " + current);
  }

  @Test
  void markersDoNotCountAmongTheVersionsThatAreKept() {
    test.setVersioning("Enabled");
    String oldest = in.put("k");
    String older = in.put("k");
    test.delete("k");
    String old = in.put("k");
    String current = in.put("k");
    in.rules(earlier(ALL, 1, 2));
    in.pass(3);
    in.run();
    assertThat(in.versions())
        .filteredOn(line -> !line.contains("-"))
        .containsExactly("k " + current, "k " + old, "k " + older)
        .doesNotContain("k " + oldest);
  }

  @Test
  void whatAnotherRuleRemovesIsNotAmongTheVersionsThatAreKept() {
    test.setVersioning("Enabled");
    String first = in.put("k");
    String second = in.put("k");
    String third = in.put("k");
    in.tagged("k", "tmp=yes");
    String current = in.put("k");
    Filter tmp = new Filter(null, new Tag("tmp", "yes"), null, null, null);
    in.rules(earlier("kept", ALL, 30, 3), earlier("tmp", tmp, 1, null));
    in.pass(40);
    in.run();
    List<String> left = List.of("k " + current, "k " + third, "k " + second, "k " + first);
    assertThat(in.versions()).isEqualTo(left);
    in.run();
    assertThat(in.versions()).isEqualTo(left);
    in.requireCounted();
  }

  @Test
  void aLockedVersionThatIsDueIsAmongThoseThatAreKept() {
    var locking = new Locking();
    var locked = new Expiring(locking.test);
    String oldest = locking.put("k", ObjectLockHeaders.NONE);
    String held = locking.put("k", ObjectLockHeaders.NONE);
    locking.hold("k", held, true);
    String current = locking.put("k", ObjectLockHeaders.NONE);
    locked.rules(earlier("kept", ALL, 1, 1), earlier("small", and(null, 5L), 2, null));
    locked.pass(2);
    locked.run();
    assertThat(locked.versions())
        .containsExactly("k " + current, "k " + held)
        .doesNotContain("k " + oldest);
  }

  private static Filter and(@Nullable Long greaterThan, @Nullable Long lessThan, Tag... tags) {
    return new Filter(null, null, null, null, new And("", List.of(tags), greaterThan, lessThan));
  }

  @Test
  void tagsAndSizesDecide() {
    in.tagged("a", "keep=no&x=1");
    in.tagged("b", "keep=yes");
    in.put("c");
    in.rules(rule("r", and(null, null, new Tag("keep", "no")), new Expiration(null, 1, null)));
    in.pass(3);
    in.run();
    assertThat(in.keys()).containsExactly("b", "c");
    in.put("empty", Extras.NONE, new byte[0]);
    in.put("ten", Extras.NONE, new byte[10]);
    in.put("large", Extras.NONE, new byte[50_000]);
    in.rules(days("r", and(1L, 50_000L), 1));
    in.pass(3);
    in.run();
    assertThat(in.keys()).containsExactly("b", "c", "empty", "large");
  }

  @Test
  void tagsThatCameLaterDecideAsWell() {
    test.setVersioning("Enabled");
    in.tagged("k", "keep=no");
    String current = in.put("k");
    in.rules(
        new Rule(
            "r",
            null,
            new Filter(null, new Tag("keep", "no"), null, null, null),
            "Enabled",
            null,
            new LifecycleConfiguration.NoncurrentVersionExpiration(1, null),
            null));
    in.pass(3);
    in.run();
    assertThat(in.versions()).containsExactly("k " + current);
  }

  @Test
  void uploadsAreAbortedWithTheirParts() {
    String early = in.upload("early").uploadId();
    in.pass(5);
    in.upload("late");
    in.rules(uploads(3));
    in.run();
    assertThat(in.uploads()).containsExactly("late");
    assertRefused(
        S3Error.NoSuchUpload,
        () ->
            test.store
                .uploads()
                .abort(
                    CALLER,
                    new dev.coffer.wire.s3.AbortMultipartUpload(
                        BUCKET, "early", early, null, null)));
    test.clock.advance(Duration.ofMinutes(1));
    test.store.sweep().sweepOnce();
    assertThat(in.rows("early")).isZero();
    assertThat(in.rows("late")).isEqualTo(1);
  }

  @Test
  void tenThousandVersionsOfOneKeyGoInOnePass() {
    test.setVersioning("Enabled");
    String current = "";
    for (int i = 0; i < 10_000; i++) {
      current = in.put("k");
    }
    in.put("l");
    in.put("l");
    in.rules(earlier(ALL, 1, 5));
    in.pass(3);
    in.run();
    List<String> left = in.versions();
    assertThat(left).hasSize(6 + 2).startsWith("k " + current);
    in.requireCounted();
    in.run();
    assertThat(in.versions()).isEqualTo(left);
  }

  @Test
  void allBucketsAreGoneOverInStretches() {
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < 2500; i++) {
      String key = "k%04d".formatted(i);
      in.put(i % 500 == 7 ? "x" + key : key);
      if (i % 500 == 7) {
        kept.add("x" + key);
      }
    }
    test.createBucket("another");
    in.rules("another", days("all", ALL, 1));
    in.rules(days("k", prefix("k"), 1));
    in.pass(3);
    in.run();
    assertThat(in.keys()).isEqualTo(kept);
  }

  @Test
  void rulesThatWereDeletedOrDisabledDoNothing() {
    in.put("k");
    in.rules(days("all", ALL, 1));
    test.store.lifecycles().delete(CALLER, new DeleteBucketLifecycle(BUCKET, null));
    in.pass(3);
    in.run();
    in.rules(new Rule("off", null, ALL, "Disabled", new Expiration(null, 1, null), null, null));
    in.run();
    assertThat(in.keys()).containsExactly("k");
  }

  @Test
  void rulesGoWithTheirBucket() {
    in.rules(days("all", ALL, 1));
    test.store
        .bucketRemoval()
        .deleteBucket(CALLER, new dev.coffer.wire.s3.DeleteBucket(BUCKET, null));
    test.createBucket(BUCKET);
    in.put("k");
    in.pass(3);
    in.run();
    assertRefused(S3Error.NoSuchLifecycleConfiguration, this::shown);
    assertThat(in.keys()).containsExactly("k");
  }

  @Test
  void aRowThatCannotBeReadStaysAndTheOthersGo() {
    in.put("a");
    in.tagged("b", "t=1");
    in.put("c");
    in.rules(days("all", and(0L, null, new Tag("t", "1")), 1), days("plain", prefix("c"), 1));
    Commit damage =
        Commit.in(test.store.buckets().require(BUCKET).index(), Bytes.utf8("a"))
            .put(Suffixes.CURRENT, Bytes.utf8("damaged"))
            .build();
    test.kv.commit(damage);
    in.pass(3);
    in.run();
    assertThat(
            test.kv.get(
                damage.index(), new dev.coffer.storage.kv.Key(Bytes.utf8("a"), Suffixes.CURRENT)))
        .contains(Bytes.utf8("damaged"));
    test.delete("b");
    assertRefused(S3Error.NoSuchKey, () -> test.head("c", null));
  }

  /** Damages a row of a bucket in the table of buckets. */
  private void damage(String bucket, Bytes suffix) {
    Commit damage =
        Commit.in(new Index("system"), Bytes.utf8("bucket/" + bucket))
            .put(suffix, Bytes.utf8("damaged"))
            .build();
    assertThat(test.kv.commit(damage)).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void aBucketThatCannotBeReadStaysAndTheOthersAreGoneOver() {
    for (String bucket : List.of("a-bucket", "b-bucket", "z-bucket")) {
      test.createBucket(bucket);
      in.rules(bucket, days("all", ALL, 1));
    }
    in.put("k");
    in.rules(days("all", ALL, 1));
    in.pass(3);
    for (String bucket : List.of("a-bucket", "b-bucket", "z-bucket")) {
      damage(bucket, Bytes.utf8("r"));
    }
    in.run();
    assertThat(in.versions()).isEmpty();
    in.put("l");
    in.pass(1);
    test.store.lifecycle().run();
    in.pass(1);
    test.store.lifecycle().run();
    assertThat(in.versions()).isEmpty();
  }

  @Test
  void answersSayWhenTheObjectExpires() {
    in.rules(days("Delete after 7 days", prefix("tmp/"), 7), days("later", ALL, 30));
    String header = test.put("tmp/a", "x").expiration();
    assertThat(header)
        .isEqualTo(
            "expiry-date=\"Tue, 01 Dec 2026 00:00:00 GMT\", rule-id=\"Delete after 7 days\"");
    assertThat(test.head("tmp/a", null).view().expiration()).isEqualTo(header);
    assertThat(test.get(TestStore.getOp("tmp/a", null, null)).view().expiration())
        .isEqualTo(header);
    assertThat(test.head("tmp/a", "null").view().expiration()).isNull();
    assertThat(test.put("b", "x").expiration())
        .isEqualTo("expiry-date=\"Thu, 24 Dec 2026 00:00:00 GMT\", rule-id=\"later\"");
    in.rules(days("é\"", ALL, 1), lonely());
    assertThat(test.put("b", "x").expiration()).endsWith(", rule-id=\"%C3%A9%22\"");
    in.rules(lonely());
    assertThat(test.put("b", "x").expiration()).isNull();
    in.rules(days("ever", ALL, Integer.MAX_VALUE));
    assertThat(test.put("b", "x").expiration()).isNull();
  }

  @Test
  void tagsDecideWhatAnswersSay() {
    in.rules(
        rule(
            "t",
            new Filter(null, new Tag("t", "1"), null, null, null),
            new Expiration(null, 1, null)));
    assertThat(
            in.put(
                    "k",
                    new Extras("t=1", null, dev.coffer.wire.s3.ObjectLockHeaders.NONE),
                    new byte[1])
                .expiration())
        .contains("rule-id=\"t\"");
    assertThat(test.head("k", null).view().expiration()).contains("rule-id=\"t\"");
    assertThat(test.put("k", "x").expiration()).isNull();
    assertThat(test.head("k", null).view().expiration()).isNull();
  }

  @Test
  void answersSayWhenAnUploadIsAborted() {
    assertThat(in.upload("k").abortDate()).isNull();
    in.rules(uploads(2));
    var begun = in.upload("k");
    assertThat(begun.abortDate()).isEqualTo(Instant.parse("2026-11-26T00:00:00Z"));
    assertThat(begun.abortRuleId()).isEqualTo("uploads");
  }
}
