package dev.coffer.store.object;

import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.store.TestStore;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.tally.Tallies;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.Acl;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.CreateMultipartUpload;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.LifecycleConfiguration;
import dev.coffer.wire.s3.LifecycleConfiguration.AbortIncompleteMultipartUpload;
import dev.coffer.wire.s3.LifecycleConfiguration.Expiration;
import dev.coffer.wire.s3.LifecycleConfiguration.Filter;
import dev.coffer.wire.s3.LifecycleConfiguration.NoncurrentVersionExpiration;
import dev.coffer.wire.s3.LifecycleConfiguration.Rule;
import dev.coffer.wire.s3.ObjectLockHeaders;
import dev.coffer.wire.s3.PutBucketLifecycleConfiguration;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.PutObjectTagging;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.Tag;
import dev.coffer.wire.s3.Tagging;
import dev.coffer.wire.s3.WriteConditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A store with rules, and what is in its bucket. */
record Expiring(TestStore test) {
  static final Filter ALL = new Filter(null, null, null, null, null);
  static final Integrity DECLARED = new Integrity("x", null, null, ChecksumHeaders.NONE);

  static Rule days(String id, Filter filter, int days) {
    return rule(id, filter, new Expiration(null, days, null));
  }

  static Rule rule(String id, Filter filter, Expiration expiration) {
    return new Rule(id, null, filter, "Enabled", expiration, null, null);
  }

  static Rule earlier(Filter filter, int days, @Nullable Integer kept) {
    return earlier("earlier", filter, days, kept);
  }

  static Rule earlier(String id, Filter filter, int days, @Nullable Integer kept) {
    var said = new NoncurrentVersionExpiration(days, kept);
    return new Rule(id, null, filter, "Enabled", null, said, null);
  }

  static Rule lonely() {
    return rule("lonely", ALL, new Expiration(null, null, true));
  }

  static Rule uploads(int days) {
    var said = new AbortIncompleteMultipartUpload(days);
    return new Rule("uploads", null, ALL, "Enabled", null, null, said);
  }

  static Filter prefix(String prefix) {
    return new Filter(prefix, null, null, null, null);
  }

  void rules(Rule... rules) {
    rules(BUCKET, rules);
  }

  void rules(String bucket, Rule... rules) {
    var document = Document.of(new LifecycleConfiguration(List.of(rules)));
    test.store
        .lifecycles()
        .put(CALLER, new PutBucketLifecycleConfiguration(bucket, DECLARED, null, null, document));
  }

  void pass(int days) {
    test.clock.advance(Duration.ofDays(days));
  }

  void run() {
    test.store.lifecycle().runOnce();
  }

  /** The version that was put. */
  String put(String key) {
    return String.valueOf(test.put(key, "x").versionId());
  }

  void tagged(String key, String tagging) {
    put(key, new Extras(tagging, null, ObjectLockHeaders.NONE), new byte[1]);
  }

  /** Gives a version other tags. */
  void retag(String key, @Nullable String version, String name, String value) {
    var document = Document.of(new Tagging(new Tagging.TagSet(List.of(new Tag(name, value)))));
    test.store
        .objectTags()
        .put(
            CALLER,
            new PutObjectTagging(BUCKET, key, version, Integrity.NONE, null, null, document));
  }

  PutObject.Output put(String key, Extras extras, byte[] body) {
    return test.put(
        new PutObject(
            BUCKET,
            key,
            TestStore.NO_HEADERS,
            Sse.NONE,
            SseCustomer.NONE,
            Acl.NONE,
            null,
            extras,
            Integrity.NONE,
            WriteConditions.NONE,
            null,
            null,
            null,
            Body.of(body)));
  }

  CreateMultipartUpload.Output upload(String key) {
    return test.store
        .uploads()
        .create(
            CALLER,
            new CreateMultipartUpload(
                BUCKET,
                key,
                TestStore.NO_HEADERS,
                Sse.NONE,
                SseCustomer.NONE,
                Acl.NONE,
                null,
                Extras.NONE,
                null,
                null,
                null,
                null));
  }

  /** Keys with all their versions, newest first: an id, after {@code -} of a marker. */
  List<String> versions() {
    List<String> found = new ArrayList<>();
    each((key, suffix, value) -> {
      if (Suffixes.isVersion(suffix)) {
        VersionRow row = VersionRow.decode(value);
        found.add(key + (row.deleteMarker() ? " -" : " ") + row.id().text());
      }
    });
    return found;
  }

  /** Keys whose current version is an object. */
  List<String> keys() {
    List<String> found = new ArrayList<>();
    each((key, suffix, value) -> {
      if (suffix.equals(Suffixes.CURRENT) && !VersionRow.decode(value).deleteMarker()) {
        found.add(key);
      }
    });
    return found;
  }

  /** Keys of uploads in progress. */
  List<String> uploads() {
    List<String> found = new ArrayList<>();
    each((key, suffix, value) -> {
      if (suffix.startsWith(Suffixes.UPLOADS)) {
        found.add(key);
      }
    });
    return found;
  }

  /** How many rows of any kind a key has. */
  long rows(String key) {
    List<String> found = new ArrayList<>();
    each((of, suffix, value) -> found.add(of));
    return found.stream().filter(key::equals).count();
  }

  private interface Row {
    void is(String key, Bytes suffix, Bytes value);
  }

  private void each(Row row) {
    Bucket bucket = test.store.buckets().require(BUCKET);
    Iterator<Entry> all =
        KvScan.entries(test.kv, bucket.index(), Key.startOf(Bytes.of((byte) 0)), 100);
    all.forEachRemaining(
        entry -> row.is(entry.key().group().toUtf8(), entry.key().suffix(), entry.value()));
  }

  /** The counters say what a scan finds. */
  void requireCounted() {
    Bucket bucket = test.store.buckets().require(BUCKET);
    var tallies = new Tallies(test.kv, Bucket::indexOf);
    var census = new VersionCensus(test.kv, tallies, new VersionTally(tallies), VersionCensus.ROWS);
    VersionCensus.Stretch found = census.scan(bucket, null);
    assertThat(tallies.counts(bucket.id())).isEqualTo(found.counts());
    assertThat(found.uncounted()).isZero();
  }
}
