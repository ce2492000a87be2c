package dev.coffer.server.gateway;

import dev.coffer.iam.admin.OwnedResource;
import dev.coffer.iam.policy.Question;
import dev.coffer.iam.policy.Subject;
import dev.coffer.wire.admin.AdminError;
import dev.coffer.wire.s3.S3Exception;
import java.util.Optional;

/**
 * Buckets and their objects for the one who asks why: with the owner and the policy that a request
 * would meet.
 */
public final class BucketResources implements OwnedResource.Finder {
  private static final String PREFIX = "arn:aws:s3:::";

  private final Protections protections;

  public BucketResources(Protections protections) {
    this.protections = protections;
  }

  @Override
  public Optional<OwnedResource> find(Subject subject, String arn) {
    if (!arn.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String name = arn.substring(PREFIX.length());
    int slash = name.indexOf('/');
    return Optional.of(bucket(subject, slash < 0 ? name : name.substring(0, slash)));
  }

  private OwnedResource bucket(Subject subject, String name) {
    try {
      Protection found = protections.of(name);
      return new OwnedResource(
          found.owner().id(), found.policiesFor(subject), Question.Trust.ACCOUNT);
    } catch (S3Exception refusal) {
      throw AdminError.ValidationException.because("There is no bucket " + name);
    }
  }
}
