package dev.coffer.store.simulation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Corrupt;
import dev.coffer.store.Store;
import dev.coffer.store.TestStore;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.VersioningState;
import dev.coffer.store.tally.Count;
import dev.coffer.store.tally.Tallies;
import dev.coffer.wire.s3.ListMultipartUploads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the clients of one run have in common.
 *
 * @param named versions by their ids, as far as anybody was told these
 * @param uploads that somebody was told of
 */
record Plan(
    House house,
    History history,
    Contents contents,
    List<String> kmsKeys,
    int keys,
    Kind kind,
    Requests requests,
    Switching switching,
    Defaults defaults,
    Map<String, Named> named,
    List<Upload> uploads) {
  /** What the null version is called. */
  static final String NULL = "null";

  Plan(
      House house,
      History history,
      Contents contents,
      List<String> kmsKeys,
      int keys,
      Kind kind,
      VersioningState versioning) {
    this(
        house,
        history,
        contents,
        kmsKeys,
        keys,
        kind,
        new Requests(kind.bucket()),
        new Switching(history, kind.bucket(), versioning),
        new Defaults(history, kind.bucket()),
        new TreeMap<>(),
        new ArrayList<>());
  }

  /** A version that somebody can ask for. */
  record Named(int key, Version version) {}

  Store store() {
    return house.store();
  }

  State empty() {
    return State.empty(keys);
  }

  /** What a put does under a state of versioning. */
  Effect.Put put(int key, Version version, VersioningState state) {
    boolean isNull = state != VersioningState.ENABLED;
    return new Effect.Put(key, new State.Kept(version, isNull, today()));
  }

  /** What a deletion without a version id does. */
  Effect.Change deletion(int key, Version marker, VersioningState state) {
    return state == VersioningState.NEVER_SET
        ? new Effect.RemovedNull(key)
        : put(key, marker, state);
  }

  void learn(@Nullable String versionId, int key, Version version) {
    if (versionId != null && !versionId.equals(NULL)) {
      named.put(versionId, new Named(key, version));
    }
  }

  /** One that somebody was told of. */
  Named named(String versionId) {
    return requireNonNull(named.get(versionId), versionId);
  }

  /** What time it is in the house. */
  Instant now() {
    return house.clock().instant();
  }

  /** Which day it is; a life of the process does not go beyond one. */
  int today() {
    return (int) Duration.between(Instant.EPOCH, now()).toDays();
  }

  String anyKmsKey(SplittableRandom random) {
    return kmsKeys.get(random.nextInt(kmsKeys.size()));
  }

  /** The id of one of them; null when none is known yet. */
  @Nullable String anyVersion(SplittableRandom random) {
    List<String> ids = new ArrayList<>(named.keySet());
    return ids.isEmpty() ? null : ids.get(random.nextInt(ids.size()));
  }

  /** All uploads that go on, page by page. */
  List<ListMultipartUploads.Upload> listedUploads() {
    List<ListMultipartUploads.Upload> all = new ArrayList<>();
    String key = null;
    String id = null;
    do {
      var op = requests.uploads().list(key, id);
      ListMultipartUploads.Output page = store().uploadListings().list(TestStore.CALLER, op);
      all.addAll(page.uploads());
      key = page.truncated() ? page.nextKeyMarker() : null;
      id = page.nextUploadIdMarker();
    } while (key != null);
    return all;
  }

  /** How many versions the bucket says that it has. */
  long counted() {
    var tallies = new Tallies(house.kv(), Bucket::indexOf);
    Bucket bucket = store().buckets().require(requests.bucket());
    return tallies.counts(bucket.id()).values().stream().mapToLong(Count::versions).sum();
  }

  /** Whatever fails, nothing is damaged. */
  void requireNoDamage(Exception failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      assertThat(at).isNotInstanceOf(Corrupt.class);
    }
  }
}
