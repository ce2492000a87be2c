package dev.coffer.store.object;

import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;

import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.TestStore;
import dev.coffer.store.bucket.BucketSettings;
import dev.coffer.store.bucket.Profile;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.Acl;
import dev.coffer.wire.s3.AclGrants;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.CopyObject;
import dev.coffer.wire.s3.CopySource;
import dev.coffer.wire.s3.CopySourceSseCustomer;
import dev.coffer.wire.s3.CreateBucket;
import dev.coffer.wire.s3.CreateBucketConfiguration;
import dev.coffer.wire.s3.DeleteObject;
import dev.coffer.wire.s3.DeleteObjects;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.LegalHold;
import dev.coffer.wire.s3.ObjectLockConfiguration;
import dev.coffer.wire.s3.ObjectLockHeaders;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.PutObjectLegalHold;
import dev.coffer.wire.s3.PutObjectLockConfiguration;
import dev.coffer.wire.s3.PutObjectRetention;
import dev.coffer.wire.s3.Retention;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.WriteConditions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A store whose bucket has Object Lock, and requests about locks in short. */
final class Locking {
  /** Of the body of {@link #put}, which is a single x. */
  private static final Integrity MD5 =
      new Integrity("ndTkYSaMgDT1yFZOFVxnpg==", null, null, ChecksumHeaders.NONE);

  final TestStore test;

  Locking() {
    this(TestStore.empty());
    createBucket();
  }

  static Locking over(KvStore kv) {
    var locking =
        new Locking(TestStore.over(kv, new BucketSettings("us-east-1", Profile.YEAR_2026)));
    locking.createBucket();
    return locking;
  }

  private void createBucket() {
    var configuration = Document.of(CreateBucketConfiguration.NONE);
    test.store
        .buckets()
        .createBucket(CALLER, new CreateBucket(BUCKET, AclGrants.NONE, null, true, configuration));
  }

  Locking(TestStore test) {
    this.test = test;
  }

  /** The version that was put. */
  String put(String key, ObjectLockHeaders lock) {
    String version = test.put(op(key, lock, MD5)).versionId();
    return String.valueOf(version);
  }

  /** The version that was put, of any content. */
  String put(String key, ObjectLockHeaders lock, byte[] content) {
    var integrity = new Integrity(md5(content), null, null, ChecksumHeaders.NONE);
    return String.valueOf(test.put(op(key, lock, integrity, content)).versionId());
  }

  private static String md5(byte[] content) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static PutObject op(String key, ObjectLockHeaders lock, Integrity integrity) {
    return op(key, lock, integrity, new byte[] {'x'});
  }

  private static PutObject op(
      String key, ObjectLockHeaders lock, Integrity integrity, byte[] content) {
    return new PutObject(
        BUCKET,
        key,
        TestStore.NO_HEADERS,
        Sse.NONE,
        SseCustomer.NONE,
        Acl.NONE,
        null,
        new Extras(null, null, lock),
        integrity,
        WriteConditions.NONE,
        null,
        null,
        null,
        Body.of(content));
  }

  /** The version that a copy of another became. */
  String copy(String from, String version, String key, ObjectLockHeaders lock) {
    var source =
        new CopySource(
            BUCKET + "/" + from + "?versionId=" + version,
            null,
            null,
            null,
            null,
            new CopySourceSseCustomer(null, null, null),
            null);
    var op =
        new CopyObject(
            BUCKET,
            key,
            source,
            "REPLACE",
            null,
            null,
            TestStore.NO_HEADERS,
            Sse.NONE,
            SseCustomer.NONE,
            Acl.NONE,
            null,
            new Extras(null, null, lock),
            WriteConditions.NONE,
            null,
            null);
    try {
      return String.valueOf(test.store.copies().copyObject(CALLER, op).versionId());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  DeleteObjects.Output deleteMany(@Nullable Boolean bypass, List<DeleteObjects.Target> targets) {
    var delete = Document.of(new DeleteObjects.Delete(targets, false));
    var op = new DeleteObjects(BUCKET, bypass, MD5, null, null, delete);
    return test.store.deletes().deleteObjects(CALLER, TestStore.RIGHTS, op);
  }

  DeleteObject.Output delete(String key, @Nullable String version, @Nullable Boolean bypass) {
    return test.store
        .deletes()
        .deleteObject(CALLER, new DeleteObject(BUCKET, key, version, null, bypass, null, null));
  }

  void retain(String key, String version, @Nullable String mode, @Nullable String until) {
    retain(key, version, new Retention(mode, until), false);
  }

  void retain(String key, String version, Retention retention, boolean bypass) {
    var op =
        new PutObjectRetention(
            BUCKET, key, version, bypass, Integrity.NONE, null, null, Document.of(retention));
    test.store.objectLocks().putRetention(CALLER, op);
  }

  void hold(String key, String version, boolean held) {
    var document = Document.of(new LegalHold(held ? "ON" : "OFF"));
    test.store
        .objectLocks()
        .putHold(
            CALLER,
            new PutObjectLegalHold(BUCKET, key, version, Integrity.NONE, null, null, document));
  }

  void byDefault(String mode, @Nullable Integer days, @Nullable Integer years) {
    var kept = new ObjectLockConfiguration.DefaultRetention(mode, days, years);
    configure(new ObjectLockConfiguration("Enabled", new ObjectLockConfiguration.Rule(kept)));
  }

  void configure(ObjectLockConfiguration configuration) {
    test.store
        .bucketLocks()
        .put(
            CALLER,
            new PutObjectLockConfiguration(BUCKET, MD5, null, null, Document.of(configuration)));
  }

  /** A version's lock as HeadObject shows it. */
  ObjectLockHeaders lock(String key, @Nullable String version) {
    return test.head(key, version).view().lock();
  }
}
