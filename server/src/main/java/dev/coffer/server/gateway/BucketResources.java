package dev.coffer.server.gateway;

import dev.coffer.iam.admin.OwnedResource;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Question;
import dev.coffer.iam.policy.Subject;
import dev.coffer.wire.admin.AdminError;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.List;
import java.util.Optional;

/**
 * Buckets and objects as decisions see them, for explanations: their owner, and the bucket's policy
 * as far as it counts for the caller. Whether an object is there plays no part.
 */
public final class BucketResources implements OwnedResource.Finder {
  private static final String PREFIX = "arn:aws:s3:::";

  private final Protections protections;

  public BucketResources(Protections protections) {
    this.protections = protections;
  }

  @Override
  public Optional<OwnedResource> find(
      Subject subject, String action, String arn, ConditionKeys keys) {
    if (!arn.startsWith(PREFIX)) {
      return Optional.empty();
    }
    boolean ownerless = action.equalsIgnoreCase("s3:CreateBucket");
    return Optional.of(ownerless ? own(subject) : bucket(subject, arn));
  }

  private static OwnedResource own(Subject subject) {
    return new OwnedResource(subject.accountId(), List.of(), Question.Trust.ACCOUNT);
  }

  private OwnedResource bucket(Subject subject, String arn) {
    String name = arn.substring(PREFIX.length()).split("/", 2)[0];
    try {
      Protection protection = protections.of(name);
      return new OwnedResource(
          protection.owner().id(), protection.policiesFor(subject), Question.Trust.ACCOUNT);
    } catch (S3Exception e) {
      if (e.error() != S3Error.NoSuchBucket) {
        throw e;
      }
      throw AdminError.ValidationException.because("There is no bucket " + name);
    }
  }
}
