package dev.coffer.store.bucket;

import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static dev.coffer.store.TestStore.OTHER;
import static dev.coffer.store.TestStore.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.TestStore;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.DeleteBucket;
import dev.coffer.wire.s3.DeleteBucketInventoryConfiguration;
import dev.coffer.wire.s3.GetBucketInventoryConfiguration;
import dev.coffer.wire.s3.InventoryConfiguration;
import dev.coffer.wire.s3.InventoryConfiguration.Encryption;
import dev.coffer.wire.s3.InventoryConfiguration.Filter;
import dev.coffer.wire.s3.InventoryConfiguration.S3Bucket;
import dev.coffer.wire.s3.InventoryConfiguration.Schedule;
import dev.coffer.wire.s3.InventoryConfiguration.SseKms;
import dev.coffer.wire.s3.InventoryConfiguration.SseS3;
import dev.coffer.wire.s3.ListBucketInventoryConfigurations;
import dev.coffer.wire.s3.PutBucketInventoryConfiguration;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Inventories that are put, shown, listed and removed. */
final class InventoriesTest {
  private final TestStore test = TestStore.withBucket();
  private final Inventories inventories = test.store.inventories();

  private static S3Bucket to(String arn, String format) {
    return new S3Bucket(null, arn, format, null, null);
  }

  private static S3Bucket to() {
    return to("arn:aws:s3:::" + BUCKET, "CSV");
  }

  private static InventoryConfiguration with(
      String id, S3Bucket bucket, String versions, String frequency, String... fields) {
    return new InventoryConfiguration(
        new InventoryConfiguration.Destination(bucket),
        true,
        null,
        id,
        versions,
        fields.length == 0 ? null : List.of(fields),
        new Schedule(frequency));
  }

  private static InventoryConfiguration named(String id) {
    return with(id, to(), "All", "Daily");
  }

  private void put(String id, InventoryConfiguration inventory) {
    inventories.put(
        CALLER, new PutBucketInventoryConfiguration(BUCKET, id, null, Document.of(inventory)));
  }

  private InventoryConfiguration get(String id) {
    var op = new GetBucketInventoryConfiguration(BUCKET, id, null);
    return inventories.get(CALLER, op).configuration().read();
  }

  private void delete(String id) {
    inventories.delete(CALLER, new DeleteBucketInventoryConfiguration(BUCKET, id, null));
  }

  private ListBucketInventoryConfigurations.Output list(@Nullable String token) {
    return inventories.list(CALLER, new ListBucketInventoryConfigurations(BUCKET, token, null));
  }

  private static void refused(S3Error error, ThrowingCallable call) {
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(call)
        .satisfies(refusal -> assertThat(refusal.error()).isEqualTo(error));
  }

  @Test
  void anInventoryIsShownAsItWasPut() {
    String[] fields = {
      "Size",
      "LastModifiedDate",
      "StorageClass",
      "ETag",
      "IsMultipartUploaded",
      "ReplicationStatus",
      "EncryptionStatus",
      "ObjectLockRetainUntilDate",
      "ObjectLockMode",
      "ObjectLockLegalHoldStatus",
      "IntelligentTieringAccessTier",
      "BucketKeyStatus",
      "ChecksumAlgorithm",
      "ObjectOwner"
    };
    for (Encryption encryption :
        List.of(new Encryption(new SseS3(), null), new Encryption(null, new SseKms("alias/k")))) {
      var bucket = new S3Bucket(OWNER.id(), "arn:aws:s3:::" + BUCKET, "CSV", "a/b", encryption);
      var inventory =
          new InventoryConfiguration(
              new InventoryConfiguration.Destination(bucket),
              false,
              new Filter("photos/"),
              "whole",
              "Current",
              List.of(fields),
              new Schedule("Weekly"));
      put("whole", inventory);
      assertThat(get("whole")).isEqualTo(inventory);
    }
    put("least", named("least"));
    assertThat(get("least")).isEqualTo(named("least"));
    assertThat(list(null).configurations()).hasSize(2);
  }

  @Test
  void oneThatIsNotThereIsNotShownAndNotRemoved() {
    refused(S3Error.NoSuchConfiguration, () -> get("none"));
    refused(S3Error.NoSuchConfiguration, () -> delete("none"));
    put("one", named("one"));
    delete("one");
    refused(S3Error.NoSuchConfiguration, () -> get("one"));
    assertThat(list(null).configurations()).isEmpty();
  }

  @Test
  void aThousandAreListedByAHundredAndNoMoreAreTaken() {
    List<String> ids = IntStream.range(0, Inventories.MOST).mapToObj("id-%04d"::formatted).toList();
    ids.forEach(id -> put(id, named(id)));
    List<String> listed = new ArrayList<>();
    String token = null;
    do {
      ListBucketInventoryConfigurations.Output page = list(token);
      assertThat(page.configurations()).hasSize(100);
      assertThat(page.continuationToken()).isEqualTo(token);
      assertThat(page.truncated()).isEqualTo(page.nextContinuationToken() != null);
      page.configurations().forEach(inventory -> listed.add(inventory.id()));
      token = page.nextContinuationToken();
    } while (token != null);
    assertThat(listed).isEqualTo(ids);
    refused(S3Error.TooManyConfigurations, () -> put("another", named("another")));
    put("id-0500", with("id-0500", to(), "Current", "Weekly"));
    assertThat(get("id-0500").includedObjectVersions()).isEqualTo("Current");
    delete("id-0000");
    put("another", named("another"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "MQ", "!", "MnQ", "MWlkLTAwMDE="})
  void aTokenThatNobodyGaveIsRefused(String token) {
    refused(S3Error.InvalidArgument, () -> list(token));
  }

  @ParameterizedTest
  @CsvSource({
    "TSV, All, Daily, Size, MalformedXML",
    "CSV, Some, Daily, Size, MalformedXML",
    "CSV, All, Hourly, Size, MalformedXML",
    "CSV, All, Daily, Colour, MalformedXML",
    "ORC, All, Daily, Size, NotImplemented",
    "Parquet, All, Daily, Size, NotImplemented",
    "CSV, All, Daily, ObjectAccessControlList, NotImplemented",
    "CSV, All, Daily, LifecycleExpirationDate, NotImplemented"
  })
  void whatIsNoInventoryOrNotBuiltIsRefused(
      String format, String versions, String frequency, String field, S3Error error) {
    S3Bucket bucket = to("arn:aws:s3:::" + BUCKET, format);
    refused(error, () -> put("x", with("x", bucket, versions, frequency, field)));
    assertThat(list(null).configurations()).isEmpty();
  }

  @Test
  void theIdOfTheDocumentIsThatOfTheRequest() {
    refused(S3Error.IdMismatch, () -> put("one", named("two")));
    refused(S3Error.InvalidArgument, () -> put("a b", named("a b")));
    String longest = "x".repeat(64);
    put(longest, named(longest));
    refused(S3Error.InvalidArgument, () -> put(longest + "x", named(longest + "x")));
    refused(S3Error.InvalidArgument, () -> get("a/b"));
    refused(S3Error.InvalidArgument, () -> delete("ä"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "first-bucket",
        "arn:aws:s3:::",
        "arn:aws:s3:::no-such-bucket",
        "arn:aws:s3:us-east-1:111122223333:first-bucket",
        "arn:aws:s3:::first-bucket/x",
        "arn:aws:s3:::d--use1-az4--x-s3"
      })
  void aDestinationThatIsNoneIsRefused(String arn) {
    test.store.buckets().createBucket(CALLER, TestStore.createDirectoryOp("d--use1-az4--x-s3"));
    refused(
        S3Error.InvalidS3DestinationBucket,
        () -> put("x", with("x", to(arn, "CSV"), "All", "Daily")));
  }

  @Test
  void theDestinationIsTheAccountsThatIsNamed() {
    String arn = "arn:aws:s3:::" + BUCKET;
    var others = new S3Bucket(OTHER.id(), arn, "CSV", null, null);
    refused(S3Error.InvalidS3DestinationBucket, () -> put("x", with("x", others, "All", "Daily")));
    var nobody = new S3Bucket("12", arn, "CSV", null, null);
    refused(S3Error.InvalidArgument, () -> put("x", with("x", nobody, "All", "Daily")));
  }

  @Test
  void anEncryptionIsOneOfTheTwo() {
    String arn = "arn:aws:s3:::" + BUCKET;
    for (Encryption encryption :
        List.of(
            new Encryption(null, null),
            new Encryption(new SseS3(), new SseKms("k")),
            new Encryption(null, new SseKms("")))) {
      var bucket = new S3Bucket(null, arn, "CSV", null, encryption);
      refused(S3Error.MalformedXML, () -> put("x", with("x", bucket, "All", "Daily")));
    }
  }

  @Test
  void whatFillsItsRowIsRefusedAndAPrefixHasALimit() {
    String arn = "arn:aws:s3:::" + BUCKET;
    var longest =
        new S3Bucket(
            null, arn, "CSV", "p".repeat(512), new Encryption(null, new SseKms("k".repeat(2048))));
    refused(
        S3Error.TooManyConfigurations,
        () ->
            IntStream.range(0, Inventories.MOST)
                .mapToObj("id-%04d"::formatted)
                .forEach(id -> put(id, with(id, longest, "All", "Daily"))));
    var longer = new S3Bucket(null, arn, "CSV", "p".repeat(513), null);
    refused(S3Error.InvalidArgument, () -> put("x", with("x", longer, "All", "Daily")));
  }

  /** Commits whose outcome is not told are repeated, and no answer speaks of the repetition. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
  void anOutcomeThatIsNotKnownIsNotTakenForAnother(long seed) {
    TestStore hostile = TestStore.over(MemoryKv.hostile(seed));
    Inventories there = hostile.store.inventories();
    int settled = 0;
    for (int i = 0; i < 40; i++) {
      String id = "id-" + i;
      try {
        there.put(
            CALLER, new PutBucketInventoryConfiguration(BUCKET, id, null, Document.of(named(id))));
        there.delete(CALLER, new DeleteBucketInventoryConfiguration(BUCKET, id, null));
        settled++;
      } catch (Unavailable _) {
        continue; // Undecided is an answer too; the next id is another matter.
      }
      var op = new GetBucketInventoryConfiguration(BUCKET, id, null);
      refused(S3Error.NoSuchConfiguration, () -> there.get(CALLER, op));
    }
    assertThat(settled).isPositive();
  }

  @Test
  void theyGoWithTheirBucketAndOthersDoNotKnowThem() {
    put("one", named("one"));
    test.store.bucketRemoval().deleteBucket(CALLER, new DeleteBucket(BUCKET, null));
    test.createBucket(BUCKET);
    assertThat(list(null).configurations()).isEmpty();
    refused(
        S3Error.AccessDenied,
        () ->
            inventories.list(
                CALLER, new ListBucketInventoryConfigurations(BUCKET, null, OTHER.id())));
  }
}
