package dev.coffer.store.sse;

import dev.coffer.crypto.envelope.Envelope;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.auth.Call;
import dev.coffer.kms.access.KeyChanges;
import dev.coffer.kms.key.KeyService;
import dev.coffer.storage.Bytes;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.BucketKeys;
import dev.coffer.wire.s3.SseApplied;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which key for which object: decides how a new object is encrypted, and gives the data keys of
 * objects and uploads to those who may have them.
 *
 * <p>A read decides by the envelope alone. The key service is called on behalf of the one whose
 * request it is, and its refusals are S3's here. Who receives keys closes them; closing this room
 * forgets the bucket keys that are kept.
 *
 * <p>Errors: every refusal of spec/encryption.md §2.6 to §2.10; {@link
 * dev.coffer.crypto.seal.NotAuthentic} when an envelope is not the object's; {@link
 * dev.coffer.storage.StorageFailure}. Source: spec/encryption.md §2; docs/formats/envelope-v1.md.
 */
public final class Sse implements AutoCloseable {
  private final KmsCalls calls;
  private final HeldKeys held;
  private final Arns arns;
  private final KmsKeys kms;
  private final NewKeys newKeys;
  private final StoredKeys storedKeys;
  private final LoggedKeys logged;

  /** Wires the room. */
  public Sse(BucketKeys bucketKeys, Kms service, InstantSource clock, Entropy entropy) {
    this.calls = new KmsCalls(service.service(), service.region());
    this.held = new HeldKeys(service.bucketKeyLife(), clock, service.service()::expiry);
    this.arns = new Arns(service.region());
    this.kms = new KmsKeys(calls, held, arns);
    var envelopes = new Envelopes(bucketKeys, kms, entropy);
    this.newKeys = new NewKeys(envelopes, entropy, arns);
    this.storedKeys = new StoredKeys(envelopes, arns);
    this.logged = new LoggedKeys(service.uses(), clock);
  }

  /**
   * The key service as S3 uses it.
   *
   * @param region of the buckets, which names the service that calls
   * @param bucketKeyLife how long a bucket key is kept; zero keeps none
   * @param uses where every use of an object's data key is written down
   */
  public record Kms(KeyService service, String region, Duration bucketKeyLife, KeyUseLog uses) {
    /** How long bucket keys are kept where nobody says anything else. */
    public static final Duration DEFAULT_LIFE = Duration.ofMinutes(5);

    /** Writes no use down. */
    public Kms(KeyService service, String region, Duration bucketKeyLife) {
      this(service, region, bucketKeyLife, KeyUseLog.NONE);
    }
  }

  /** Decides, and makes new data keys of that kind. */
  public KeyForWrite keyForWrite(WriteRequest request) {
    return logged.made(request, () -> newKeys.make(request));
  }

  /**
   * Refuses what shall be added to an object of a directory bucket and asks for another encryption
   * than that has (R177, R181).
   */
  public void requireSame(WriteRequest request, Bytes envelope) {
    newKeys.requireSame(request, applied(envelope));
  }

  /** Opens the envelope of a version that is read or copied. */
  public KeyForRead keyForRead(ReadRequest request) {
    return logged.opened(request, () -> storedKeys.ofObject(request));
  }

  /**
   * What answers show of a version, for those who want nothing that is sealed with its key: the key
   * service is not called (R100). A customer's key is needed and checked nonetheless.
   */
  public SseApplied describe(ReadRequest request) {
    return storedKeys.shown(request);
  }

  /**
   * Refuses unless the customer's key fits that a version is under; of others it asks nothing. To
   * be called before anything is said of the version, its size and its entity tag too.
   */
  public void requireCustomerKey(ReadRequest request) {
    storedKeys.requireCustomerKey(request);
  }

  /** Opens the envelope of an upload, to write one of its parts. */
  public KeyForRead keyForPart(ReadRequest upload) {
    return logged.openedOfUpload(upload, () -> storedKeys.ofPart(upload));
  }

  /**
   * Opens the envelope of an upload, to complete it; empty without its customer's key (R126).
   *
   * @param needed whether the upload was begun with a checksum, so that the key is demanded
   */
  public Optional<KeyForRead> keyForCompletion(ReadRequest upload, boolean needed) {
    return logged.openedIfGiven(upload, () -> storedKeys.ofCompletion(upload, needed));
  }

  /** Opens the envelope of an upload, to show its parts; empty without its customer's key. */
  public Optional<KeyForRead> keyForParts(ReadRequest upload) {
    return logged.openedIfGiven(upload, () -> storedKeys.ofUpload(upload));
  }

  /**
   * A new envelope around the data key of an object under SSE-S3 or SSE-KMS: SSE-KMS under another
   * key, or with or without a Bucket Key. The data key stays, so nothing else of the object
   * changes. To be followed by {@link #moved} once it is stored.
   */
  public Bytes rewrap(ReadRequest object, String keyArn, boolean bucketKey) {
    return logged.rewrapped(object, () -> storedKeys.rewrapped(object, keyArn, bucketKey));
  }

  /**
   * The ARN of a key that the default of a directory bucket names, when its caller may use it there
   * (R172): refused as a write under it would be, and when it is none of a customer's.
   */
  public String requireUsable(Call call, Bucket bucket, String keyId) {
    return calls.requireUsable(call, bucket, keyId);
  }

  /**
   * The ARN of the key that a session of a directory bucket encrypts with; null for SSE-S3.
   *
   * @param asked what CreateSession says of it
   * @throws dev.coffer.wire.s3.S3Exception InvalidArgument
   */
  public @Nullable String sessionKey(Call call, Bucket bucket, dev.coffer.wire.s3.Sse asked) {
    return SessionEncryption.keyArn(call, bucket, asked, arns.of(bucket));
  }

  /**
   * Makes the bucket key of a session that begins and opens it again, so that both rights are
   * decided there; refused as a write under it would be. What was made is kept for the session.
   *
   * @param call as within the session
   */
  public void requireForSession(Call call, Bucket bucket, String keyArn) {
    Conditions.requireForKms(call);
    kms.begin(call, bucket, keyArn);
  }

  /**
   * To be told once the version is stored that a key was made for; its id is known only then.
   *
   * @param versionId null where versions are not shown
   */
  public void stored(WriteRequest request, KeyForWrite key, @Nullable String versionId) {
    if (versionId != null) {
      logged.stored(request, key, versionId);
    }
  }

  /** As above, of an upload that has become a version. */
  public void stored(ReadRequest upload, @Nullable String versionId) {
    if (versionId != null) {
      logged.stored(upload, applied(upload.envelope()), versionId);
    }
  }

  /**
   * To be told once the envelope of {@link #rewrap} is stored.
   *
   * @param versionId null where versions are not shown
   */
  public void moved(ReadRequest object, SseApplied applied, @Nullable String versionId) {
    logged.moved(object, applied, versionId);
  }

  /** What an envelope says of the encryption, to whomever. */
  public SseApplied applied(Bytes envelope) {
    return Shown.of(Envelope.decode(envelope.toByteArray()).scheme());
  }

  /** To be told of every change to a key, before the change is answered. */
  public KeyChanges keyChanges() {
    return held;
  }

  /** How often the key service was called. */
  public KmsCallCount kmsCalls() {
    return calls.count();
  }

  @Override
  public void close() {
    held.close();
  }
}
