package dev.coffer.store.bucket;

import static dev.coffer.store.Refusals.assertRefused;
import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static dev.coffer.store.TestStore.OWNER;
import static dev.coffer.store.TestStore.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.iam.auth.Call;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.TestStore;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.AclGrants;
import dev.coffer.wire.s3.CreateBucket;
import dev.coffer.wire.s3.CreateBucketConfiguration;
import dev.coffer.wire.s3.CreateBucketConfiguration.Location;
import dev.coffer.wire.s3.DeleteBucket;
import dev.coffer.wire.s3.HeadBucket;
import dev.coffer.wire.s3.ListBuckets;
import dev.coffer.wire.s3.ListDirectoryBuckets;
import dev.coffer.wire.s3.S3Error;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Directory buckets as buckets: how they come to be, what they are, how they are listed. */
final class DirectoryBucketsTest {
  private static final String ZONE = "use1-az4";
  private static final String NAME = "first--use1-az4--x-s3";
  private static final String ARN =
      "arn:aws:s3express:us-east-1:111122223333:bucket/first--use1-az4--x-s3";

  private final TestStore test =
      TestStore.over(
          new MemoryKv(),
          new BucketSettings(
              "us-east-1", Profile.YEAR_2026, new Zones(List.of(ZONE, "use1-bos1-az1"))));

  private static CreateBucketConfiguration configuration(
      @Nullable String zone, String type, String redundancy) {
    return new CreateBucketConfiguration(
        null,
        new Location(type, zone),
        new CreateBucketConfiguration.Bucket(redundancy, "Directory"));
  }

  private static CreateBucket op(String name, CreateBucketConfiguration configuration) {
    return new CreateBucket(name, AclGrants.NONE, null, Document.of(configuration));
  }

  private static CreateBucket op(String name) {
    return op(name, configuration(ZONE, "AvailabilityZone", "SingleAvailabilityZone"));
  }

  private CreateBucket.Output create(Call call, String name) {
    return test.store.buckets().createBucket(call, op(name));
  }

  private ListDirectoryBuckets.Output list(@Nullable String token, @Nullable Integer most) {
    return test.store
        .bucketListing()
        .listDirectoryBuckets(CALLER, new ListDirectoryBuckets(token, most));
  }

  private void assertNothingMade(S3Error error, CreateBucket op) {
    assertThat(refusal(() -> test.store.buckets().createBucket(CALLER, op)).error())
        .isEqualTo(error);
    assertThat(test.store.buckets().find(op.bucket())).isEmpty();
  }

  @Test
  void createdBucketIsThereAndSaysWhere() {
    CreateBucket.Output output = create(CALLER, NAME);
    assertThat(output.location()).isEqualTo("/" + NAME);
    assertThat(output.bucketArn()).isEqualTo(ARN);
    Bucket bucket = test.store.buckets().require(NAME);
    assertThat(bucket.owner()).isEqualTo(OWNER);
    assertThat(bucket.kind())
        .isEqualTo(new BucketKind.Directory(ZONE, ZoneType.AVAILABILITY_ZONE, null));
    assertThat(test.store.publicAccess().of(bucket)).isEqualTo(PublicAccessBlock.ALL);
    assertThat(bucket.encryption().blocked()).isEqualTo(BlockedTypes.UNSAID);
    var head = test.store.buckets().headBucket(CALLER, new HeadBucket(NAME, null));
    assertThat(head)
        .isEqualTo(
            new HeadBucket.Output(
                "us-east-1", new HeadBucket.DirectoryPlace(ARN, "AvailabilityZone", ZONE, false)));
  }

  @Test
  void generalPurposeBucketsAreNoDirectories() {
    test.createBucket(BUCKET);
    Bucket bucket = test.store.buckets().require(BUCKET);
    assertThat(bucket.kind()).isEqualTo(BucketKind.GENERAL_PURPOSE);
    assertThat(bucket.arn("us-east-1")).isEqualTo("arn:aws:s3:::" + BUCKET);
    var head = test.store.buckets().headBucket(CALLER, new HeadBucket(BUCKET, null));
    assertThat(head.directory()).isEqualTo(HeadBucket.DirectoryPlace.NONE);
  }

  @Test
  void aLocalZoneIsOne() {
    String name = "first--use1-bos1-az1--x-s3";
    test.store
        .buckets()
        .createBucket(
            CALLER, op(name, configuration("use1-bos1-az1", "LocalZone", "SingleLocalZone")));
    assertThat(test.store.buckets().require(name).kind())
        .isEqualTo(new BucketKind.Directory("use1-bos1-az1", ZoneType.LOCAL_ZONE, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "first--x-s3",
        "First--use1-az4--x-s3",
        "xn--first--use1-az4--x-s3",
        "first--use1-az5--x-s3",
        "first--usw2-az1--x-s3",
        "a2345678901234567890123456789012345678901234567890--use1-az4--x-s3"
      })
  void badNamesAreRefused(String name) {
    assertThat(refusal(() -> create(CALLER, name)).elements()).containsEntry("BucketName", name);
    assertNothingMade(S3Error.InvalidBucketName, op(name));
  }

  @Test
  void aDirectoryBucketHasADirectorysName() {
    assertNothingMade(S3Error.InvalidBucketName, op("general"));
    assertNothingMade(
        S3Error.InvalidBucketName,
        op(
            "general",
            new CreateBucketConfiguration(
                null, null, new CreateBucketConfiguration.Bucket(null, "Directory"))));
  }

  @ParameterizedTest
  @CsvSource({
    "use1-az4, LocalZone, SingleAvailabilityZone, InvalidArgument",
    "use1-az4, AvailabilityZone, SingleLocalZone, InvalidArgument",
    "use1-az4, Zone, SingleAvailabilityZone, InvalidArgument",
    "use1-az4, AvailabilityZone, Many, InvalidArgument",
    "use1-az5, AvailabilityZone, SingleAvailabilityZone, InvalidBucketName",
    "use1-bos1-az1, LocalZone, SingleLocalZone, InvalidBucketName",
    ", AvailabilityZone, SingleAvailabilityZone, InvalidArgument",
  })
  void whatTheBodySaysMustGoWithTheName(String zone, String type, String redundancy, S3Error no) {
    assertNothingMade(no, op(NAME, configuration(zone, type, redundancy)));
  }

  @Test
  void theBodyMustSayIt() {
    assertNothingMade(S3Error.InvalidArgument, op(NAME, CreateBucketConfiguration.NONE));
    assertNothingMade(
        S3Error.InvalidArgument,
        op(
            NAME,
            new CreateBucketConfiguration(null, new Location("AvailabilityZone", ZONE), null)));
    assertNothingMade(
        S3Error.InvalidArgument,
        op(
            NAME,
            new CreateBucketConfiguration(
                null,
                new Location("AvailabilityZone", ZONE),
                new CreateBucketConfiguration.Bucket("SingleAvailabilityZone", null))));
    assertNothingMade(
        S3Error.InvalidLocationConstraint, op(NAME, CreateBucketConfiguration.in("eu-west-1")));
  }

  @Test
  void listsAndOwnershipCannotEvenBeSpokenOf() {
    var body = Document.of(configuration(ZONE, "AvailabilityZone", "SingleAvailabilityZone"));
    var canned = new AclGrants("private", null, null, null, null, null);
    var named = new AclGrants(null, "id=x", null, null, null, null);
    assertNothingMade(S3Error.NotImplemented, new CreateBucket(NAME, canned, null, body));
    assertNothingMade(S3Error.NotImplemented, new CreateBucket(NAME, named, null, body));
    assertNothingMade(
        S3Error.NotImplemented,
        new CreateBucket(NAME, AclGrants.NONE, "BucketOwnerEnforced", body));
  }

  @Test
  void aNameIsTakenOnce() {
    create(CALLER, NAME);
    assertRefused(S3Error.BucketAlreadyOwnedByYou, () -> create(CALLER, NAME));
    assertRefused(S3Error.BucketAlreadyExists, () -> create(STRANGER, NAME));
  }

  @Test
  void eachListingHasItsKind() {
    test.createBucket(BUCKET);
    create(CALLER, "b--use1-az4--x-s3");
    create(CALLER, "a--use1-az4--x-s3");
    create(STRANGER, "c--use1-az4--x-s3");
    assertThat(list(null, null).buckets())
        .extracting(ListDirectoryBuckets.Bucket::name)
        .containsExactly("a--use1-az4--x-s3", "b--use1-az4--x-s3");
    assertThat(list(null, null).buckets().getFirst())
        .isEqualTo(
            new ListDirectoryBuckets.Bucket(
                "a--use1-az4--x-s3",
                test.store.buckets().require("a--use1-az4--x-s3").created(),
                "us-east-1",
                "arn:aws:s3express:us-east-1:111122223333:bucket/a--use1-az4--x-s3"));
    assertThat(
            test.store
                .bucketListing()
                .listBuckets(CALLER, new ListBuckets(null, null, null, null))
                .buckets())
        .extracting(ListBuckets.Bucket::name)
        .containsExactly(BUCKET);
  }

  @Test
  void aListingComesInPages() {
    List<String> names = List.of("a", "b", "c", "d", "e");
    names.forEach(name -> create(CALLER, name + "--use1-az4--x-s3"));
    test.createBucket("between");
    var seen = new ArrayList<String>();
    String token = null;
    do {
      ListDirectoryBuckets.Output page = list(token, 2);
      assertThat(page.buckets()).hasSizeBetween(1, 2);
      page.buckets().forEach(bucket -> seen.add(bucket.name().substring(0, 1)));
      token = page.continuationToken();
    } while (token != null);
    assertThat(seen).isEqualTo(names);
    assertThat(list(null, 5).continuationToken()).isNull();
    assertThat(list(null, 0)).isEqualTo(new ListDirectoryBuckets.Output(List.of(), null));
    for (int most : List.of(-1, 1001)) {
      assertThat(refusal(() -> list(null, most)).error()).isEqualTo(S3Error.InvalidArgument);
    }
    assertThat(refusal(() -> list("\u00e9", null)).error()).isEqualTo(S3Error.InvalidArgument);
  }

  @Test
  void deletedBucketIsGone() {
    create(CALLER, NAME);
    test.store.bucketRemoval().deleteBucket(CALLER, new DeleteBucket(NAME, null));
    assertThat(test.store.buckets().find(NAME)).isEmpty();
    assertThat(list(null, null).buckets()).isEmpty();
    create(CALLER, NAME);
  }

  @Test
  void aRestartChangesNothing() {
    create(CALLER, NAME);
    Bucket before = test.store.buckets().require(NAME);
    assertThat(test.restart().store.buckets().require(NAME)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "us-east-1, use1-az4",
    "us-east-2, use2-az1",
    "us-west-2, usw2-az1",
    "eu-central-1, euc1-az1",
    "eu-north-1, eun1-az1",
    "ap-northeast-1, apne1-az1",
    "ap-southeast-2, apse2-az1",
    "sa-east-1, sae1-az1",
    "us-gov-west-1, usgw1-az1",
    "somewhere, use1-az4",
  })
  void aZoneFollowsFromTheRegion(String region, String zone) {
    assertThat(Zones.of(region)).isEqualTo(new Zones(List.of(zone)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "az4", "use1", "USE1-az4", "use1-az4-", "use1-az4--x", "a-b-c"})
  void whatIsNoZone(String id) {
    assertThat(Zones.isId(id)).isFalse();
    assertThatThrownBy(() -> new Zones(List.of(id))).isInstanceOf(IllegalArgumentException.class);
  }
}
