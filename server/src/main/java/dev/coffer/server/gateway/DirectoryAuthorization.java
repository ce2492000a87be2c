package dev.coffer.server.gateway;

import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.Rights;
import dev.coffer.iam.policy.Subject;
import dev.coffer.iam.session.DirectorySession;
import dev.coffer.iam.session.DirectorySession.Mode;
import dev.coffer.storage.Bytes;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.ExpectedOwner;
import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.s3.KmsKeyNames;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a caller may have an operation on directory buckets done.
 *
 * <p>Regional operations are the owning account's alone: identity policies give them, the bucket's
 * policy can only take them away. What is in a bucket is for whoever may begin a session of it,
 * which the bucket's policy can give. No refusal has a reason. Source: spec/encryption.md R41,
 * R160, R167; docs/decisions/0031.
 */
final class DirectoryAuthorization {
  private static final String EXPECTED = "x-amz-expected-bucket-owner";
  private static final String MD5 = "content-md5";
  private static final String BEGINNING = "CreateSession";
  private static final String ACTION = S3Keys.EXPRESS + BEGINNING;
  private static final String MODE_HEADER = "x-amz-create-session-mode";
  private static final String SSE = "x-amz-server-side-encryption";
  private static final String KEY_ID = SSE + "-aws-kms-key-id";

  /** Modes of a session, the wider one first. */
  private static final List<Mode> MODES = List.of(Mode.READ_WRITE, Mode.READ_ONLY);

  /** What is about no bucket that is there. */
  private static final Set<String> OWNERLESS = Set.of("ListDirectoryBuckets", "CreateBucket");

  /** For these the header is not served, by Amazon either (R174 and Amazon's model). */
  private static final Set<String> WITHOUT_EXPECTED =
      Set.of(
          "DeleteBucket",
          "GetBucketPolicy",
          "PutBucketPolicy",
          "DeleteBucketPolicy",
          "GetBucketEncryption",
          "PutBucketEncryption",
          "DeleteBucketEncryption");

  private final Protections protections;
  private final String region;

  DirectoryAuthorization(Protections protections, String region) {
    this.protections = protections;
    this.region = region;
  }

  /**
   * Returns what was granted.
   *
   * @param every condition keys of the request, whatever it asks for
   * @param zone in the body of CreateBucket
   * @throws S3Exception NoSuchBucket, AccessDenied, NotImplemented
   */
  Granted require(
      S3Call call, Directory directory, ConditionKeys every, Supplier<Optional<String>> zone) {
    if (OWNERLESS.contains(call.operation())) {
      requireCredentials(call, directory);
      return ownerless(call, directory, every, zone);
    }
    Protection protection = protections.of(S3Authorization.bucket(call));
    requireCredentials(call, directory);
    if (call.scope() != null) {
      requireOfSession(call, directory, call.scope());
    }
    requireHeaders(call, protection);
    return switch (directory.endpoint()) {
      case REGIONAL -> regional(call, directory, protection, every);
      case ZONAL -> zonal(call, directory, protection, every);
    };
  }

  /**
   * Nobody is let in unsigned, whatever a policy says; and some of the operations take no session
   * (R166).
   */
  private static void requireCredentials(S3Call call, Directory directory) {
    if (call.anonymous() || (call.scope() != null && !directory.session())) {
      throw S3Error.AccessDenied.refusal();
    }
  }

  /** A session is good for its very bucket, and in its mode. */
  private void requireOfSession(S3Call call, Directory directory, DirectorySession.Scope scope) {
    Bytes bucket = protections.directory(S3Authorization.bucket(call)).id();
    boolean enough = scope.mode() == Mode.READ_WRITE || !directory.writes();
    if (!scope.bucketId().equals(bucket) || !enough) {
      throw S3Error.AccessDenied.refusal();
    }
  }

  private static void requireHeaders(S3Call call, Protection protection) {
    if (call.header(MD5) != null) {
      throw S3Error.NotImplemented.with("Header", "Content-MD5"); // R160
    }
    String expected = call.arguments().header(EXPECTED); // heeded where the model has none, too
    if (expected != null && WITHOUT_EXPECTED.contains(call.operation())) {
      throw S3Error.NotImplemented.with("Header", EXPECTED);
    }
    ExpectedOwner.require(protection.owner(), expected);
  }

  private Granted ownerless(
      S3Call call, Directory directory, ConditionKeys every, Supplier<Optional<String>> zone) {
    Subject subject = call.caller().subject();
    ConditionKeys keys = every;
    String resource = "*";
    String bucket = call.address().bucket();
    if (bucket != null) {
      keys = keys.withPresent(S3Keys.EXPRESS + "LocationName", zone.get().orElse(null));
      resource = Bucket.arn(bucket, subject.accountId(), region);
    }
    Rights rights = new Rights(subject, subject.accountId(), List.of(), ofAccount(keys, subject));
    require(rights, directory, resource);
    return new Granted(call, every, rights, null);
  }

  private static ConditionKeys ofAccount(ConditionKeys keys, Subject subject) {
    return keys.with(S3Keys.EXPRESS + "ResourceAccount", subject.accountId());
  }

  /** Callers of other accounts get nothing, since no policy of the bucket can give it. */
  private Granted regional(
      S3Call call, Directory directory, Protection protection, ConditionKeys every) {
    Rights rights = rights(call, protection, protection.denials(), every);
    require(rights, directory, arn(call, protection));
    return new Granted(call, every, rights, null);
  }

  /**
   * In a session, which was granted when it was begun (R196); else for whoever may begin one of a
   * mode that is enough. The mode is among the keys of what is granted.
   */
  private Granted zonal(
      S3Call call, Directory directory, Protection protection, ConditionKeys every) {
    if (call.scope() != null) {
      List<NamedPolicy> policies = protection.policiesFor(call.caller().subject());
      return new Granted(call, every, rights(call, protection, policies, every), null);
    }
    ConditionKeys keys = encryption(call, protection, call.header(SSE), call.header(KEY_ID), every);
    return new Granted(call, every, begun(call, protection, modes(call, directory), keys), null);
  }

  /**
   * The rights on a bucket that is copied from: for whoever may begin a session of any mode. No
   * session speaks for it, since it may be another bucket.
   */
  Rights onSource(S3Call call, Protection source, ConditionKeys every) {
    return begun(call, source, MODES, encryption(call, source, null, null, every));
  }

  /** The rights in the widest of the modes that the caller may begin a session of. */
  private Rights begun(S3Call call, Protection protection, List<Mode> modes, ConditionKeys keys) {
    List<NamedPolicy> policies = protection.policiesFor(call.caller().subject());
    String resource = Bucket.arn(protection.bucket(), protection.owner().id(), region);
    return modes.stream()
        .map(mode -> rights(call, protection, policies, keys.with(Mode.KEY, mode.text())))
        .filter(rights -> rights.refusal(ACTION, resource).isEmpty())
        .findFirst()
        .orElseThrow(S3Error.AccessDenied::refusal);
  }

  /** The modes of which each is enough. */
  private static List<Mode> modes(S3Call call, Directory directory) {
    if (!call.operation().equals(BEGINNING)) {
      return directory.writes() ? List.of(Mode.READ_WRITE) : MODES;
    }
    String asked = call.header(MODE_HEADER);
    return asked == null ? MODES : List.of(Mode.of(asked).orElseThrow(() -> unknownMode(asked)));
  }

  private static S3Exception unknownMode(String asked) {
    return S3Error.InvalidArgument.because("The session mode must be ReadOnly or ReadWrite")
        .with("ArgumentName", MODE_HEADER)
        .with("ArgumentValue", asked);
  }

  /** How the session encrypts, or the one would that could be begun: as asked, or the bucket. */
  private ConditionKeys encryption(
      S3Call call,
      Protection protection,
      @Nullable String method,
      @Nullable String keyId,
      ConditionKeys every) {
    String byDefault = protections.directory(protection.bucket()).kmsKeyArn();
    String algorithm = method != null ? method : byDefault == null ? "AES256" : "aws:kms";
    ConditionKeys keys = every.with(S3Keys.EXPRESS + SSE, algorithm);
    if (!algorithm.equals("aws:kms")) {
      return keys;
    }
    String account = call.caller().subject().accountId();
    boolean own =
        keyId == null || (byDefault != null && KmsKeyNames.names(keyId, byDefault, account));
    return keys.withPresent(S3Keys.EXPRESS + KEY_ID, own ? byDefault : keyId);
  }

  private static Rights rights(
      S3Call call, Protection protection, List<NamedPolicy> policies, ConditionKeys every) {
    String account = protection.owner().id();
    ConditionKeys keys = every.with(S3Keys.EXPRESS + "ResourceAccount", account);
    return new Rights(call.caller().subject(), account, policies, keys);
  }

  private String arn(S3Call call, Protection protection) {
    return Bucket.arn(S3Authorization.bucket(call), protection.owner().id(), region);
  }

  private static void require(Rights rights, Directory directory, String resource) {
    rights
        .refusal(directory.action(), resource)
        .ifPresent(_ -> {
          throw S3Error.AccessDenied.refusal();
        });
  }
}
