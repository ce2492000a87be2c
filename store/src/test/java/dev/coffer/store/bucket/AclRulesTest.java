package dev.coffer.store.bucket;

import static dev.coffer.store.Refusals.assertRefused;
import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static dev.coffer.store.TestStore.OTHER;
import static dev.coffer.store.TestStore.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.TestStore;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.AccessControlPolicy;
import dev.coffer.wire.s3.AccessControlPolicy.Grant;
import dev.coffer.wire.s3.AccessControlPolicy.Grantee;
import dev.coffer.wire.s3.AclGrants;
import dev.coffer.wire.s3.GetBucketAcl;
import dev.coffer.wire.s3.GetObjectAcl;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.Owner;
import dev.coffer.wire.s3.PutBucketAcl;
import dev.coffer.wire.s3.PutObjectAcl;
import dev.coffer.wire.s3.S3Error;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Buckets and objects whose access control lists are not in force. */
final class AclRulesTest {
  private static final AccessControlPolicy EMPTY = new AccessControlPolicy(null, null);
  private static final AccessControlPolicy FULL =
      AccessControlPolicy.fullControl(OWNER.canonicalId());

  private final TestStore test = TestStore.withBucket();

  private void put(AclGrants grants, AccessControlPolicy acl) {
    var op = new PutBucketAcl(BUCKET, grants, Integrity.NONE, null, Document.of(acl));
    test.store.bucketAcls().put(CALLER, op);
  }

  private void putOnObject(String key, AclGrants grants, AccessControlPolicy acl) {
    var op =
        new PutObjectAcl(BUCKET, key, null, grants, Integrity.NONE, null, null, Document.of(acl));
    test.store.objectAcls().put(CALLER, op);
  }

  private static AclGrants canned(String acl) {
    return new AclGrants(acl, null, null, null, null, null);
  }

  private static AccessControlPolicy granting(
      @Nullable Owner owner, String permission, Grantee... grantees) {
    return new AccessControlPolicy(
        owner, List.of(grantees).stream().map(to -> new Grant(to, permission)).toList());
  }

  private static Grantee user(String id) {
    return new Grantee("CanonicalUser", null, null, id, null);
  }

  @Test
  void theListIsFullControlOfTheOwner() {
    assertThat(test.store.bucketAcls().get(CALLER, new GetBucketAcl(BUCKET, null)).acl().read())
        .isEqualTo(FULL);
    test.put("key", "text");
    var op = new GetObjectAcl(BUCKET, "key", null, null, null);
    assertThat(test.store.objectAcls().get(CALLER, op).acl().read()).isEqualTo(FULL);
  }

  @Test
  void theOwnersFullControlIsAccepted() {
    test.put("key", "text");
    put(canned("bucket-owner-full-control"), EMPTY);
    put(AclGrants.NONE, FULL);
    putOnObject("key", canned("bucket-owner-full-control"), EMPTY);
    putOnObject("key", AclGrants.NONE, FULL);
  }

  @ParameterizedTest
  @CsvSource({
    "private, AccessControlListNotSupported",
    "public-read, AccessControlListNotSupported",
    "public-read-write, AccessControlListNotSupported",
    "authenticated-read, AccessControlListNotSupported",
    "everybody, InvalidArgument",
  })
  void otherCannedListsAreNotSupported(String acl, S3Error error) {
    test.put("key", "text");
    assertRefused(error, () -> put(canned(acl), EMPTY));
    assertRefused(error, () -> putOnObject("key", canned(acl), EMPTY));
  }

  @Test
  void grantsByHeaderAreNotSupported() {
    String everybody = "uri=http://acs.amazonaws.com/groups/global/AllUsers";
    var read = new AclGrants(null, null, everybody, null, null, null);
    assertRefused(S3Error.AccessControlListNotSupported, () -> put(read, EMPTY));
    var both = new AclGrants("bucket-owner-full-control", null, everybody, null, null, null);
    assertRefused(
        S3Error.InvalidRequest,
        "Specifying both Canned ACLs and Header Grants is not allowed",
        () -> put(both, EMPTY));
  }

  @Test
  void documentsThatSayMoreOrLessAreNotSupported() {
    var owner = new Owner(null, OWNER.canonicalId());
    var other = new Owner(null, OTHER.canonicalId());
    var group =
        new Grantee("Group", null, null, null, "http://acs.amazonaws.com/groups/global/AllUsers");
    for (AccessControlPolicy acl :
        List.of(
            granting(owner, "FULL_CONTROL"),
            granting(owner, "READ", user(OWNER.canonicalId())),
            granting(owner, "FULL_CONTROL", user(OTHER.canonicalId())),
            granting(owner, "FULL_CONTROL", user(OWNER.canonicalId()), user(OTHER.canonicalId())),
            granting(owner, "FULL_CONTROL", group),
            granting(other, "FULL_CONTROL", user(OWNER.canonicalId())),
            granting(null, "FULL_CONTROL", user(OWNER.canonicalId())))) {
      assertRefused(S3Error.AccessControlListNotSupported, () -> put(AclGrants.NONE, acl));
    }
  }

  @Test
  void aRequestThatSaysNothingIsIncomplete() {
    assertRefused(S3Error.MissingSecurityHeader, () -> put(AclGrants.NONE, EMPTY));
  }

  @Test
  void anObjectMustBeThere() {
    var op = new GetObjectAcl(BUCKET, "none", null, null, null);
    assertRefused(S3Error.NoSuchKey, () -> test.store.objectAcls().get(CALLER, op));
    assertRefused(
        S3Error.NoSuchKey, () -> putOnObject("none", canned("bucket-owner-full-control"), EMPTY));
  }
}
