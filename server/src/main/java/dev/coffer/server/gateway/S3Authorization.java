package dev.coffer.server.gateway;

import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.Rights;
import dev.coffer.iam.policy.Subject;
import dev.coffer.store.bucket.ExpectedOwner;
import dev.coffer.store.object.SourceName;
import dev.coffer.store.tag.TagKeys;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.codec.Facts;
import dev.coffer.wire.s3.DirectoryBucketName;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  /** The actions whose decision may hang on an object's tags. */
  private static final Set<String> TAGGED =
      Set.of(
          "s3:GetObject",
          "s3:GetObjectAcl",
          "s3:PutObjectAcl",
          "s3:GetObjectTagging",
          "s3:PutObjectTagging",
          "s3:DeleteObjectTagging");

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
   * @param body asked only for callers who proved who they are, or whom a bucket's policy may know,
   *     and once the bucket is there and its owner the expected one
   * @throws S3Exception NoSuchBucket, AccessDenied, InvalidBucketOwnerAWSAccountID
   */
  Granted require(S3Call call, BodyKeys body) {
    Instant now = clock.instant();
    ConditionKeys every =
        S3Keys.ofEvery(
            call, Circumstances.of(call.credentials(), call.request(), now, region), now);
    Optional<S3Exception> insecure = transport.refusal(call);
    if (insecure.isEmpty()) {
      return granted(call, every, body);
    }
    // What may not be done over plain HTTP is told to those who might do it otherwise, and before
    // a policy that denies plain HTTP has its say (R103, R193).
    granted(call, every.with("aws:SecureTransport", "true"), body);
    throw insecure.get();
  }

  /** What it takes for the time. */
  InstantSource clock() {
    return clock;
  }

  /** What it asks about buckets and objects. */
  Protections protections() {
    return protections;
  }

  private Granted granted(S3Call call, ConditionKeys every, BodyKeys body) {
    Granted granted = onTarget(call, every, body);
    String sourceHeader = call.header("x-amz-copy-source");
    if (sourceHeader == null || call.http().sourceAction().isEmpty()) {
      return granted;
    }
    return granted.withSource(onSource(call, SourceName.parse(sourceHeader), every));
  }

  private Granted onTarget(S3Call call, ConditionKeys every, BodyKeys body) {
    if (call.directory().isPresent()) {
      return directories.require(call, call.directory().get(), every, body::location);
    }
    if (OWNERLESS.contains(call.operation())) {
      return ownerless(call, every, body);
    }
    return new Granted(call, every, onBucket(call, every, body), null);
  }

  private Granted ownerless(S3Call call, ConditionKeys every, BodyKeys body) {
    Anonymous.refuse(call);
    Subject subject = call.caller().subject();
    ConditionKeys keys = body.with(S3Keys.ofResource(call, every), clock.instant());
    Rights rights = rights(subject, subject.accountId(), List.of(), keys);
    requireActions(call, rights);
    if (TagKeys.forBucket(keys)) {
      require(rights, "s3:TagResource", resource(call));
    }
    return new Granted(call, every, rights, null);
  }

  private Rights onBucket(S3Call call, ConditionKeys every, BodyKeys body) {
    Protection protection = protections.of(bucket(call));
    ExpectedOwner.require(protection.owner(), call.header(EXPECTED));
    Instant now = clock.instant();
    ConditionKeys asked = S3Keys.ofLock(call, now, S3Keys.ofResource(call, every));
    ConditionKeys keys = ofUpload(call, asked);
    Rights rights = ofBody(call, body, now, ofTags(call, rights(call, protection, keys)));
    if (!call.http().perItem()) {
      requireActions(call, rights);
    } else if (call.anonymous() && rights.resourcePolicies().isEmpty()) {
      throw S3Error.AccessDenied.refusal(); // no item can be allowed, so no body is read
    }
    Anonymous.refuse(call);
    return rights;
  }

  /** Nobody is asked for a body whom no policy can let in. */
  private static Rights ofBody(S3Call call, BodyKeys body, Instant now, Rights rights) {
    boolean stranger = call.anonymous() && rights.resourcePolicies().isEmpty();
    return stranger ? rights : rights.with(body.with(rights.keys(), now));
  }

  /** The tags of the object, where a policy that counts speaks of them. */
  private Rights ofTags(S3Call call, Rights rights) {
    String key = call.address().key();
    return key != null && TAGGED.contains(call.http().action()[0])
        ? ofTags(new SourceName(bucket(call), key, call.parameter("versionId")), rights)
        : rights;
  }

  private Rights ofTags(SourceName object, Rights rights) {
    if (!rights.turnOn(TagKeys.EXISTING)) {
      return rights;
    }
    return protections
        .tags(object.bucket(), object.key(), object.versionId())
        .map(tags -> rights.with(TagKeys.existing(rights.keys(), tags)))
        .orElse(rights);
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
    if (DirectoryBucketName.is(source.bucket())) {
      return directories.onSource(call, protection, every);
    }
    Rights rights = ofTags(source, rights(call, protection, S3Keys.ofSource(call, source, every)));
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

  /** A boolean header that says {@code false} asks for nothing. */
  private static boolean asks(S3Call call, String header) {
    if (header.endsWith("-")) {
      return !call.arguments().withPrefix(header).isEmpty();
    }
    boolean off =
        "false".equals(call.arguments().header(header))
            && call.facts()
                .input(Facts.Kind.HEADER, header)
                .filter(member -> member.type().equals("boolean"))
                .isPresent();
    return call.arguments().hasHeader(header) && !off;
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
