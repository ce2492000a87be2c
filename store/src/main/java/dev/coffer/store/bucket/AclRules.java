package dev.coffer.store.bucket;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.AccessControlPolicy;
import dev.coffer.wire.s3.AccessControlPolicy.Grant;
import dev.coffer.wire.s3.AccessControlPolicy.Grantee;
import dev.coffer.wire.s3.AclGrants;
import dev.coffer.wire.s3.S3Error;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What PutBucketAcl and PutObjectAcl may say where the bucket's owner owns everything: full control
 * for that owner and nobody else, canned or as a document; all else is
 * AccessControlListNotSupported, public lists included. Source: Amazon S3 User Guide, "Controlling
 * ownership of objects and disabling ACLs".
 */
public final class AclRules {
  private static final String OWNER_ONLY = "bucket-owner-full-control";
  private static final Set<String> CANNED =
      Set.of(
          "private",
          "public-read",
          "public-read-write",
          "aws-exec-read",
          "authenticated-read",
          "bucket-owner-read",
          "log-delivery-write",
          OWNER_ONLY);

  private AclRules() {}

  /** Refuses what a bucket with its ownership enforced does. */
  public static void require(Bucket bucket, AclGrants asked, Document<AccessControlPolicy> acl) {
    AccessControlPolicy document = acl.read();
    String canned = asked.canned();
    if (canned != null) {
      requireCanned(canned, asked);
    } else if (asked.named()) {
      throw S3Error.AccessControlListNotSupported.refusal();
    } else {
      requireDocument(bucket, document);
    }
  }

  private static void requireCanned(String canned, AclGrants asked) {
    if (!CANNED.contains(canned)) {
      throw S3Error.InvalidArgument.refusal()
          .with("ArgumentName", "x-amz-acl")
          .with("ArgumentValue", canned);
    }
    if (asked.named()) {
      throw S3Error.InvalidRequest.because(
          "Specifying both Canned ACLs and Header Grants is not allowed");
    }
    if (!canned.equals(OWNER_ONLY)) {
      throw S3Error.AccessControlListNotSupported.refusal();
    }
  }

  private static void requireDocument(Bucket bucket, AccessControlPolicy document) {
    List<Grant> grants = document.grants();
    if (document.owner() == null && grants == null) {
      throw S3Error.MissingSecurityHeader.with("MissingHeaderName", "x-amz-acl");
    }
    String owner = bucket.owner().canonicalId();
    boolean toOwner =
        document.owner() != null
            && document.owner().id().equals(owner)
            && grants != null
            && grants.size() == 1
            && fullControl(grants.getFirst(), owner);
    if (!toOwner) {
      throw S3Error.AccessControlListNotSupported.refusal();
    }
  }

  private static boolean fullControl(Grant grant, String owner) {
    @Nullable Grantee grantee = grant.grantee();
    return "FULL_CONTROL".equals(grant.permission())
        && grantee != null
        && grantee.type().equals("CanonicalUser")
        && owner.equals(grantee.id());
  }
}
