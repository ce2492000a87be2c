package dev.coffer.store.object;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.auth.Call;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.blob.BlobId;
import dev.coffer.storage.blob.BlobReader;
import dev.coffer.storage.blob.Collector;
import dev.coffer.storage.blob.MemoryBlobs;
import dev.coffer.storage.blob.NoSuchBlob;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.Store;
import dev.coffer.store.TestClock;
import dev.coffer.store.TestKeys;
import dev.coffer.store.TestRoot;
import dev.coffer.store.TestStore;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.BucketKeys;
import dev.coffer.store.bucket.BucketSettings;
import dev.coffer.store.bucket.Profile;
import dev.coffer.store.event.Telling;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.Acl;
import dev.coffer.wire.s3.ChecksumElements;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.CompleteMultipartUpload;
import dev.coffer.wire.s3.CompleteMultipartUpload.CompletedPart;
import dev.coffer.wire.s3.CompleteMultipartUpload.CompletedUpload;
import dev.coffer.wire.s3.CopyObject;
import dev.coffer.wire.s3.CopySource;
import dev.coffer.wire.s3.CopySourceSseCustomer;
import dev.coffer.wire.s3.CreateMultipartUpload;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.HeadObject;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.ListObjectVersions;
import dev.coffer.wire.s3.ObjectEncryption;
import dev.coffer.wire.s3.ObjectHeaders;
import dev.coffer.wire.s3.ObjectView;
import dev.coffer.wire.s3.Preconditions;
import dev.coffer.wire.s3.PutBucketEncryption;
import dev.coffer.wire.s3.PutBucketVersioning;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.Rule;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.UpdateObjectEncryption;
import dev.coffer.wire.s3.UploadPart;
import dev.coffer.wire.s3.UploadPartCopy;
import dev.coffer.wire.s3.VersioningConfiguration;
import dev.coffer.wire.s3.WriteConditions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory whose process may end between any two calls of its ports, and requests in
 * short. Three buckets: in one versions are kept, one is a directory bucket. The others take SSE-C.
 */
final class FusedStore implements AutoCloseable {
  static final Call CALLER = TestStore.CALLER;
  static final String PLAIN = "plain-bucket";
  static final String VERSIONED = "versioned-bucket";
  static final String DIRECTORY = "grown--use1-az4--x-s3";
  private static final String MARK = "mark";
  private static final long MOST_BLOBS = 300;

  final Fuse fuse = new Fuse();
  final TestClock clock = new TestClock();
  final TestKeys keys;
  private final Entropy entropy;
  private final BiFunction<InstantSource, String, Telling> telling;
  private final StoreRootKey root = TestRoot.create();
  private final FusedKv kv = new FusedKv(new MemoryKv(), fuse);
  private MemoryBlobs blobs = new MemoryBlobs();
  private long sessions = 1;
  private Store store;

  FusedStore() {
    this(Entropy.system());
  }

  FusedStore(Entropy entropy) {
    this(entropy, Telling::nobody);
  }

  /** One that tells somebody. */
  FusedStore(Entropy entropy, BiFunction<InstantSource, String, Telling> telling) {
    this.telling = telling;
    this.entropy = entropy;
    this.keys = new TestKeys(clock, entropy);
    this.store = open();
    for (String bucket : List.of(PLAIN, VERSIONED)) {
      store.buckets().createBucket(CALLER, TestStore.createBucketOp(bucket));
    }
    store.buckets().createBucket(CALLER, TestStore.createDirectoryOp(DIRECTORY));
    var enabled = Document.of(new VersioningConfiguration("Enabled", null));
    store
        .versioning()
        .put(CALLER, new PutBucketVersioning(VERSIONED, Integrity.NONE, null, enabled));
  }

  private Store open() {
    var settings = new BucketSettings("us-east-1", Profile.YEAR_2023);
    Store opened =
        Store.open(
            kv,
            new FusedBlobs(blobs, fuse),
            root,
            settings,
            telling.apply(clock, "us-east-1"),
            _ -> true,
            keys.kms(),
            clock,
            entropy);
    keys.changes.register(opened.sse().keyChanges());
    return opened;
  }

  Store store() {
    return store;
  }

  /** A new process over what the old one left. */
  void restart() {
    fuse.renew();
    store.close();
    blobs = blobs.reopen();
    sessions++;
    store = open();
  }

  /** What the sweep does when everything has grown old. */
  void sweep() {
    clock.advance(Duration.ofHours(2));
    store.sweep().sweepOnce();
  }

  void byDefault(String bucket, Protection protection) {
    boolean bucketKey = protection.type() == Protection.SseType.KMS_BUCKET_KEY;
    byDefault(bucket, new Rule(protection.byDefault(), bucketKey, null));
  }

  void byDefault(String bucket, Rule rule) {
    var document = Document.of(new ServerSideEncryptionConfiguration(List.of(rule)));
    store.encryption().put(CALLER, new PutBucketEncryption(bucket, Integrity.NONE, null, document));
  }

  /** A place in a bucket. */
  record Spot(String bucket, String key) {}

  /** What a write says of encryption, and a text by which its object is known again. */
  record Asked(Sse sse, SseCustomer customer, String mark) {
    private ObjectHeaders headers() {
      return new ObjectHeaders(null, null, null, null, null, null, Map.of(MARK, mark));
    }
  }

  /** A version of an object, with the customer's key that opens it. */
  record At(Spot spot, @Nullable String versionId, SseCustomer customer) {
    private CopySource source() {
      String version = versionId == null ? "" : "?versionId=" + versionId;
      return new CopySource(
          spot.bucket() + "/" + spot.key() + version,
          null,
          null,
          null,
          null,
          new CopySourceSseCustomer(customer.algorithm(), customer.key(), customer.keyMd5()),
          null);
    }
  }

  /** Some bytes of an object; both ends count. */
  record Extent(long first, long last) {
    @Override
    public String toString() {
      return "bytes=" + first + "-" + last;
    }
  }

  static String markOf(ObjectView view) {
    return view.headers().metadata().getOrDefault(MARK, "");
  }

  void put(Spot at, Asked asked, byte[] content) throws IOException {
    put(at, asked, Body.of(content));
  }

  /** As a browser sends it: a file of unknown size in a form. */
  void post(Spot at, Asked asked, byte[] content) throws IOException {
    put(at, asked, PostedFile.of(content));
  }

  private void put(Spot at, Asked asked, Body content) throws IOException {
    store
        .objects()
        .putObject(
            CALLER,
            new PutObject(
                at.bucket(),
                at.key(),
                asked.headers(),
                asked.sse(),
                asked.customer(),
                Acl.NONE,
                null,
                Extras.NONE,
                Integrity.NONE,
                WriteConditions.NONE,
                null,
                null,
                null,
                content));
  }

  /** What an append says besides where and what. */
  record Added(Sse sse, Integrity integrity, WriteConditions conditions, ObjectHeaders headers) {
    static final Added PLAINLY =
        new Added(Sse.NONE, Integrity.NONE, WriteConditions.NONE, World.NO_HEADERS);
  }

  PutObject.Output append(Spot at, long offset, byte[] content) {
    return append(at, offset, content, Added.PLAINLY);
  }

  PutObject.Output append(Spot at, long offset, byte[] content, Added added) {
    return append(at, offset, Body.of(content), added);
  }

  PutObject.Output append(Spot at, long offset, Body content, Added added) {
    var op =
        new PutObject(
            at.bucket(),
            at.key(),
            added.headers(),
            added.sse(),
            SseCustomer.NONE,
            Acl.NONE,
            null,
            Extras.NONE,
            added.integrity(),
            added.conditions(),
            offset,
            null,
            null,
            content);
    try {
      return store.objects().putObject(CALLER, op);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many whole blobs there are, once nobody waits for a removal. */
  int blobsAfterSweep() {
    sweep();
    int count = 0;
    for (long session = 1; session <= sessions; session++) {
      for (long sequence = 1; sequence <= MOST_BLOBS; sequence++) {
        count += there(new BlobId(session, sequence)) ? 1 : 0;
      }
    }
    return count;
  }

  private boolean there(BlobId id) {
    try (BlobReader _ = blobs.open(id)) {
      return true;
    } catch (NoSuchBlob _) {
      return false;
    }
  }

  void copy(At source, Spot to, Asked asked) throws IOException {
    store
        .copies()
        .copyObject(
            CALLER,
            new CopyObject(
                to.bucket(),
                to.key(),
                source.source(),
                "REPLACE",
                null,
                null,
                asked.headers(),
                asked.sse(),
                asked.customer(),
                Acl.NONE,
                null,
                Extras.NONE,
                WriteConditions.NONE,
                null,
                null));
  }

  /** An upload in progress. */
  record Upload(Spot spot, String id, SseCustomer customer) {}

  Upload begin(Spot at, Asked asked) {
    var op =
        new CreateMultipartUpload(
            at.bucket(),
            at.key(),
            asked.headers(),
            asked.sse(),
            asked.customer(),
            Acl.NONE,
            null,
            Extras.NONE,
            null,
            null,
            null,
            null);
    return new Upload(at, store.uploads().create(CALLER, op).uploadId(), asked.customer());
  }

  CompletedPart part(Upload to, int number, byte[] content) throws IOException {
    var op =
        new UploadPart(
            to.spot().bucket(),
            to.spot().key(),
            number,
            to.id(),
            Integrity.NONE,
            to.customer(),
            null,
            null,
            Body.of(content));
    return named(number, store.uploads().uploadPart(CALLER, op).eTag());
  }

  CompletedPart partCopy(Upload to, int number, At source, Extent extent) throws IOException {
    var op =
        new UploadPartCopy(
            to.spot().bucket(),
            to.spot().key(),
            number,
            to.id(),
            source.source(),
            extent.toString(),
            to.customer(),
            null,
            null);
    return named(number, store.copies().copyPart(CALLER, op).eTag());
  }

  private static CompletedPart named(int number, String eTag) {
    return new CompletedPart(number, eTag, ChecksumElements.NONE);
  }

  void complete(Upload upload, List<CompletedPart> parts) {
    var op =
        new CompleteMultipartUpload(
            upload.spot().bucket(),
            upload.spot().key(),
            upload.id(),
            ChecksumHeaders.NONE,
            null,
            null,
            upload.customer(),
            WriteConditions.NONE,
            null,
            null,
            Document.of(new CompletedUpload(parts)));
    store.completions().complete(CALLER, op);
  }

  void update(At at, Protection to) {
    boolean bucketKey = to.type() == Protection.SseType.KMS_BUCKET_KEY;
    var target = new ObjectEncryption.Target(to.keyName(), String.valueOf(bucketKey));
    var document = Document.of(new ObjectEncryption(target, null, null, null));
    store
        .encryptionUpdates()
        .update(
            CALLER,
            new UpdateObjectEncryption(
                at.spot().bucket(),
                at.spot().key(),
                at.versionId(),
                Integrity.NONE,
                null,
                null,
                document));
  }

  ObjectView head(At at) {
    return store
        .objects()
        .headObject(
            CALLER,
            new HeadObject(
                at.spot().bucket(),
                at.spot().key(),
                at.versionId(),
                null,
                null,
                Preconditions.NONE,
                TestStore.NO_OVERRIDES,
                null,
                at.customer(),
                null,
                null))
        .view();
  }

  /** All of it, or a range, or one part; never both. */
  GetObject.Output get(At at, @Nullable Extent extent, @Nullable Integer part) {
    return store
        .objects()
        .getObject(
            CALLER,
            new GetObject(
                at.spot().bucket(),
                at.spot().key(),
                at.versionId(),
                part,
                extent == null ? null : extent.toString(),
                Preconditions.NONE,
                TestStore.NO_OVERRIDES,
                "ENABLED",
                at.customer(),
                null,
                null));
  }

  /** Every row and every blob that lies there; ends the process. */
  List<Bytes> everything() {
    restart();
    List<Bytes> found = new ArrayList<>();
    for (Index each :
        List.of(
            new Index("system"),
            new Index("hints"),
            index(new Spot(PLAIN, "")),
            index(new Spot(VERSIONED, "")))) {
      KvScan.entries(kv, each, Key.startOf(Bytes.of((byte) 0)), 100)
          .forEachRemaining(row -> found.add(row.value()));
    }
    Collector collector = blobs.collector();
    for (long session : collector.sessions()) {
      collector
          .candidates(session)
          .forEachRemaining(candidate -> {
            try (BlobReader blob = blobs.open(candidate.id())) {
              byte[] content = new byte[Math.toIntExact(blob.sizeBytes())];
              blob.read(0, content, 0, content.length);
              found.add(Bytes.copyOf(content));
            }
          });
    }
    return found;
  }

  /** Every version that a listing of a bucket shows, by key and id. */
  List<String> versions(String bucket) {
    var op = new ListObjectVersions(bucket, null, null, null, null, null, null, null, null, null);
    return store.versionListings().list(CALLER, op).versions().stream()
        .map(version -> version.key() + " " + version.versionId())
        .toList();
  }

  /** What is stored of the current version. */
  VersionRow row(Spot at) {
    return kv.get(index(at), new Key(Bytes.utf8(at.key()), Suffixes.CURRENT))
        .map(VersionRow::decode)
        .orElseThrow();
  }

  /** Changes what is stored, as somebody with the disk would. */
  void replace(Spot at, VersionRow row) {
    Commit commit =
        Commit.in(index(at), Bytes.utf8(at.key())).put(Suffixes.CURRENT, row.encode()).build();
    kv.commit(commit);
  }

  /** Says that the current version lies elsewhere and is as long as that. */
  void place(Spot at, Place.Pieced place) {
    Bucket bucket = store.buckets().require(at.bucket());
    var group = new ObjectGroup(bucket, at.key());
    VersionRow row = row(at);
    VersionFacts facts = row.facts();
    ObjectFacts object = row.object();
    var lying =
        new ObjectFacts(
            place.pieces().getLast().endByte(),
            object.eTag(),
            object.checksum(),
            object.storageClass(),
            object.objectId(),
            place);
    var longer =
        new VersionFacts(
            facts.order(),
            facts.nullVersion(),
            facts.lastModified(),
            facts.ownerId(),
            lying,
            facts.locked());
    try (WrappingKey key = new BucketKeys(root, entropy).metadata(bucket)) {
      var unsealed = new VersionRow.Unsealed(longer, row.envelope(), row.open(group, key));
      replace(at, VersionRow.seal(group, unsealed, key, entropy));
    }
  }

  private Index index(Spot at) {
    return store.buckets().require(at.bucket()).index();
  }

  @Override
  public void close() {
    fuse.renew();
    store.close();
    root.close();
    blobs.close();
    kv.close();
  }
}
