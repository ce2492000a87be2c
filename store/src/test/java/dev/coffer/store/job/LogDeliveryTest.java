package dev.coffer.store.job;

import static dev.coffer.store.Refusals.assertRefused;
import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static dev.coffer.store.TestStore.OWNER;
import static dev.coffer.store.TestStore.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.ForwardingKv;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.store.TestStore;
import dev.coffer.store.bucket.BucketSettings;
import dev.coffer.store.bucket.Profile;
import dev.coffer.store.bucket.Zones;
import dev.coffer.store.logging.AccessRecord;
import dev.coffer.store.logging.AccessRecord.Asked;
import dev.coffer.store.logging.AccessRecord.Asker;
import dev.coffer.store.logging.AccessRecord.Connection;
import dev.coffer.store.logging.LogSettings;
import dev.coffer.store.logging.Logged;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.AccessControlPolicy.Grant;
import dev.coffer.wire.s3.BucketLoggingStatus;
import dev.coffer.wire.s3.BucketLoggingStatus.LoggingEnabled;
import dev.coffer.wire.s3.BucketLoggingStatus.PartitionedPrefix;
import dev.coffer.wire.s3.BucketLoggingStatus.SimplePrefix;
import dev.coffer.wire.s3.BucketLoggingStatus.TargetObjectKeyFormat;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.GetBucketLogging;
import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.LifecycleConfiguration;
import dev.coffer.wire.s3.ListObjectsV2;
import dev.coffer.wire.s3.Preconditions;
import dev.coffer.wire.s3.PutBucketEncryption;
import dev.coffer.wire.s3.PutBucketLifecycleConfiguration;
import dev.coffer.wire.s3.PutBucketLogging;
import dev.coffer.wire.s3.PutBucketPolicy;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration;
import dev.coffer.wire.s3.SseCustomer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bucket's logging may be, and what becomes of the records of its requests. */
class LogDeliveryTest {
  private static final String LOGS = "log-bucket";
  private static final Duration HOUR = Duration.ofHours(1);

  private final AtomicBoolean down = new AtomicBoolean();
  private final TestStore test = store(new LogSettings(HOUR, 1 << 20));

  private TestStore store(LogSettings logs) {
    var settings = new BucketSettings("us-east-1", Profile.YEAR_2026, Zones.of("us-east-1"), logs);
    TestStore made = TestStore.over(new Failing(), settings);
    made.createBucket(BUCKET);
    made.createBucket(LOGS);
    return made;
  }

  /** Takes no commits while it is down. */
  private final class Failing extends ForwardingKv {
    Failing() {
      super(new MemoryKv());
    }

    @Override
    public Outcome commit(Commit commit) {
      if (down.get()) {
        throw new Unavailable("down");
      }
      return super.commit(commit);
    }
  }

  private static LoggingEnabled to(String bucket, @Nullable TargetObjectKeyFormat form) {
    return new LoggingEnabled(bucket, "logs/", null, form);
  }

  private void put(@Nullable LoggingEnabled asked) {
    put(test, asked);
  }

  private static void put(TestStore store, @Nullable LoggingEnabled asked) {
    var status = Document.of(new BucketLoggingStatus(asked));
    store
        .store
        .bucketLogging()
        .put(CALLER, new PutBucketLogging(BUCKET, Integrity.NONE, null, status));
  }

  private @Nullable LoggingEnabled shown() {
    return test.store
        .bucketLogging()
        .get(CALLER, new GetBucketLogging(BUCKET, null))
        .loggingEnabled();
  }

  private static void policy(TestStore store, String conditions) {
    String text =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
          "Principal":{"Service":"logging.s3.amazonaws.com"},"Action":"s3:PutObject",
          "Resource":"arn:aws:s3:::log-bucket/logs/*"%s}]}
        """
            .formatted(conditions);
    Body body = Body.of(text.getBytes(StandardCharsets.UTF_8));
    store.store.policies().put(CALLER, new PutBucketPolicy(LOGS, Integrity.NONE, null, body));
  }

  private static void request(TestStore store, String id) {
    take(store, store.store.accessLog().find(BUCKET).orElseThrow(), id);
  }

  private static void take(TestStore store, Logged logged, String id) {
    var asker = new Asker("192.0.2.3", null, id, "HOST", Connection.NONE);
    var asked = new Asked("REST.GET.OBJECT", "k", null, null);
    var record =
        new AccessRecord(
            store.clock.instant(), asker, asked, new AccessRecord.Outcome(200, null, 1, 1L, null));
    store.store.accessLog().take(logged, record);
  }

  private static List<String> keys(TestStore store) {
    var list = new ListObjectsV2(LOGS, null, null, null, null, null, null, null, null, null, null);
    return store.store.listings().list(CALLER, list).contents().stream()
        .map(object -> object.key())
        .toList();
  }

  private static String text(TestStore store, String key) {
    var get =
        new GetObject(
            LOGS,
            key,
            null,
            null,
            null,
            Preconditions.NONE,
            TestStore.NO_OVERRIDES,
            null,
            SseCustomer.NONE,
            null,
            null);
    GetObject.Output output = store.get(get);
    assertThat(output.view().headers().contentType()).isEqualTo("text/plain");
    assertThat(output.view().sse().algorithm()).isEqualTo("AES256");
    return new String(TestStore.read(output), StandardCharsets.UTF_8);
  }

  @Test
  void whatIsPutIsShownUntilItIsTurnedOff() {
    assertThat(shown()).isNull();
    for (TargetObjectKeyFormat form :
        new TargetObjectKeyFormat[] {
          null,
          new TargetObjectKeyFormat(new SimplePrefix(), null),
          new TargetObjectKeyFormat(null, new PartitionedPrefix("EventTime")),
          new TargetObjectKeyFormat(null, new PartitionedPrefix("DeliveryTime"))
        }) {
      put(to(LOGS, form));
      assertThat(shown()).isEqualTo(to(LOGS, form));
    }
    put(to(LOGS, new TargetObjectKeyFormat(null, new PartitionedPrefix(null))));
    assertThat(shown())
        .isEqualTo(to(LOGS, new TargetObjectKeyFormat(null, new PartitionedPrefix("EventTime"))));
    put(null);
    assertThat(shown()).isNull();
    assertThat(test.store.accessLog().find(BUCKET)).isEmpty();
  }

  @Test
  void whatADocumentMayNotSayIsRefused() {
    assertRefused(S3Error.MalformedXML, () -> put(to(LOGS, new TargetObjectKeyFormat(null, null))));
    assertRefused(
        S3Error.MalformedXML,
        () ->
            put(
                to(
                    LOGS,
                    new TargetObjectKeyFormat(new SimplePrefix(), new PartitionedPrefix(null)))));
    assertRefused(
        S3Error.MalformedXML,
        () -> put(to(LOGS, new TargetObjectKeyFormat(null, new PartitionedPrefix("Now")))));
    assertRefused(
        S3Error.KeyTooLongError, () -> put(new LoggingEnabled(LOGS, "p".repeat(801), null, null)));
    assertRefused(
        S3Error.AccessControlListNotSupported,
        "Target grants not allowed for bucket owner enforced buckets",
        () -> put(new LoggingEnabled(LOGS, "", List.of(new Grant(null, "READ")), null)));
    assertThat(shown()).isNull();
    put(new LoggingEnabled(LOGS, "p".repeat(800), List.of(), null));
  }

  @Test
  void aTargetThatCannotReceiveIsRefused() {
    assertTarget("The target bucket for logging does not exist", "no-such-bucket");
    test.store.buckets().createBucket(CALLER, TestStore.createDirectoryOp("d--use1-az4--x-s3"));
    assertTarget("The target bucket for logging does not exist", "d--use1-az4--x-s3");
    test.store.buckets().createBucket(STRANGER, TestStore.createBucketOp("theirs"));
    assertTarget(
        "The owner for the bucket to be logged and the target bucket must be the same.", "theirs");
    encrypt("aws:kms");
    assertTarget(
        "The default encryption of the target bucket for logging must be SSE-S3 (AES256)", LOGS);
    encrypt("AES256");
    put(to(LOGS, null));
  }

  private void assertTarget(String text, String bucket) {
    var refused = refusal(() -> put(to(bucket, null)));
    assertThat(refused.error()).isEqualTo(S3Error.InvalidTargetBucketForLogging);
    assertThat(refused.text()).isEqualTo(text);
    assertThat(refused.elements()).containsEntry("TargetBucket", bucket);
  }

  private void encrypt(String algorithm) {
    var byDefault = new ServerSideEncryptionConfiguration.ByDefault(algorithm, null);
    var rule = new ServerSideEncryptionConfiguration.Rule(byDefault, null, null);
    var configuration = Document.of(new ServerSideEncryptionConfiguration(List.of(rule)));
    test.store
        .encryption()
        .put(CALLER, new PutBucketEncryption(LOGS, Integrity.NONE, null, configuration));
  }

  @Test
  void recordsBecomeAnObjectOfTheTargetsOwner() {
    put(to(LOGS, null));
    policy(
        test,
        """
        ,"Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::first-bucket"},
          "StringEquals":{"aws:SourceAccount":"%s"}}\
        """
            .formatted(OWNER.id()));
    request(test, "ONE");
    request(test, "TWO");
    test.store.logDelivery().run();
    assertThat(keys(test)).hasSize(1);
    String key = keys(test).getFirst();
    assertThat(key).matches("logs/2026-11-23-10-00-00-[0-9A-F]{16}");
    assertThat(text(test, key).lines())
        .allMatch(
            line -> line.startsWith(OWNER.canonicalId() + " first-bucket [23/Nov/2026:10:00:00"))
        .hasSize(2);
    test.store.logDelivery().run();
    assertThat(keys(test)).hasSize(1);
  }

  @Test
  void partitionsHaveTheirWayInTheKey() {
    put(to(LOGS, new TargetObjectKeyFormat(null, new PartitionedPrefix("EventTime"))));
    policy(test, "");
    request(test, "ONE");
    test.clock.advance(Duration.ofDays(1));
    test.store.logDelivery().run();
    assertThat(keys(test).getFirst())
        .matches(
            "logs/111122223333/us-east-1/first-bucket/2026/11/23/2026-11-23-00-00-00-[0-9A-F]{16}");
  }

  /** By best effort, as at Amazon: without the right nothing comes, and nothing comes later. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"Condition\":{\"StringEquals\":{\"aws:SourceAccount\":\"444455556666\"}}",
        ",\"Condition\":{\"ArnEquals\":{\"aws:SourceArn\":\"arn:aws:s3:::another\"}}",
        ",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}",
      })
  void whatThePolicyDoesNotAllowIsDropped(String condition) {
    put(to(LOGS, null));
    request(test, "ONE");
    test.store.logDelivery().run();
    policy(test, condition);
    request(test, "TWO");
    test.store.logDelivery().run();
    policy(test, "");
    test.store.logDelivery().run();
    assertThat(keys(test)).isEmpty();
    request(test, "THREE");
    test.store.logDelivery().run();
    assertThat(keys(test)).hasSize(1);
  }

  @Test
  void aTargetThatCannotReceiveAnyMoreReceivesNothing() {
    put(to(LOGS, null));
    policy(test, "");
    encrypt("aws:kms");
    request(test, "ONE");
    test.store.logDelivery().run();
    encrypt("AES256");
    test.store.logDelivery().run();
    assertThat(keys(test)).isEmpty();
  }

  @Test
  void whatStorageDoesNotTakeNowIsDeliveredLater() {
    put(to(LOGS, null));
    policy(test, "");
    request(test, "ONE");
    down.set(true);
    test.store.logDelivery().run();
    request(test, "TWO");
    down.set(false);
    test.store.logDelivery().run();
    assertThat(text(test, keys(test).getFirst()).lines())
        .map(line -> line.split(" ", -1)[6])
        .containsExactly("ONE", "TWO");
  }

  @Test
  void aStoreThatIsClosedDeliversWhatWaits() {
    put(to(LOGS, null));
    policy(test, "");
    Logged logged = test.store.accessLog().find(BUCKET).orElseThrow();
    request(test, "ONE");
    test.store.close();
    take(test, logged, "TOO-LATE");
    TestStore again = test.restart();
    assertThat(keys(again)).hasSize(1);
    assertThat(text(again, keys(again).getFirst())).contains(" ONE ").doesNotContain("TOO-LATE");
  }

  @Test
  void aFullObjectDoesNotWaitForTheInterval() throws InterruptedException {
    TestStore small = store(new LogSettings(HOUR, 300));
    put(small, to(LOGS, null));
    policy(small, "");
    small.store.startJobs();
    for (int i = 0; i < 10; i++) {
      request(small, "R" + i);
    }
    for (int i = 0; i < 500 && keys(small).size() < 4; i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(keys(small)).hasSizeGreaterThanOrEqualTo(4);
    small.store.close();
  }

  @Test
  void whatExpiresIsInTheLogOfItsBucket() {
    put(to(LOGS, null));
    policy(test, "");
    test.put("k", "text");
    var rule =
        new LifecycleConfiguration.Rule(
            "r",
            null,
            new LifecycleConfiguration.Filter(null, null, null, null, null),
            "Enabled",
            new LifecycleConfiguration.Expiration(null, 1, null),
            null,
            null);
    test.store
        .lifecycles()
        .put(
            CALLER,
            new PutBucketLifecycleConfiguration(
                BUCKET,
                new Integrity("MD5", null, null, ChecksumHeaders.NONE),
                null,
                null,
                Document.of(new LifecycleConfiguration(List.of(rule)))));
    test.clock.advance(Duration.ofDays(3));
    test.store.lifecycle().runOnce();
    test.store.logDelivery().run();
    assertThat(text(test, keys(test).getFirst()))
        .matches(
            "a{64} first-bucket \\[26/Nov/2026:10:00:00 \\+0000] - AmazonS3 [0-9A-F]{16}"
                + " S3.EXPIRE.OBJECT k - - - - 4( -){14}\n");
  }

  /** Deliveries are no requests, so a bucket that logs to itself does not grow by its logs. */
  @Test
  void deliveriesAreNotLogged() {
    var itself = new LoggingEnabled(LOGS, "logs/", null, null);
    var status = Document.of(new BucketLoggingStatus(itself));
    test.store
        .bucketLogging()
        .put(CALLER, new PutBucketLogging(LOGS, Integrity.NONE, null, status));
    put(to(LOGS, null));
    policy(test, "");
    request(test, "ONE");
    for (int i = 0; i < 5; i++) {
      test.store.logDelivery().run();
    }
    assertThat(keys(test)).hasSize(1);
  }
}
