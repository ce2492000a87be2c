package dev.coffer.server.gateway;

import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.Rights;
import dev.coffer.iam.policy.Subject;
import dev.coffer.store.bucket.ExpectedOwner;
import dev.coffer.store.object.SourceName;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a caller may have an operation done.
 *
 * <p>Order: the bucket exists, its owner is the expected one, every action that the operation's
 * record names is allowed; then the same for the source of a copy. Only then does anybody look at
 * the body. Source: spec/encryption.md R22, §6; docs/decisions/0017.
 */
public final class S3Authorization {
  private static final String EXPECTED = "x-amz-expected-bucket-owner";
  private static final String SOURCE_EXPECTED = "x-amz-source-expected-bucket-owner";
  private static final String OF_UPLOAD = "uploadId";

  /** What has no bucket yet, or none at all: it belongs to the account that asks. */
  private static final Set<String> OWNERLESS = Set.of("ListBuckets", "CreateBucket");

  private final Protections protections;
  private final Transport transport;
  private final InstantSource clock;
  private final String region;
  private final DirectoryAuthorization directories;

  public S3Authorization(Protections protections, InstantSource clock, String region) {
    this.protections = protections;
    this.transport = new Transport(protections);
    this.clock = clock;
    this.region = region;
    this.directories = new DirectoryAuthorization(protections, region);
  }

  /**
   * Returns what was granted.
   *
   * @param location where the body of CreateBucket says that it shall lie; asked for no other
   *     operation, and only for callers who proved who they are
   * @throws S3Exception NoSuchBucket, AccessDenied, InvalidBucketOwnerAWSAccountID
   */
  Granted require(S3Call call, Supplier<Optional<String>> location) {
    Instant now = clock.instant();
    ConditionKeys every =
        S3Keys.ofEvery(
            call, Circumstances.of(call.credentials(), call.request(), now, region), now);
    Optional<S3Exception> insecure = transport.refusal(call);
    if (insecure.isEmpty()) {
      return granted(call, every, location);
    }
    // What may not be done over plain HTTP is told to those who might do it otherwise, and before
    // a policy that denies plain HTTP has its say (R103, R193).
    granted(call, every.with("aws:SecureTransport", "true"), location);
    throw insecure.get();
  }

  /** What it asks about buckets and objects. */
  Protections protections() {
    return protections;
  }

  private Granted granted(S3Call call, ConditionKeys every, Supplier<Optional<String>> location) {
    if (call.directory().isPresent()) {
      return directories.require(call, call.directory().get(), every, location);
    }
    if (OWNERLESS.contains(call.operation())) {
      return ownerless(call, every, location);
    }
    Rights rights = onBucket(call, every);
    String sourceHeader = call.header("x-amz-copy-source");
    if (sourceHeader == null || call.http().sourceAction().isEmpty()) {
      return new Granted(call, every, rights, null);
    }
    SourceName source = SourceName.parse(sourceHeader);
    return new Granted(call, every, rights, onSource(call, source, every));
  }

  private static Granted ownerless(
      S3Call call, ConditionKeys every, Supplier<Optional<String>> location) {
    Anonymous.refuse(call);
    Subject subject = call.caller().subject();
    ConditionKeys keys = S3Keys.ofResource(call, every);
    if (call.operation().equals("CreateBucket")) {
      keys = keys.withPresent("s3:LocationConstraint", location.get().orElse(null));
    }
    Rights rights = rights(subject, subject.accountId(), List.of(), keys);
    requireActions(call, rights);
    return new Granted(call, every, rights, null);
  }

  private Rights onBucket(S3Call call, ConditionKeys every) {
    Protection protection = protections.of(bucket(call));
    ExpectedOwner.require(protection.owner(), call.header(EXPECTED));
    ConditionKeys keys = ofUpload(call, S3Keys.ofResource(call, every));
    Rights rights = rights(call, protection, keys);
    if (!call.http().perItem()) {
      requireActions(call, rights);
    } else if (call.anonymous() && rights.resourcePolicies().isEmpty()) {
      throw S3Error.AccessDenied.refusal(); // no item can be allowed, so no body is read
    }
    Anonymous.refuse(call);
    return rights;
  }

  /** What a part is asked with: its upload's encryption, once the upload says so. */
  private ConditionKeys ofUpload(S3Call call, ConditionKeys keys) {
    String id = call.parameter(OF_UPLOAD);
    String key = call.address().key();
    if (id == null || key == null) {
      return keys;
    }
    return protections
        .upload(bucket(call), key, id)
        .map(upload -> S3Keys.ofUpload(upload, keys))
        .orElse(keys);
  }

  private Rights onSource(S3Call call, SourceName source, ConditionKeys every) {
    Protection protection = protections.of(source.bucket());
    ExpectedOwner.require(protection.owner(), call.header(SOURCE_EXPECTED));
    Rights rights = rights(call, protection, S3Keys.ofSource(call, source, every));
    Http http = call.http();
    String action = source.versionId() == null ? http.sourceAction() : http.sourceVersionAction();
    require(rights, action, arn(source.bucket(), source.key()));
    return rights;
  }

  private static Rights rights(S3Call call, Protection protection, ConditionKeys keys) {
    Subject subject = call.caller().subject();
    return rights(subject, protection.owner().id(), protection.policiesFor(subject), keys);
  }

  private static Rights rights(
      Subject subject, String account, List<NamedPolicy> policies, ConditionKeys keys) {
    return new Rights(subject, account, policies, keys.with("s3:ResourceAccount", account));
  }

  private static void requireActions(S3Call call, Rights rights) {
    String resource = resource(call);
    Http http = call.http();
    boolean version = http.versionAction().length > 0 && call.parameter("versionId") != null;
    for (String action : version ? http.versionAction() : http.action()) {
      require(rights, action, resource);
    }
    Arrays.stream(http.also())
        .filter(also -> asks(call, also.header()))
        .map(Http.Also::action)
        .distinct()
        .forEach(action -> require(rights, action, resource));
  }

  private static boolean asks(S3Call call, String header) {
    return header.endsWith("-")
        ? !call.arguments().withPrefix(header).isEmpty()
        : call.arguments().hasHeader(header);
  }

  private static void require(Rights rights, String action, String resource) {
    rights
        .refusal(action, resource)
        .ifPresent(text -> {
          throw S3Error.AccessDenied.because(text);
        });
  }

  private static String resource(S3Call call) {
    String bucket = call.address().bucket();
    return bucket == null ? "*" : arn(bucket, call.address().key());
  }

  static String arn(String bucket, @Nullable String key) {
    return "arn:aws:s3:::" + bucket + (key == null ? "" : "/" + key);
  }

  static String bucket(S3Call call) {
    String bucket = call.address().bucket();
    if (bucket == null) {
      throw new IllegalStateException("an operation on a bucket without one");
    }
    return bucket;
  }
}
