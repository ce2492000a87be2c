package dev.coffer.store.object;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.identity.Account;
import dev.coffer.kms.custody.FirstSecret;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.storage.blob.Candidate;
import dev.coffer.storage.blob.Collector;
import dev.coffer.storage.blob.MemoryBlobs;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.Store;
import dev.coffer.store.TestKeys;
import dev.coffer.store.TestStore;
import dev.coffer.store.bucket.BucketKeys;
import dev.coffer.store.bucket.BucketSettings;
import dev.coffer.store.bucket.Profile;
import dev.coffer.store.event.Telling;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.Acl;
import dev.coffer.wire.s3.AclGrants;
import dev.coffer.wire.s3.CreateBucket;
import dev.coffer.wire.s3.CreateBucketConfiguration;
import dev.coffer.wire.s3.DeleteObject;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.ObjectHeaders;
import dev.coffer.wire.s3.Preconditions;
import dev.coffer.wire.s3.PutBucketEncryption;
import dev.coffer.wire.s3.PutBucketVersioning;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.ResponseOverrides;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.ByDefault;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.Rule;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.VersioningConfiguration;
import dev.coffer.wire.s3.WriteConditions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A store in memory with one bucket, and short forms of the requests that tests make of it. */
final class World implements AutoCloseable {
  static final String BUCKET = "bucket";
  static final Account OWNER = new Account("111122223333", "a".repeat(64));
  static final Call CALLER = TestStore.by(Caller.Principal.rootOf(OWNER, "AKIAEXAMPLE"));
  static final ObjectHeaders NO_HEADERS =
      new ObjectHeaders(null, null, null, null, null, null, Map.of());

  private final StoreRootKey root;
  private final AtomicLong millis;
  private final KvStore kv;
  private final MemoryBlobs blobs;
  private final Store store;
  private final TestKeys keys;
  private final BiFunction<InstantSource, String, Telling> telling;

  World(Path folder, KvStore kv) {
    this(folder, kv, Telling::nobody);
  }

  /** One that tells somebody. */
  World(Path folder, KvStore kv, BiFunction<InstantSource, String, Telling> telling) {
    this(newRoot(folder), kv, new MemoryBlobs(), Instant.parse("2026-11-23T21:00:00Z"), telling);
    createBucket(BUCKET);
  }

  private World(
      StoreRootKey root,
      KvStore kv,
      MemoryBlobs blobs,
      Instant now,
      BiFunction<InstantSource, String, Telling> telling) {
    this.root = root;
    this.telling = telling;
    this.kv = kv;
    this.blobs = blobs;
    this.millis = new AtomicLong(now.toEpochMilli());
    InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    var settings = new BucketSettings("us-east-1", Profile.YEAR_2026);
    this.keys = new TestKeys(clock);
    this.store =
        Store.open(
            kv,
            blobs,
            root,
            settings,
            telling.apply(clock, "us-east-1"),
            _ -> true,
            keys.kms(),
            clock,
            Entropy.system());
    keys.changes.register(store.sse().keyChanges());
  }

  private static StoreRootKey newRoot(Path folder) {
    return RootKeyFile.create(folder.resolve("keys"), new FirstSecret.KeyFile(), Entropy.system())
        .root();
  }

  /** The same content after the process ended; this store is of no more use. */
  World restart() {
    return restart(telling);
  }

  /** The same, and others are told from then on. */
  World restart(BiFunction<InstantSource, String, Telling> others) {
    return new World(root, kv, blobs.reopen(), now(), others);
  }

  Store store() {
    return store;
  }

  /** The key service; its keys end with this world. */
  TestKeys keys() {
    return keys;
  }

  KvStore kv() {
    return kv;
  }

  /** What is read of the same rows and blobs without a server. */
  Salvage salvage() {
    return new Salvage(kv, blobs, new BucketKeys(root, Entropy.system()));
  }

  MemoryBlobs blobs() {
    return blobs;
  }

  void pass(long passedMillis) {
    millis.addAndGet(passedMillis);
  }

  Instant now() {
    return Instant.ofEpochMilli(millis.get());
  }

  void createBucket(String name) {
    store
        .buckets()
        .createBucket(
            CALLER,
            new CreateBucket(
                name, AclGrants.NONE, null, Document.of(CreateBucketConfiguration.NONE)));
  }

  void versioning(String status) {
    store
        .versioning()
        .put(
            CALLER,
            new PutBucketVersioning(
                BUCKET,
                Integrity.NONE,
                null,
                Document.of(new VersioningConfiguration(status, null))));
  }

  void encryptWithAes256() {
    var rule = new Rule(new ByDefault("AES256", null), false, null);
    store
        .encryption()
        .put(
            CALLER,
            new PutBucketEncryption(
                BUCKET,
                Integrity.NONE,
                null,
                Document.of(new ServerSideEncryptionConfiguration(List.of(rule)))));
  }

  DeleteObject.Output delete(String key, @Nullable String versionId) {
    return store
        .deletes()
        .deleteObject(CALLER, new DeleteObject(BUCKET, key, versionId, null, null, null));
  }

  /** All bytes of an object, or of the range that the header names. */
  byte[] get(String key, @Nullable String range) {
    GetObject.Output output = read(key, null, range);
    try (InputStream content = output.content().stream()) {
      return content.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An object with its checksum; the content is not read. */
  GetObject.Output read(String key, @Nullable Integer part, @Nullable String range) {
    return store
        .objects()
        .getObject(
            CALLER,
            new GetObject(
                BUCKET,
                key,
                null,
                part,
                range,
                Preconditions.NONE,
                new ResponseOverrides(null, null, null, null, null, null),
                "ENABLED",
                SseCustomer.NONE,
                null,
                null));
  }

  /** How many blobs there are, after a sweep; ends the store. */
  long blobsAfterSweep() {
    pass(30_000);
    store.sweep().sweepOnce();
    MemoryBlobs reopened = blobs.reopen();
    Collector collector = reopened.collector();
    long count = 0;
    for (long session : collector.sessions()) {
      Iterator<Candidate> candidates = collector.candidates(session);
      while (candidates.hasNext()) {
        candidates.next();
        count++;
      }
    }
    return count;
  }

  PutObject.Output put(String key, byte[] content) {
    return put(key, content, NO_HEADERS);
  }

  PutObject.Output put(String key, byte[] content, ObjectHeaders headers) {
    return put(key, content, headers, Sse.NONE);
  }

  PutObject.Output put(String key, byte[] content, ObjectHeaders headers, Sse sse) {
    try {
      return store
          .objects()
          .putObject(
              CALLER,
              new PutObject(
                  BUCKET,
                  key,
                  headers,
                  sse,
                  SseCustomer.NONE,
                  Acl.NONE,
                  null,
                  Extras.NONE,
                  Integrity.NONE,
                  WriteConditions.NONE,
                  null,
                  null,
                  null,
                  Body.of(content)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] noise(long seed, int sizeBytes) {
    byte[] noise = new byte[sizeBytes];
    new SplittableRandom(seed).nextBytes(noise);
    return noise;
  }

  @Override
  public void close() {
    store.close();
    root.close();
    blobs.close();
    kv.close();
  }
}
