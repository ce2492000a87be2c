package dev.coffer.store.bucket;

import static dev.coffer.store.Refusals.assertRefused;
import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static dev.coffer.store.TestStore.OWNER;
import static dev.coffer.store.TestStore.STRANGER;
import static dev.coffer.store.TestStore.createBucketOp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.TestStore;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.AclGrants;
import dev.coffer.wire.s3.CreateBucket;
import dev.coffer.wire.s3.CreateBucketConfiguration;
import dev.coffer.wire.s3.DeleteBucket;
import dev.coffer.wire.s3.GetBucketLocation;
import dev.coffer.wire.s3.HeadBucket;
import dev.coffer.wire.s3.ListBuckets;
import dev.coffer.wire.s3.S3Error;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BucketsTest {
  private static TestStore in(String region, int limit) {
    return TestStore.over(new MemoryKv(), new BucketSettings(region, Profile.YEAR_2026, limit));
  }

  private static CreateBucket create(String name, @Nullable String location) {
    return new CreateBucket(
        name, AclGrants.NONE, null, Document.of(CreateBucketConfiguration.in(location)));
  }

  private static CreateBucket create(@Nullable String acl, String ownership, String name) {
    return new CreateBucket(
        name,
        new AclGrants(acl, null, null, null, null, null),
        ownership.isEmpty() ? null : ownership,
        Document.of(CreateBucketConfiguration.NONE));
  }

  @Test
  void createdBucketIsThereAndSaysWhere() {
    TestStore test = TestStore.empty();
    var output = test.store.buckets().createBucket(CALLER, createBucketOp(BUCKET));
    assertThat(output.location()).isEqualTo("/" + BUCKET);
    Bucket bucket = test.store.buckets().require(BUCKET);
    assertThat(bucket.owner()).isEqualTo(OWNER);
    assertThat(bucket.versioning()).isEqualTo(VersioningState.NEVER_SET);
    assertThat(test.kv.exists(bucket.index())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ab",
        "Upper",
        "under_score",
        "-begin",
        "end-",
        "two..dots",
        "192.168.5.4",
        "xn--name",
        "sthree-name",
        "amzn-s3-demo-x",
        "name-s3alias",
        "name--ol-s3",
        "name.mrap",
        "a234567890123456789012345678901234567890123456789012345678901234"
      })
  void namesThatNoBucketMayHaveAreRefused(String name) {
    TestStore test = TestStore.empty();
    assertThat(
            refusal(() -> test.store.buckets().createBucket(CALLER, createBucketOp(name)))
                .elements())
        .containsEntry("BucketName", name);
    assertRefused(
        S3Error.InvalidBucketName,
        () -> test.store.buckets().createBucket(CALLER, createBucketOp(name)));
  }

  @Test
  void ownBucketAgainIsFineInTheFirstRegionOnly() {
    TestStore first = in("us-east-1", 10);
    first.createBucket(BUCKET);
    Bucket before = first.store.buckets().require(BUCKET);
    first.createBucket(BUCKET);
    assertThat(first.store.buckets().require(BUCKET)).isEqualTo(before);

    TestStore second = in("eu-central-1", 10);
    second.store.buckets().createBucket(CALLER, create(BUCKET, "eu-central-1"));
    assertRefused(
        S3Error.BucketAlreadyOwnedByYou,
        () -> second.store.buckets().createBucket(CALLER, create(BUCKET, "eu-central-1")));
  }

  @Test
  void nameOfAnotherAccountIsTaken() {
    TestStore test = TestStore.withBucket();
    assertRefused(
        S3Error.BucketAlreadyExists,
        () -> test.store.buckets().createBucket(STRANGER, createBucketOp(BUCKET)));
  }

  @ParameterizedTest
  @CsvSource({
    "us-east-1,,",
    "us-east-1,us-east-1,InvalidLocationConstraint",
    "us-east-1,eu-west-1,IllegalLocationConstraintException",
    "us-east-1,nowhere,InvalidLocationConstraint",
    "us-east-1,'',InvalidLocationConstraint",
    "eu-west-1,,IllegalLocationConstraintException",
    "eu-west-1,eu-west-1,",
    "eu-west-1,EU,",
    "eu-west-1,eu-west-2,IllegalLocationConstraintException",
    "eu-west-1,us-east-1,InvalidLocationConstraint",
  })
  void locationConstraintMustBeHere(
      String region, @Nullable String asked, @Nullable String refused) {
    TestStore test = in(region, 10);
    if (refused == null) {
      test.store.buckets().createBucket(CALLER, create(BUCKET, asked));
      assertThat(test.store.buckets().find(BUCKET)).isPresent();
    } else {
      var refusal = refusal(() -> test.store.buckets().createBucket(CALLER, create(BUCKET, asked)));
      assertThat(refusal.error().name()).isEqualTo(refused);
      assertThat(test.store.buckets().find(BUCKET)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "private,'',",
    ",BucketOwnerEnforced,",
    "public-read,'',InvalidBucketAclWithObjectOwnership",
    ",ObjectWriter,NotImplemented",
    ",BucketOwnerPreferred,NotImplemented",
    ",Nobody,InvalidArgument",
  })
  void onlyEnforcedOwnershipIsServed(
      @Nullable String acl, String ownership, @Nullable String refused) {
    TestStore test = TestStore.empty();
    if (refused == null) {
      test.store.buckets().createBucket(CALLER, create(acl, ownership, BUCKET));
      assertThat(test.store.buckets().find(BUCKET)).isPresent();
    } else {
      var refusal =
          refusal(() -> test.store.buckets().createBucket(CALLER, create(acl, ownership, BUCKET)));
      assertThat(refusal.error().name()).isEqualTo(refused);
    }
  }

  @Test
  void numberOfBucketsIsLimitedPerAccount() {
    TestStore test = in("us-east-1", 2);
    test.createBucket("bucket-1");
    test.createBucket("bucket-2");
    assertRefused(S3Error.TooManyBuckets, () -> test.createBucket("bucket-3"));
    test.store.buckets().createBucket(STRANGER, createBucketOp("bucket-3"));
    test.store.bucketRemoval().deleteBucket(CALLER, new DeleteBucket("bucket-1", null));
    test.createBucket("bucket-4");
  }

  @Test
  void missingBucketIsNamed() {
    TestStore test = TestStore.empty();
    var refusal =
        refusal(() -> test.store.buckets().headBucket(CALLER, new HeadBucket("gone", null)));
    assertThat(refusal.error()).isEqualTo(S3Error.NoSuchBucket);
    assertThat(refusal.elements()).containsEntry("BucketName", "gone");
  }

  @ParameterizedTest
  @CsvSource({
    "111122223333,",
    "444455556666,AccessDenied",
    "0000,InvalidBucketOwnerAWSAccountID",
    "'',InvalidBucketOwnerAWSAccountID",
  })
  void expectedOwnerIsChecked(String expected, @Nullable String refused) {
    TestStore test = TestStore.withBucket();
    HeadBucket op = new HeadBucket(BUCKET, expected);
    if (refused == null) {
      assertThat(test.store.buckets().headBucket(CALLER, op).bucketRegion()).isEqualTo("us-east-1");
    } else {
      assertThat(refusal(() -> test.store.buckets().headBucket(CALLER, op)).error().name())
          .isEqualTo(refused);
    }
  }

  @Test
  void locationIsEmptyInTheFirstRegion() {
    TestStore first = TestStore.withBucket();
    var op = new GetBucketLocation(BUCKET, null);
    assertThat(first.store.buckets().location(CALLER, op).locationConstraint()).isNull();
    TestStore second = in("eu-central-1", 10);
    second.store.buckets().createBucket(CALLER, create(BUCKET, "eu-central-1"));
    assertThat(second.store.buckets().location(CALLER, op).locationConstraint())
        .isEqualTo("eu-central-1");
  }

  private static List<String> names(ListBuckets.Output page) {
    return page.buckets().stream().map(ListBuckets.Bucket::name).toList();
  }

  @Test
  void bucketsAreListedInPagesByName() {
    TestStore test = TestStore.empty();
    for (String name : List.of("b-2", "b-10", "a-1", "b-1", "c-1")) {
      test.createBucket(name);
    }
    test.store.buckets().createBucket(STRANGER, createBucketOp("b-0-foreign"));
    var listing = test.store.bucketListing();

    var all = listing.listBuckets(CALLER, new ListBuckets(null, null, null, null));
    assertThat(names(all)).containsExactly("a-1", "b-1", "b-10", "b-2", "c-1");
    assertThat(all.owner().id()).isEqualTo(OWNER.canonicalId());
    assertThat(all.buckets().getFirst().bucketRegion()).isNull();
    assertThat(all.continuationToken()).isNull();

    var first = listing.listBuckets(CALLER, new ListBuckets("b", 2, null, null));
    assertThat(names(first)).containsExactly("b-1", "b-10");
    assertThat(first.prefix()).isEqualTo("b");
    assertThat(first.buckets().getFirst().bucketRegion()).isEqualTo("us-east-1");
    var second =
        listing.listBuckets(CALLER, new ListBuckets("b", 2, first.continuationToken(), null));
    assertThat(names(second)).containsExactly("b-2");
    assertThat(second.continuationToken()).isNull();

    var elsewhere = listing.listBuckets(CALLER, new ListBuckets(null, null, null, "eu-west-1"));
    assertThat(elsewhere.buckets()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 10_001})
  void pageSizesOutsideTheLimitsAreRefused(int asked) {
    TestStore test = TestStore.empty();
    var op = new ListBuckets(null, asked, null, null);
    assertThat(refusal(() -> test.store.bucketListing().listBuckets(CALLER, op)).error())
        .isEqualTo(S3Error.InvalidArgument);
  }

  @Test
  void rowDoesNotOpenUnderAnotherName() {
    TestStore test = TestStore.withBucket();
    var group = Bytes.utf8("bucket/" + BUCKET);
    var suffix = Bytes.utf8("r");
    var row = test.kv.get(BucketRows.SYSTEM, new Key(group, suffix)).orElseThrow();
    test.kv.commit(
        Commit.in(BucketRows.SYSTEM, Bytes.utf8("bucket/elsewhere")).put(suffix, row).build());
    assertThatThrownBy(() -> test.store.buckets().require("elsewhere"))
        .isInstanceOf(NotAuthentic.class);
  }

  @Test
  void settingsSurviveARestart() {
    TestStore test = TestStore.withBucket();
    test.setVersioning("Enabled");
    Bucket before = test.store.buckets().require(BUCKET);
    assertThat(test.restart().store.buckets().require(BUCKET)).isEqualTo(before);
  }
}
