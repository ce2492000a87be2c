package dev.coffer.store.report;

import dev.coffer.kms.access.KeyStates;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.bucket.BlockedTypes;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.DefaultEncryption;
import dev.coffer.store.tally.Count;
import dev.coffer.store.tally.Counters;
import dev.coffer.store.tally.SealedUnder;
import dev.coffer.store.tally.Tallies;
import dev.coffer.wire.admin.BucketEncryption;
import dev.coffer.wire.admin.CountedVersions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the report of one bucket. */
public final class BucketReports {
  private static final int MOST_LINES = 1000;

  private final KvStore kv;
  private final Tallies tallies;
  private final KeyStates states;

  public BucketReports(KvStore kv, Tallies tallies, KeyStates states) {
    this.kv = kv;
    this.tallies = tallies;
    this.states = states;
  }

  /** What the bucket promises and what it holds. */
  BucketEncryption of(Bucket bucket) {
    boolean counted = tallies.progress(bucket.id()).complete();
    Map<SealedUnder, Count> counts = tallies.counts(bucket.id());
    long changes = Counters.changes(kv, bucket.index());
    var keys = new KeyLook(states, bucket.owner().id());
    List<CountedVersions> lines = lines(counts, keys);
    DefaultEncryption byDefault = bucket.encryption().byDefault();
    return new BucketEncryption(
        bucket.name(),
        bucket.owner().id(),
        byDefault.algorithm(),
        keyOf(byDefault),
        byDefault.bucketKeyEnabled(),
        blocked(bucket.encryption().blocked()),
        counted,
        lines,
        Math.max(0, counts.size() - MOST_LINES),
        changes,
        new Findings(keys).of(byDefault, counted, counts));
  }

  private static List<CountedVersions> lines(Map<SealedUnder, Count> counts, KeyLook keys) {
    return counts.entrySet().stream()
        .sorted(Comparator.comparingLong(entry -> -entry.getValue().versions()))
        .limit(MOST_LINES)
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> Lines.of(entry.getKey(), keys.stateOf(entry.getKey()), entry.getValue()))
        .toList();
  }

  private static List<String> blocked(BlockedTypes blocked) {
    return switch (blocked) {
      case UNSAID -> List.of();
      case NONE -> List.of("NONE");
      case SSE_C -> List.of("SSE-C");
    };
  }

  static @Nullable String keyOf(DefaultEncryption byDefault) {
    return switch (byDefault) {
      case DefaultEncryption.SseS3 _ -> null;
      case DefaultEncryption.SseKms kms -> kms.keyId();
      case DefaultEncryption.DsseKms dsse -> dsse.keyId();
    };
  }
}
