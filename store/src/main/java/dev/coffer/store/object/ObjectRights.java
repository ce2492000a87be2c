package dev.coffer.store.object;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.policy.Rights;
import dev.coffer.store.lock.LockRules;
import dev.coffer.store.tag.TagKeys;
import dev.coffer.store.tag.Tags;
import dev.coffer.wire.s3.ObjectLockHeaders;
import dev.coffer.wire.s3.S3Error;
import org.jspecify.annotations.Nullable;

/**
 * An object that was found, and what its reader may know of it besides: whether there are tags is
 * for those who may read them. Source: Amazon S3 API Reference, GetObject.
 */
record ObjectRights(Found found, Rights rights) {
  /** Of the object that a request is addressed to; refuses one that was not decided about. */
  static ObjectRights of(Call call, Found found) {
    return of(call.requireGrants().rights(), found);
  }

  /** Of the object that is copied. */
  static ObjectRights ofSource(Call call, Found found) {
    return of(call.requireGrants().source(), found);
  }

  private static ObjectRights of(Rights rights, Found found) {
    TagKeys.requireDecided(rights, found.details().extras().tags());
    return new ObjectRights(found, rights);
  }

  /** How many tags there are; null for none, and for those who may not read them. */
  @Nullable Integer tagCount() {
    Tags tags = found.details().extras().tags();
    return !tags.isEmpty() && may("s3:GetObjectTagging", "s3:GetObjectVersionTagging")
        ? tags.count()
        : null;
  }

  /** What of the lock the caller may see. */
  ObjectLockHeaders lock() {
    ObjectLockHeaders all = LockRules.headers(found.details().extras().lock());
    if (all.equals(ObjectLockHeaders.NONE)) {
      return all;
    }
    String arn = arn(found.at());
    boolean period = rights.allow("s3:GetObjectRetention", arn);
    boolean hold = rights.allow("s3:GetObjectLegalHold", arn);
    return new ObjectLockHeaders(
        period ? all.mode() : null,
        period ? all.retainUntilDate() : null,
        hold ? all.legalHold() : null);
  }

  /** Whether the caller may do the one, or the other where a version was named. */
  boolean may(String action, String versionAction) {
    return rights.allow(named() ? versionAction : action, arn(found.at()));
  }

  /** Refuses a caller who may not, in the words of a refusal before the operation. */
  void require(String action, String versionAction) {
    require(rights, named() ? versionAction : action, arn(found.at()));
  }

  static void require(Rights rights, String action, String arn) {
    rights
        .refusal(action, arn)
        .ifPresent(text -> {
          throw S3Error.AccessDenied.because(text);
        });
  }

  private boolean named() {
    return rights.keys().find("s3:VersionId") != null;
  }

  static String arn(ObjectGroup at) {
    return "arn:aws:s3:::" + at.bucket().name() + "/" + at.key();
  }
}
