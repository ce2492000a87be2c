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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Buckets and objects as decisions see them, for explanations: their owner, and the bucket's policy
 * as far as it counts for the caller. Whether an object is there plays no part.
 */
public final class BucketResources implements OwnedResource.Finder {
  private static final String PREFIX = "arn:aws:s3:::";
  private static final Pattern DIRECTORY =
      Pattern.compile("arn:aws:s3express:[a-z0-9-]+:[0-9]{12}:bucket/([^/]+)");
  private static final String SESSION = "s3express:CreateSession";

  private final Protections protections;

  public BucketResources(Protections protections) {
    this.protections = protections;
  }

  @Override
  public Optional<OwnedResource> find(
      Subject subject, String action, String arn, ConditionKeys keys) {
    Matcher directory = DIRECTORY.matcher(arn);
    boolean ofDirectory = directory.matches();
    if (!ofDirectory && !arn.startsWith(PREFIX)) {
      return Optional.empty();
    }
    if (ownerless(action)) {
      return Optional.of(own(subject));
    }
    String name =
        ofDirectory ? directory.group(1) : arn.substring(PREFIX.length()).split("/", 2)[0];
    boolean takesOnly = ofDirectory && !action.equalsIgnoreCase(SESSION);
    return Optional.of(bucket(subject, name, takesOnly));
  }

  private static boolean ownerless(String action) {
    return action.equalsIgnoreCase("s3:CreateBucket")
        || action.equalsIgnoreCase("s3express:CreateBucket");
  }

  private static OwnedResource own(Subject subject) {
    return new OwnedResource(subject.accountId(), List.of(), Question.Trust.ACCOUNT);
  }

  /**
   * A bucket.
   *
   * @param takesOnly whether its policy can take the action away, but not give it
   */
  private OwnedResource bucket(Subject subject, String name, boolean takesOnly) {
    try {
      Protection protection = protections.of(name);
      return new OwnedResource(
          protection.owner().id(),
          takesOnly ? protection.denials() : protection.policiesFor(subject),
          Question.Trust.ACCOUNT);
    } catch (S3Exception e) {
      if (e.error() != S3Error.NoSuchBucket) {
        throw e;
      }
      throw AdminError.ValidationException.because("There is no bucket " + name);
    }
  }
}
