package dev.coffer.store.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.ForwardingKv;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.store.Damage;
import dev.coffer.store.event.Courier;
import dev.coffer.store.event.Receiver;
import dev.coffer.store.event.Telling;
import dev.coffer.store.event.Webhook;
import dev.coffer.store.event.Webhooks;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.DeleteBucket;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.LifecycleConfiguration;
import dev.coffer.wire.s3.NotificationConfiguration;
import dev.coffer.wire.s3.NotificationConfiguration.Topic;
import dev.coffer.wire.s3.PutBucketLifecycleConfiguration;
import dev.coffer.wire.s3.PutBucketNotificationConfiguration;
import dev.coffer.wire.s3.PutObjectTagging;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Tag;
import dev.coffer.wire.s3.Tagging;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: what happened is told at least once, whatever breaks; receivers cost the others nothing.
 */
final class DeliveriesTest {
  private static final String ARN = "arn:aws:sns:us-east-1:" + World.OWNER.id() + ":hook";
  private static final byte[] CONTENT = World.utf8("content");
  private static final long HOURS = Duration.ofHours(2).toMillis();

  @TempDir private Path folder;
  private final Receiver receiver = new Receiver();

  @AfterEach
  void close() {
    receiver.close();
  }

  private BiFunction<InstantSource, String, Telling> hook(long mostWaiting) {
    return (clock, region) ->
        new Telling(
            new Webhooks(List.of(new Webhook("hook", receiver.url(), null)), "HOST"),
            new Courier(clock, region),
            mostWaiting);
  }

  private World world() {
    return told(new World(folder, new MemoryKv(), hook(100)));
  }

  private static World told(World world) {
    return told(world, World.BUCKET);
  }

  private static World told(World world, String bucket) {
    var topic =
        new Topic(
            "rule",
            ARN,
            List.of(
                "s3:ObjectCreated:*",
                "s3:ObjectRemoved:*",
                "s3:ObjectTagging:*",
                "s3:LifecycleExpiration:*"),
            null);
    var rules = new NotificationConfiguration(List.of(topic), List.of(), List.of());
    world
        .store()
        .notifications()
        .put(
            World.CALLER,
            new PutBucketNotificationConfiguration(bucket, null, true, Document.of(rules)));
    return world;
  }

  /** What is told now: name and key of each event. */
  private List<String> told() {
    return receiver.taken().stream()
        .map(message -> member(message, "eventName") + " " + member(message, "key"))
        .toList();
  }

  private static String member(Receiver.Message message, String name) {
    Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(message.body());
    assertThat(found.find()).as(message.body()).isTrue();
    return found.group(1);
  }

  private static boolean waits(World world) {
    return KvScan.group(world.kv(), Removals.HINTS, EventHint.group("hook")).hasNext();
  }

  private static void run(World world) {
    world.store().deliveries().runOnce();
  }

  @Test
  void whatHappensIsToldOnceAndInOrder() {
    try (World world = world()) {
      world.put("a", CONTENT);
      tag(world, "a");
      world.delete("a", null);
      world.delete("a", null); // nothing is there any more
      run(world);
      List<Receiver.Message> taken = receiver.taken();
      assertThat(taken.stream().map(message -> member(message, "eventName")))
          .containsExactlyInAnyOrder(
              "ObjectCreated:Put", "ObjectTagging:Put", "ObjectRemoved:Delete");
      assertThat(taken.stream().map(message -> message.headers().get("webhook-id")).distinct())
          .hasSize(3);
      assertThat(sequencer(taken, "ObjectCreated:Put"))
          .isLessThan(sequencer(taken, "ObjectRemoved:Delete"));
      assertThat(waits(world)).isFalse();
      run(world);
      assertThat(told()).isEmpty();
    }
  }

  private static String sequencer(List<Receiver.Message> taken, String event) {
    return taken.stream()
        .filter(message -> member(message, "eventName").equals(event))
        .map(message -> member(message, "sequencer"))
        .findFirst()
        .orElseThrow();
  }

  private static void tag(World world, String key) {
    var tags = new Tagging(new Tagging.TagSet(List.of(new Tag("a", "b"))));
    world
        .store()
        .objectTags()
        .put(
            World.CALLER,
            new PutObjectTagging(
                World.BUCKET, key, null, Integrity.NONE, null, null, Document.of(tags)));
  }

  @Test
  void versionsAreToldAsTheyAreShown() {
    try (World world = world()) {
      world.versioning("Enabled");
      world.put("a", CONTENT);
      String marker = world.delete("a", null).versionId();
      world.delete("a", marker);
      run(world);
      List<Receiver.Message> taken = receiver.taken();
      assertThat(taken.stream().map(message -> member(message, "eventName")))
          .containsExactlyInAnyOrder(
              "ObjectCreated:Put", "ObjectRemoved:DeleteMarkerCreated", "ObjectRemoved:Delete");
      assertThat(
              taken.stream()
                  .filter(message -> member(message, "versionId").equals(marker))
                  .map(message -> member(message, "eventName")))
          .containsExactlyInAnyOrder("ObjectRemoved:DeleteMarkerCreated", "ObjectRemoved:Delete");
    }
  }

  @Test
  void whatExpiresIsToldAsSuch() {
    try (World world = world()) {
      expireAfterADay(world);
      world.put("a", CONTENT);
      run(world);
      told();
      world.pass(Duration.ofDays(3).toMillis());
      world.store().lifecycle().runOnce();
      world.versioning("Enabled");
      world.put("b", CONTENT);
      world.pass(Duration.ofDays(3).toMillis());
      world.store().lifecycle().runOnce();
      run(world);
      assertThat(told())
          .containsExactlyInAnyOrder(
              "LifecycleExpiration:Delete a",
              "ObjectCreated:Put b",
              "LifecycleExpiration:DeleteMarkerCreated b");
    }
  }

  private static void expireAfterADay(World world) {
    var rule =
        new LifecycleConfiguration.Rule(
            "all",
            null,
            new LifecycleConfiguration.Filter(null, null, null, null, null),
            "Enabled",
            new LifecycleConfiguration.Expiration(null, 1, null),
            null,
            null);
    world
        .store()
        .lifecycles()
        .put(
            World.CALLER,
            new PutBucketLifecycleConfiguration(
                World.BUCKET,
                Expiring.DECLARED,
                null,
                null,
                Document.of(new LifecycleConfiguration(List.of(rule)))));
  }

  @Test
  void whoIsNotThereIsToldLater() {
    receiver.answer(_ -> 503);
    try (World world = world()) {
      for (int i = 0; i < 20; i++) {
        world.put("k" + i, CONTENT);
      }
      run(world);
      assertThat(told()).isEmpty();
      receiver.answer(_ -> 200);
      run(world);
      run(world);
      assertThat(told()).hasSize(20).doesNotHaveDuplicates();
      assertThat(waits(world)).isFalse();
    }
  }

  @Test
  void whatIsRefusedHoldsUpNothing() {
    receiver.answer(body -> body.contains("bad") ? 400 : 200);
    try (World world = world()) {
      for (int i = 0; i < 20; i++) {
        world.put("bad" + i, CONTENT);
      }
      world.put("good", CONTENT);
      run(world);
      assertThat(told()).containsExactly("ObjectCreated:Put good");
      receiver.answer(_ -> 200);
      run(world);
      assertThat(told()).as("put off for a second").isEmpty();
      world.pass(1000);
      run(world);
      assertThat(told()).hasSize(20);
    }
  }

  @Test
  void afterFourDaysAnEventIsGivenUpAndCounted() {
    receiver.answer(_ -> 503);
    try (World world = world()) {
      world.put("a", CONTENT);
      world.pass(Duration.ofDays(4).toMillis());
      run(world);
      assertThat(waits(world)).isTrue();
      world.pass(1);
      run(world);
      assertThat(waits(world)).isFalse();
      assertThat(world.store().outbox().lost("hook")).isEqualTo(1);
      receiver.answer(_ -> 200);
      run(world);
      assertThat(told()).isEmpty();
    }
  }

  @Test
  void anEventThatIsRefusedForFourDaysIsGivenUpToo() {
    receiver.answer(body -> body.contains("bad") ? 400 : 200);
    try (World world = world()) {
      world.put("bad", CONTENT);
      world.put("good", CONTENT);
      run(world);
      assertThat(told()).hasSize(1);
      assertThat(waits(world)).isTrue();
      world.pass(Duration.ofDays(4).toMillis() + 1);
      run(world);
      assertThat(waits(world)).isFalse();
      assertThat(world.store().outbox().lost("hook")).isEqualTo(1);
    }
  }

  @Test
  void aServerThatWasOffForDaysTellsWhatWaits() {
    receiver.answer(_ -> 503);
    try (World world = world()) {
      for (int i = 0; i < 20; i++) {
        world.put("k" + i, CONTENT);
      }
      run(world);
      World later = world.restart();
      later.pass(Duration.ofDays(5).toMillis());
      receiver.answer(_ -> 200);
      run(later);
      assertThat(told()).hasSize(20).doesNotHaveDuplicates();
      assertThat(waits(later)).isFalse();
      assertThat(later.store().outbox().lost("hook")).isZero();
    }
  }

  /** The courier comes between the hint and the commit, while the clock is behind the start's. */
  @ParameterizedTest
  @ValueSource(strings = {"put", "tag", "delete"})
  void aClockThatIsSetBackLosesNoEvent(String what) {
    var kv = new BeforeEvents(new MemoryKv());
    try (World world = told(new World(folder, kv, hook(100)))) {
      world.put("a", CONTENT);
      run(world);
      told();
      world.pass(-HOURS);
      kv.meanwhile = () -> run(world);
      switch (what) {
        case "put" -> world.put("a", CONTENT);
        case "tag" -> tag(world, "a");
        default -> world.delete("a", null);
      }
      assertThat(kv.meanwhile).isNull();
      run(world);
      assertThat(told()).hasSize(1);
      assertThat(waits(world)).isFalse();
    }
  }

  /** A write that is refused at its commit leaves a hint, which is litter at once. */
  @Test
  void aClockThatIsSetBackKeepsNoLitter() {
    var kv = new BeforeEvents(new MemoryKv());
    try (World world = told(new World(folder, kv, hook(100)))) {
      world.pass(-HOURS);
      kv.meanwhile = () -> world.put("a", CONTENT); // so the first attempt meets a conflict
      world.put("a", CONTENT);
      run(world);
      assertThat(told()).hasSize(2);
      assertThat(waits(world)).isFalse();
    }
  }

  /** Does something once, right before a commit that has an event. */
  private static final class BeforeEvents extends ForwardingKv {
    private @Nullable Runnable meanwhile;

    BeforeEvents(KvStore kv) {
      super(kv);
    }

    @Override
    public Outcome commit(Commit commit) {
      Runnable action = meanwhile;
      if (action != null
          && commit.puts().keySet().stream()
              .anyMatch(suffix -> suffix.startsWith(Suffixes.EVENTS))) {
        meanwhile = null;
        action.run();
      }
      return super.commit(commit);
    }
  }

  @Test
  void soManyWaitAndNoMore() {
    try (World world = told(new World(folder, new MemoryKv(), hook(2)))) {
      for (int i = 0; i < 5; i++) {
        world.put("k" + i, CONTENT);
      }
      run(world);
      assertThat(told()).hasSize(2);
      assertThat(world.store().outbox().lost("hook")).isEqualTo(3);
      world.put("later", CONTENT);
      run(world);
      assertThat(told()).containsExactly("ObjectCreated:Put later");
    }
  }

  @Test
  void eventsOutliveTheirBucket() {
    try (World world = world()) {
      world.put("a", CONTENT);
      world.delete("a", null);
      world
          .store()
          .bucketRemoval()
          .deleteBucket(World.CALLER, new DeleteBucket(World.BUCKET, null));
      World later = world.restart();
      run(later);
      assertThat(told()).containsExactlyInAnyOrder("ObjectCreated:Put a", "ObjectRemoved:Delete a");
      assertThat(waits(later)).isFalse();
    }
  }

  @Test
  void eventsForAWebhookThatIsGoneWaitUntilItIsBack() {
    try (World world = world()) {
      World without = world.restart(Telling::nobody);
      without.put("a", CONTENT);
      run(without);
      assertThat(without.store().deliveries().lostTopics()).containsExactly(ARN);
      assertThat(told()).isEmpty();
      World again = without.restart(hook(100));
      run(again);
      assertThat(told()).containsExactly("ObjectCreated:Put a");
      assertThat(again.store().deliveries().lostTopics()).isEmpty();
      World never = again.restart(Telling::nobody);
      never.put("b", CONTENT);
      never.pass(Duration.ofDays(4).toMillis() + 1);
      run(never);
      assertThat(waits(never)).isFalse();
      assertThat(never.store().outbox().lost("hook")).isEqualTo(1);
    }
  }

  @Test
  void aBucketWhoseRulesAreDamagedHidesNoOther() {
    try (World world = world()) {
      world.createBucket("other");
      told(world, "other");
      world.put("a", CONTENT);
      Damage.lastBytes(world.kv(), "bucket/" + World.BUCKET, "notification");
      World without = world.restart(Telling::nobody);
      assertThat(without.store().deliveries().lostTopics()).containsExactly(ARN);
      without.pass(Duration.ofDays(4).toMillis() + 1);
      run(without);
      assertThat(waits(without)).isFalse();
    }
  }

  @Test
  void aBucketWhoseRowIsDamagedHidesNoOther() {
    try (World world = world()) {
      world.createBucket("other");
      told(world, "other");
      Damage.lastBytes(world.kv(), "bucket/" + World.BUCKET, "r");
      World without = world.restart(Telling::nobody);
      assertThat(without.store().deliveries().lostTopics()).containsExactly(ARN);
    }
  }

  @Test
  void aDamagedHintStopsNothing() {
    try (World world = world()) {
      junk(world, EventHint.group("hook"));
      World later = world.restart();
      later.put("a", CONTENT);
      run(later);
      assertThat(told()).containsExactly("ObjectCreated:Put a");
    }
  }

  private static void junk(World world, Bytes group) {
    Bytes junk = Bytes.utf8("junk");
    world.kv().commit(Commit.in(Removals.HINTS, group).put(junk, junk).build());
  }

  @Test
  void eventsThatWaitForNobodyHideNoOthers() {
    try (World world = world()) {
      junk(world, EventHint.groups());
      junk(world, EventHint.groups().concat(Bytes.of((byte) 1, (byte) 0xff)));
      World without = world.restart(Telling::nobody);
      without.put("a", CONTENT);
      without.pass(Duration.ofDays(4).toMillis() + 1);
      run(without);
      assertThat(waits(without)).isFalse();
    }
  }

  @Test
  void soManyWaitForAWebhookThatIsGoneAndNoMore() {
    try (World world = told(new World(folder, new MemoryKv(), hook(2)))) {
      world.put("a", CONTENT);
      world.put("b", CONTENT);
      world.pass(1);
      World without =
          world.restart((clock, region) ->
              new Telling(new Webhooks(List.of(), "HOST"), new Courier(clock, region), 2));
      run(without);
      without.put("c", CONTENT);
      assertThat(without.store().outbox().lost("hook")).isEqualTo(1);
    }
  }

  @Test
  void howeverManyAreRefusedTheOthersAreToldAndNoneIsLost() {
    var sent = new AtomicInteger();
    receiver.answer(body -> {
      sent.incrementAndGet();
      return body.contains("bad") ? 400 : 200;
    });
    try (World world = told(new World(folder, new MemoryKv(), hook(10_000)))) {
      for (int i = 0; i < 1500; i++) {
        world.put((i % 4 == 0 ? "good" : "bad") + i, CONTENT);
      }
      run(world);
      assertThat(told()).hasSize(375);
      world.put("good", CONTENT);
      sent.set(0);
      run(world);
      assertThat(told()).hasSize(1);
      assertThat(sent).as("the others rest").hasValue(1);
      receiver.answer(_ -> 200);
      world.pass(1000);
      for (int runs = 0; runs < 6; runs++) {
        run(world);
      }
      assertThat(told()).hasSize(1125);
      assertThat(waits(world)).isFalse();
    }
  }

  @Test
  void whatIsNewDoesNotWaitForWhatIsRefusedAgain() {
    var order = Collections.synchronizedList(new ArrayList<Boolean>());
    receiver.answer(body -> {
      order.add(body.contains("bad"));
      return body.contains("bad") ? 400 : 200;
    });
    try (World world = told(new World(folder, new MemoryKv(), hook(10_000)))) {
      for (int i = 0; i < 2500; i++) {
        world.put((i % 8 == 0 ? "good" : "bad") + i, CONTENT);
      }
      run(world);
      assertThat(told()).hasSize(313);
      world.pass(1000);
      for (int runs = 0; runs < 12; runs++) {
        world.put("good", CONTENT);
        order.clear();
        run(world);
        assertThat(told()).as("run %d", runs).hasSize(1);
        assertThat(order).hasSizeLessThanOrEqualTo(257).startsWith(false);
      }
    }
  }

  @Test
  void whatHappensLateDoesNotRestWithWhatWasRefusedMeanwhile() {
    receiver.answer(body -> body.contains("bad") ? 400 : 200);
    var kv = new BeforeEvents(new MemoryKv());
    try (World world = told(new World(folder, kv, hook(10_000)))) {
      kv.meanwhile =
          () -> {
            for (int i = 0; i < 1500; i++) {
              world.put((i % 4 == 0 ? "good" : "bad") + i, CONTENT);
            }
            run(world);
            assertThat(told()).hasSize(375);
          };
      world.put("slow", CONTENT);
      assertThat(kv.meanwhile).isNull();
      run(world);
      assertThat(told()).containsExactly("ObjectCreated:Put slow");
    }
  }

  @Test
  void aBucketThatTellsNobodyHasNothingWaiting() {
    try (World world = new World(folder, new MemoryKv(), hook(100))) {
      world.put("a", CONTENT);
      assertThat(waits(world)).isFalse();
    }
  }

  /** The process ends before each of its calls in turn, and everything before it stays. */
  @Test
  void aWriteIsToldIfAndOnlyIfItTookPlace() {
    boolean blown = true;
    for (int calls = 0; blown; calls++) {
      Fuse fuse = new Fuse();
      World world =
          told(
              new World(folder.resolve("w" + calls), new FusedKv(new MemoryKv(), fuse), hook(100)));
      fuse.burn(calls);
      boolean answered = attempt(() -> world.put("a", CONTENT));
      blown = fuse.blown();
      fuse.renew();
      world.pass(1);
      try (World later = world.restart()) {
        boolean there = there(later);
        run(later);
        assertThat(there || !answered).as("after %d calls", calls).isTrue();
        assertThat(told())
            .as("after %d calls", calls)
            .isEqualTo(there ? List.of("ObjectCreated:Put a") : List.of());
        assertThat(waits(later)).isFalse();
      }
    }
  }

  @Test
  void aProcessThatEndsWhileItTellsTellsAgain() {
    boolean blown = true;
    for (int calls = 0; blown; calls++) {
      Fuse fuse = new Fuse();
      World world =
          told(
              new World(folder.resolve("t" + calls), new FusedKv(new MemoryKv(), fuse), hook(100)));
      world.put("a", CONTENT);
      fuse.burn(calls);
      attempt(() -> run(world));
      blown = fuse.blown();
      fuse.renew();
      try (World later = world.restart()) {
        later.pass(HOURS);
        run(later);
        assertThat(told()).as("after %d calls", calls).isNotEmpty();
        assertThat(waits(later)).isFalse();
        assertThat(rowsBeside(later)).as("after %d calls", calls).isZero();
      }
    }
  }

  private static long rowsBeside(World world) {
    var bucket = world.store().buckets().require(World.BUCKET);
    var rows = KvScan.group(world.kv(), bucket.index(), new Key(Bytes.utf8("a"), Suffixes.EVENTS));
    long count = 0;
    while (rows.hasNext() && rows.next().key().suffix().startsWith(Suffixes.EVENTS)) {
      count++;
    }
    return count;
  }

  private static boolean there(World world) {
    try {
      world.get("a", null);
      return true;
    } catch (S3Exception _) {
      return false;
    }
  }

  private static boolean attempt(Runnable work) {
    try {
      work.run();
      return true;
    } catch (Unavailable _) {
      return false;
    }
  }
}
