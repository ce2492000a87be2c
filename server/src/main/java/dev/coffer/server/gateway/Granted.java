package dev.coffer.server.gateway;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Grants;
import dev.coffer.iam.policy.Rights;
import dev.coffer.store.object.SourceName;
import dev.coffer.wire.s3.DirectoryBucketName;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rights under which an operation is done.
 *
 * @param circumstances how the request was made, whatever it asks for
 * @param rights on the bucket and its objects, or on the account's service
 * @param source on the bucket that is copied from
 */
record Granted(S3Call call, ConditionKeys circumstances, Rights rights, @Nullable Rights source) {
  private static final Set<String> WRITES = Set.of("s3:PutObject", "s3:DeleteObject");

  /**
   * The call for which the operation is done.
   *
   * @param called the operation's name, or that of a form
   */
  Call call(String requestId, String called) {
    var grants = new Grants(rights, source == null ? rights : source);
    return new Call(call.caller(), circumstances, requestId, called, grants, call.signedBy());
  }

  /** The same for what copies as well. */
  Granted withSource(Rights onSource) {
    return new Granted(call, circumstances, rights, onSource);
  }

  /**
   * What a caller is told when an object is missing: that, if they might list the bucket; else only
   * that they may not, since whoever cannot list shall not learn which keys there are. Source:
   * Amazon S3 API Reference, GetObject and HeadObject. Whoever may do anything in a directory
   * bucket may list it; about those nobody is told why they may not (R160).
   */
  S3Exception veiled(S3Exception refusal) {
    S3Exception said =
        switch (refusal.error()) {
          case NoSuchKey -> unlessListing(refusal, "s3:ListBucket");
          case NoSuchVersion -> unlessListing(refusal, "s3:ListBucketVersions");
          default -> refusal;
        };
    boolean denied = said.error() == S3Error.AccessDenied;
    return denied && call.directory().isPresent() ? S3Error.AccessDenied.refusal() : said;
  }

  private S3Exception unlessListing(S3Exception refusal, String action) {
    if (source != null) {
      String header = call.header("x-amz-copy-source");
      String bucket = header == null ? "" : SourceName.parse(header).bucket();
      return unlessListing(refusal, source, action, bucket);
    }
    boolean reads = !WRITES.contains(call.http().action()[0]) && !call.http().perItem();
    return reads ? unlessListing(refusal, rights, action, S3Authorization.bucket(call)) : refusal;
  }

  private static S3Exception unlessListing(
      S3Exception refusal, Rights rights, String action, String bucket) {
    if (DirectoryBucketName.is(bucket)) {
      return refusal;
    }
    return rights
        .refusal(action, S3Authorization.arn(bucket, null))
        .map(S3Error.AccessDenied::because)
        .orElse(refusal);
  }
}
