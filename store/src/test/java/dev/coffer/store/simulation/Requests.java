package dev.coffer.store.simulation;

import dev.coffer.store.TestStore;
import dev.coffer.store.lock.Period;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.Acl;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.CopyObject;
import dev.coffer.wire.s3.CopySource;
import dev.coffer.wire.s3.DeleteObject;
import dev.coffer.wire.s3.DeleteObjectTagging;
import dev.coffer.wire.s3.DeleteObjects;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.GetObjectRetention;
import dev.coffer.wire.s3.GetObjectTagging;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.LegalHold;
import dev.coffer.wire.s3.ListObjectVersions;
import dev.coffer.wire.s3.ListObjectsV2;
import dev.coffer.wire.s3.ObjectEncryption;
import dev.coffer.wire.s3.ObjectHeaders;
import dev.coffer.wire.s3.ObjectLockHeaders;
import dev.coffer.wire.s3.Preconditions;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.PutObjectLegalHold;
import dev.coffer.wire.s3.PutObjectRetention;
import dev.coffer.wire.s3.PutObjectTagging;
import dev.coffer.wire.s3.RenameObject;
import dev.coffer.wire.s3.Retention;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.Tag;
import dev.coffer.wire.s3.Tagging;
import dev.coffer.wire.s3.UpdateObjectEncryption;
import dev.coffer.wire.s3.WriteConditions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is asked of one bucket, as a store is given it. */
record Requests(String bucket) {
  static final ObjectHeaders NO_HEADERS =
      new ObjectHeaders(null, null, null, null, null, null, Map.of());
  private static final String VERSION = "version";
  private static final int FEW = 2;

  UploadRequests uploads() {
    return new UploadRequests(this);
  }

  static String key(int key) {
    return "key-" + key;
  }

  static int number(String key) {
    return Integer.parseInt(key.substring("key-".length()));
  }

  /** The id that a version was written with. */
  static int id(ObjectHeaders headers) {
    return Integer.parseInt(headers.metadata().getOrDefault(VERSION, "0"));
  }

  static ObjectHeaders headers(int id) {
    Map<String, String> metadata = Map.of(VERSION, String.valueOf(id));
    return new ObjectHeaders(null, null, null, null, null, null, metadata);
  }

  static String md5(byte[] content) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  PutObject put(int key, Version version, Sealing sealing, WriteConditions conditions, byte[] of) {
    return put(key, version, sealing, Extras.NONE, conditions, of);
  }

  PutObject put(int key, Version version, Sealing sealing, Lock lock, int tags, byte[] of) {
    var extras = new Extras(tagging(tags), null, lock.headers());
    return put(key, version, sealing, extras, WriteConditions.NONE, of);
  }

  private PutObject put(
      int key,
      Version version,
      Sealing sealing,
      Extras extras,
      WriteConditions conditions,
      byte[] of) {
    return new PutObject(
        bucket,
        key(key),
        headers(version.id()),
        sealing.sse(),
        sealing.customer(),
        Acl.NONE,
        null,
        extras,
        new Integrity(md5(of), null, null, ChecksumHeaders.NONE),
        conditions,
        null,
        null,
        null,
        Body.of(of));
  }

  private static @Nullable String tagging(int tags) {
    return tags == 0 ? null : TagChanges.NAME + "=" + tags;
  }

  PutObjectTagging tag(int key, @Nullable String id, int tags) {
    var set = new Tagging.TagSet(List.of(new Tag(TagChanges.NAME, String.valueOf(tags))));
    var document = Document.of(new Tagging(set));
    return new PutObjectTagging(bucket, key(key), id, Integrity.NONE, null, null, document);
  }

  DeleteObjectTagging untag(int key, @Nullable String id) {
    return new DeleteObjectTagging(bucket, key(key), id, null);
  }

  GetObjectTagging tags(int key, @Nullable String id) {
    return new GetObjectTagging(bucket, key(key), id, null, null);
  }

  PutObjectRetention retain(int key, String id, @Nullable Period period, boolean bypass) {
    var document =
        period == null
            ? new Retention(null, null)
            : new Retention(period.mode().name(), period.until().toString());
    return new PutObjectRetention(
        bucket,
        key(key),
        id,
        bypass ? true : null,
        Integrity.NONE,
        null,
        null,
        Document.of(document));
  }

  GetObjectRetention retention(int key, String id) {
    return new GetObjectRetention(bucket, key(key), id, null, null);
  }

  PutObjectLegalHold hold(int key, String id, boolean held) {
    var document = Document.of(new LegalHold(held ? "ON" : "OFF"));
    return new PutObjectLegalHold(bucket, key(key), id, Integrity.NONE, null, null, document);
  }

  /** Adds to an object of that size. */
  PutObject append(
      int key, ObjectHeaders headers, long offset, WriteConditions conditions, byte[] added) {
    return new PutObject(
        bucket,
        key(key),
        headers,
        Sse.NONE,
        Sealing.NO_KEY,
        Acl.NONE,
        null,
        Extras.NONE,
        new Integrity(md5(added), null, null, ChecksumHeaders.NONE),
        conditions,
        offset,
        null,
        null,
        Body.of(added));
  }

  GetObject get(int key, @Nullable String versionId, @Nullable String range, SseCustomer customer) {
    return new GetObject(
        bucket,
        key(key),
        versionId,
        null,
        range,
        Preconditions.NONE,
        TestStore.NO_OVERRIDES,
        null,
        customer,
        null,
        null);
  }

  /**
   * Copies what has that ETag at that time.
   *
   * @param tags null for the source's
   */
  CopyObject copy(
      int from,
      Reading.Found source,
      int to,
      Version version,
      Sealing sealing,
      @Nullable Integer tags) {
    return new CopyObject(
        bucket,
        key(to),
        source(from, source),
        "REPLACE",
        null,
        tags == null ? null : "REPLACE",
        headers(version.id()),
        sealing.sse(),
        sealing.customer(),
        Acl.NONE,
        null,
        new Extras(tags == null ? null : tagging(tags), null, ObjectLockHeaders.NONE),
        WriteConditions.NONE,
        null,
        null);
  }

  CopySource source(int from, Reading.Found source) {
    return new CopySource(
        bucket + "/" + key(from),
        source.eTag(),
        null,
        null,
        null,
        Sealing.source(source.customer()),
        null);
  }

  DeleteObject delete(int key, @Nullable String versionId) {
    return new DeleteObject(bucket, key(key), versionId, null, null, null);
  }

  /** Deletes what has that ETag at that time; {@code *} for anything. */
  DeleteObject deleteMatching(int key, @Nullable String versionId, String eTag) {
    return new DeleteObject(bucket, key(key), versionId, eTag, null, null, null);
  }

  /** Deletes what is of that size at that time, of a directory bucket. */
  DeleteObject deleteSized(int key, long sizeBytes) {
    return new DeleteObject(bucket, key(key), null, null, null, sizeBytes, null, null, null);
  }

  /** Removes a version, whatever governance says. */
  DeleteObject deleteBypassing(int key, String versionId) {
    return new DeleteObject(bucket, key(key), versionId, null, true, null, null);
  }

  DeleteObjects deleteAll(List<DeleteObjects.Target> targets) {
    var delete = Document.of(new DeleteObjects.Delete(targets, false));
    var integrity = new Integrity("declared", null, null, ChecksumHeaders.NONE);
    return new DeleteObjects(bucket, integrity, null, null, delete);
  }

  RenameObject rename(int from, int to) {
    return new RenameObject(
        bucket, key(to), key(from), Preconditions.NONE, null, null, null, null, null);
  }

  UpdateObjectEncryption update(int key, String kmsKey, boolean bucketKey) {
    var target = new ObjectEncryption.Target(kmsKey, String.valueOf(bucketKey));
    var document = Document.of(new ObjectEncryption(target, null, null, null));
    return new UpdateObjectEncryption(bucket, key(key), null, Integrity.NONE, null, null, document);
  }

  /** A page of few keys. */
  ListObjectsV2 list(@Nullable String token) {
    return new ListObjectsV2(bucket, null, null, FEW, null, token, null, null, null, null, null);
  }

  ListObjectVersions listVersions(@Nullable String keyMarker, @Nullable String idMarker, int most) {
    return new ListObjectVersions(
        bucket, null, null, keyMarker, idMarker, most, null, null, null, null);
  }
}
