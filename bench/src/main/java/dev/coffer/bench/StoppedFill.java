package dev.coffer.bench;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.auth.SignedBy;
import dev.coffer.iam.identity.Account;
import dev.coffer.iam.identity.Accounts;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Grants;
import dev.coffer.iam.policy.Rights;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.kms.custody.UnlockSecret;
import dev.coffer.storage.blob.FileBlobs;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.RocksKv;
import dev.coffer.store.Store;
import dev.coffer.store.bucket.BucketSettings;
import dev.coffer.store.bucket.Profile;
import dev.coffer.store.bucket.SystemKeys;
import dev.coffer.store.sse.Sse.Kms;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.Acl;
import dev.coffer.wire.s3.AclGrants;
import dev.coffer.wire.s3.CreateBucket;
import dev.coffer.wire.s3.CreateBucketConfiguration;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.ObjectHeaders;
import dev.coffer.wire.s3.PutBucketVersioning;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.VersioningConfiguration;
import dev.coffer.wire.s3.WriteConditions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Fills the buckets of {@link ManyObjects} in the data folder of a server that is stopped: by the
 * same store as the server's, without HTTP and signatures, which would take hours.
 *
 * <p>{@code stopped-fill DATA [--full] [--keys N] …} as {@link Counts} reads them. Objects have 100
 * bytes, which lie in their rows.
 */
final class StoppedFill {
  private static final int WRITERS = 64;
  private static final int BODY_BYTES = 100;

  private final Store store;
  private final Call call;

  private StoppedFill(Store store, Call call) {
    this.store = store;
    this.call = call;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path data = Path.of(arguments[0]);
    Counts counts = Counts.read(arguments);
    Path keys = data.resolve("keys");
    Entropy entropy = Entropy.system();
    var settings = new BucketSettings("us-east-1", Profile.YEAR_2026);
    var kms = new Kms(new NoKeys(), "us-east-1", Kms.DEFAULT_LIFE);
    var secret = new UnlockSecret.KeyFile(keys.resolve(RootKeyFile.KEY_FILE_NAME));
    try (StoreRootKey root = RootKeyFile.open(keys, secret);
        RocksKv kv = RocksKv.open(data.resolve("meta"));
        FileBlobs blobs = FileBlobs.open(data.resolve("blobs"));
        Store store =
            Store.open(
                kv, blobs, root, settings, _ -> true, kms, InstantSource.system(), entropy)) {
      new StoppedFill(store, owner(kv)).fill(counts);
    }
  }

  private static Call owner(KvStore kv) {
    Account account =
        new Accounts(kv, SystemKeys.INDEX)
            .find(Accounts.MANAGEMENT)
            .orElseThrow(() -> new IllegalStateException("a server must have made the store"));
    Caller caller = Caller.Principal.rootOf(account, "AKIAEXAMPLE");
    var rights = new Rights(caller.subject(), account.id(), List.of(), ConditionKeys.NONE);
    return new Call(caller, ConditionKeys.NONE, "fill", "", Grants.of(rights), SignedBy.LONG_LIVED);
  }

  private void fill(Counts counts) throws InterruptedException, IOException {
    fill(Counts.LARGE, counts.keys(), 1);
    fill(Counts.SMALL, counts.few(), 1);
    fill(Counts.VERSIONED, counts.versions() / counts.versionsOfKey(), counts.versionsOfKey());
  }

  private void fill(String bucket, int keys, int versions)
      throws InterruptedException, IOException {
    long start = System.nanoTime();
    create(bucket);
    if (versions > 1) {
      var enabled = Document.of(new VersioningConfiguration("Enabled", null));
      store.versioning().put(call, new PutBucketVersioning(bucket, Integrity.NONE, null, enabled));
    }
    var tasks = new ArrayList<Callable<Integer>>();
    for (int writer = 0; writer < WRITERS; writer++) {
      int first = writer;
      tasks.add(() -> write(bucket, first, keys, versions));
    }
    int written = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> done : threads.invokeAll(tasks)) {
        written += done.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%s: %d versions in %.0f s, %.0f/s%n",
        bucket,
        written,
        seconds,
        written / seconds);
  }

  private int write(String bucket, int first, int keys, int versions) throws IOException {
    int written = 0;
    byte[] body = new byte[BODY_BYTES];
    for (int version = 0; version < versions; version++) {
      for (int number = first; number < keys; number += WRITERS) {
        store.objects().putObject(call, putting(bucket, Counts.key(number), body));
        written++;
      }
    }
    return written;
  }

  private void create(String bucket) {
    var configuration = Document.of(CreateBucketConfiguration.NONE);
    store
        .buckets()
        .createBucket(call, new CreateBucket(bucket, AclGrants.NONE, null, configuration));
  }

  private static PutObject putting(String bucket, String key, byte[] body) {
    return new PutObject(
        bucket,
        key,
        new ObjectHeaders(null, null, null, null, null, null, Map.of()),
        Sse.NONE,
        SseCustomer.NONE,
        Acl.NONE,
        null,
        Extras.NONE,
        Integrity.NONE,
        WriteConditions.NONE,
        null,
        null,
        null,
        Body.of(body));
  }
}
