package dev.coffer.store.bucket;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.policy.MalformedPolicy;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.PolicyCache;
import dev.coffer.iam.policy.PolicyDocument;
import dev.coffer.iam.policy.PolicyStatus;
import dev.coffer.storage.Corrupt;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.DeleteBucketPolicy;
import dev.coffer.wire.s3.GetBucketPolicy;
import dev.coffer.wire.s3.GetBucketPolicyStatus;
import dev.coffer.wire.s3.PutBucketPolicy;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Unit;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The policies of buckets. A policy is kept byte for byte and parsed once per process.
 *
 * <p>Only callers of the owner's account may read and change it, whoever else is given the right:
 * MethodNotAllowed, as at Amazon. Source: Amazon S3 API Reference, PutBucketPolicy; S3 User Guide,
 * "Blocking public access".
 */
public final class BucketPolicies {
  private static final long CACHED_CHARS = 16 << 20;

  private final Buckets buckets;
  private final PublicAccess publicAccess;
  private final Predicate<String> principalExists;
  private final String region;
  private final PolicyCache parsed = new PolicyCache(CACHED_CHARS);

  BucketPolicies(
      Buckets buckets,
      PublicAccess publicAccess,
      Predicate<String> principalExists,
      String region) {
    this.region = region;
    this.buckets = buckets;
    this.publicAccess = publicAccess;
    this.principalExists = principalExists;
  }

  /**
   * The policy of a bucket.
   *
   * @throws Corrupt when what is stored is no policy
   */
  public Optional<NamedPolicy> find(Bucket bucket) {
    String text = bucket.access().policy();
    return text == null ? Optional.empty() : Optional.of(named(bucket, text));
  }

  private NamedPolicy named(Bucket bucket, String text) {
    try {
      PolicyDocument document = parsed.document(text, PolicyText.kind(bucket));
      return new NamedPolicy("bucket policy of " + bucket.name(), document);
    } catch (MalformedPolicy e) {
      throw new Corrupt("a bucket's policy is none", e);
    }
  }

  /** Whether the policy is public and what it gives to strangers is void. */
  public boolean restricted(Bucket bucket) {
    return open(bucket) && publicAccess.of(bucket).restrictPublicBuckets();
  }

  private boolean open(Bucket bucket) {
    return find(bucket).map(NamedPolicy::document).filter(PolicyStatus::isPublic).isPresent();
  }

  /** PutBucketPolicy. */
  public Unit put(Call call, PutBucketPolicy op) {
    Bucket found = buckets.require(op.bucket(), op.expectedBucketOwner());
    requireOfOwner(call.caller(), found, "PUT");
    String text = PolicyText.read(op.policy(), op.integrity());
    PolicyDocument document = PolicyText.require(text, found, region);
    requirePrincipals(document);
    boolean open = PolicyStatus.isPublic(document);
    buckets.change(
        op.bucket(),
        op.expectedBucketOwner(),
        bucket -> {
          requireOfOwner(call.caller(), bucket, "PUT");
          requireUnblocked(call.caller(), bucket, open);
          return bucket.withAccess(access -> access.withPolicy(text));
        });
    return Unit.DONE;
  }

  /** A misspelt name would silently mean nobody. */
  private void requirePrincipals(PolicyDocument document) {
    for (String named : document.principals()) {
      if (!named.equals("*") && !principalExists.test(named)) {
        throw S3Error.MalformedPolicy.because("Invalid principal in policy")
            .with("Detail", "\"AWS\" : \"" + named + "\"");
      }
    }
  }

  private void requireUnblocked(Caller caller, Bucket bucket, boolean open) {
    if (open && publicAccess.of(bucket).blockPublicPolicy()) {
      if (bucket.directory()) {
        throw S3Error.AccessDenied.refusal();
      }
      throw S3Error.AccessDenied.because(
          "User: "
              + caller.subject().arn()
              + " is not authorized to perform: s3:PutBucketPolicy on resource: \"arn:aws:s3:::"
              + bucket.name()
              + "\" because public policies are prevented by the BlockPublicPolicy setting in S3"
              + " Block Public Access.");
    }
  }

  /** GetBucketPolicy. */
  public GetBucketPolicy.Output get(Call call, GetBucketPolicy op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    requireOfOwner(call.caller(), bucket, "GET");
    String text = bucket.access().policy();
    if (text == null) {
      throw none(bucket);
    }
    return new GetBucketPolicy.Output(
        "application/json", Body.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** DeleteBucketPolicy. */
  public Unit delete(Call call, DeleteBucketPolicy op) {
    buckets.change(
        op.bucket(),
        op.expectedBucketOwner(),
        bucket -> {
          requireOfOwner(call.caller(), bucket, "DELETE");
          return bucket.withAccess(access -> access.withPolicy(null));
        });
    return Unit.DONE;
  }

  /** GetBucketPolicyStatus. */
  public GetBucketPolicyStatus.Output status(Call call, GetBucketPolicyStatus op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    if (bucket.access().policy() == null) {
      throw none(bucket);
    }
    return new GetBucketPolicyStatus.Output(open(bucket));
  }

  private static S3Exception none(Bucket bucket) {
    return S3Error.NoSuchBucketPolicy.with("BucketName", bucket.name());
  }

  private static void requireOfOwner(Caller caller, Bucket bucket, String method) {
    if (!caller.subject().accountId().equals(bucket.owner().id())) {
      throw S3Error.MethodNotAllowed.with("Method", method).with("ResourceType", "BUCKETPOLICY");
    }
  }
}
