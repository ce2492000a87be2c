package dev.coffer.store;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.auth.SignedBy;
import dev.coffer.iam.identity.Account;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Grants;
import dev.coffer.iam.policy.Rights;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.storage.blob.MemoryBlobs;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.bucket.BucketKeys;
import dev.coffer.store.bucket.BucketSettings;
import dev.coffer.store.bucket.Profile;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.Acl;
import dev.coffer.wire.s3.AclGrants;
import dev.coffer.wire.s3.CreateBucket;
import dev.coffer.wire.s3.CreateBucketConfiguration;
import dev.coffer.wire.s3.DeleteObject;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.HeadObject;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.ObjectHeaders;
import dev.coffer.wire.s3.Preconditions;
import dev.coffer.wire.s3.PutBucketVersioning;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.ResponseOverrides;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.VersioningConfiguration;
import dev.coffer.wire.s3.WriteConditions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A store in memory with one bucket, and requests in short. */
public final class TestStore {
  public static final Account OWNER = new Account("111122223333", "a".repeat(64));
  public static final Account OTHER = new Account("444455556666", "b".repeat(64));
  public static final Call CALLER = by(Caller.Principal.rootOf(OWNER, "AKIAEXAMPLE"));
  public static final Call STRANGER = by(Caller.Principal.rootOf(OTHER, "AKIAOTHER"));
  public static final Rights RIGHTS =
      new Rights(CALLER.caller().subject(), OWNER.id(), List.of(), ConditionKeys.NONE);
  public static final String BUCKET = "first-bucket";
  public static final ObjectHeaders NO_HEADERS =
      new ObjectHeaders(null, null, null, null, null, null, Map.of());
  public static final ResponseOverrides NO_OVERRIDES =
      new ResponseOverrides(null, null, null, null, null, null);

  public final KvStore kv;
  public final MemoryBlobs blobs;
  public final TestClock clock;
  public final TestKeys keys;
  public final Store store;
  private final StoreRootKey root;
  private final BucketSettings settings;

  private TestStore(
      KvStore kv,
      MemoryBlobs blobs,
      TestClock clock,
      TestKeys keys,
      StoreRootKey root,
      BucketSettings settings) {
    this.kv = kv;
    this.blobs = blobs;
    this.clock = clock;
    this.keys = keys;
    this.root = root;
    this.settings = settings;
    this.store =
        Store.open(
            kv, blobs, root, settings, TestStore::known, keys.kms(), clock, Entropy.system());
    keys.changes.register(store.sse().keyChanges());
  }

  /** A call over a secure connection. */
  public static Call by(Caller caller) {
    var rights = new Rights(caller.subject(), OWNER.id(), List.of(), ConditionKeys.NONE);
    ConditionKeys keys = ConditionKeys.NONE.with("aws:SecureTransport", "true");
    return new Call(caller, keys, "request-1", "", Grants.of(rights), SignedBy.LONG_LIVED);
  }

  /** The two accounts, their roots and users; but nobody whose name is {@code nobody}. */
  private static boolean known(String principal) {
    return (principal.contains(OWNER.id()) || principal.contains(OTHER.id()))
        && !principal.endsWith("/nobody");
  }

  /** Empty, in us-east-1, new buckets block SSE-C. */
  public static TestStore empty() {
    return over(new MemoryKv(), new BucketSettings("us-east-1", Profile.YEAR_2026));
  }

  public static TestStore over(KvStore kv, BucketSettings settings) {
    return over(kv, settings, TestRoot.create());
  }

  public static TestStore over(KvStore kv, BucketSettings settings, StoreRootKey root) {
    var clock = new TestClock();
    return new TestStore(kv, new MemoryBlobs(), clock, new TestKeys(clock), root, settings);
  }

  /** With one bucket. */
  public static TestStore withBucket() {
    return over(new MemoryKv());
  }

  public static TestStore over(KvStore kv) {
    TestStore test = over(kv, new BucketSettings("us-east-1", Profile.YEAR_2026));
    test.createBucket(BUCKET);
    return test;
  }

  /** The same content under a root key that somebody else has. */
  public TestStore under(StoreRootKey other) {
    return new TestStore(kv, blobs.reopen(), clock, keys, other, settings);
  }

  /** The same content after a crash of the blobs' session. */
  public TestStore restart() {
    return new TestStore(kv, blobs.reopen(), clock, keys, root, settings);
  }

  /** The keys of its buckets, to look at rows. */
  public BucketKeys bucketKeys() {
    return new BucketKeys(root, Entropy.system());
  }

  public void createBucket(String name) {
    store.buckets().createBucket(CALLER, createBucketOp(name));
  }

  public static CreateBucket createBucketOp(String name) {
    return new CreateBucket(
        name, AclGrants.NONE, null, Document.of(CreateBucketConfiguration.NONE));
  }

  /** A directory bucket, whose name says that it is in {@code use1-az4}. */
  public static CreateBucket createDirectoryOp(String name) {
    var configuration =
        new CreateBucketConfiguration(
            null,
            new CreateBucketConfiguration.Location("AvailabilityZone", "use1-az4"),
            new CreateBucketConfiguration.Bucket("SingleAvailabilityZone", "Directory"));
    return new CreateBucket(name, AclGrants.NONE, null, Document.of(configuration));
  }

  public void setVersioning(String status) {
    var configuration = Document.of(new VersioningConfiguration(status, null));
    store
        .versioning()
        .put(CALLER, new PutBucketVersioning(BUCKET, Integrity.NONE, null, configuration));
  }

  public PutObject.Output put(String key, String text) {
    return put(putOp(key, bytes(text)));
  }

  public PutObject.Output put(PutObject op) {
    try {
      return store.objects().putObject(CALLER, op);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static PutObject putOp(String key, byte[] content) {
    return putOp(key, content, NO_HEADERS, WriteConditions.NONE);
  }

  public static PutObject putOp(
      String key, byte[] content, ObjectHeaders headers, WriteConditions conditions) {
    return new PutObject(
        BUCKET,
        key,
        headers,
        Sse.NONE,
        SseCustomer.NONE,
        Acl.NONE,
        null,
        Extras.NONE,
        Integrity.NONE,
        conditions,
        null,
        null,
        null,
        Body.of(content));
  }

  public static GetObject getOp(String key, @Nullable String versionId, @Nullable String range) {
    return new GetObject(
        BUCKET,
        key,
        versionId,
        null,
        range,
        Preconditions.NONE,
        NO_OVERRIDES,
        null,
        SseCustomer.NONE,
        null,
        null);
  }

  public GetObject.Output get(GetObject op) {
    return store.objects().getObject(CALLER, op);
  }

  public String text(String key) {
    return text(key, null);
  }

  public String text(String key, @Nullable String versionId) {
    return new String(read(get(getOp(key, versionId, null))), StandardCharsets.UTF_8);
  }

  public static byte[] read(GetObject.Output output) {
    try (InputStream stream = output.content().stream()) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public HeadObject.Output head(String key, @Nullable String versionId) {
    return store
        .objects()
        .headObject(
            CALLER,
            new HeadObject(
                BUCKET,
                key,
                versionId,
                null,
                null,
                Preconditions.NONE,
                NO_OVERRIDES,
                null,
                SseCustomer.NONE,
                null,
                null));
  }

  public DeleteObject.Output delete(String key) {
    return delete(key, null);
  }

  public DeleteObject.Output delete(String key, @Nullable String versionId) {
    return delete(key, versionId, null);
  }

  public DeleteObject.Output delete(
      String key, @Nullable String versionId, @Nullable String ifMatch) {
    return store
        .deletes()
        .deleteObject(CALLER, new DeleteObject(BUCKET, key, versionId, ifMatch, null, null));
  }
}
