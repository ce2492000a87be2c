package dev.coffer.store.report;

import dev.coffer.iam.admin.Permit;
import dev.coffer.iam.auth.Call;
import dev.coffer.storage.kv.Key;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.BucketRoom;
import dev.coffer.store.object.VersionCensus;
import dev.coffer.wire.admin.AdminError;
import dev.coffer.wire.admin.BucketEncryption;
import dev.coffer.wire.admin.CountVersions;
import dev.coffer.wire.admin.RecountVersions;
import dev.coffer.wire.admin.ReportEncryption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ReportEncryption, CountVersions and RecountVersions of the administration.
 *
 * <p>A report reads counters, never objects. A recount reads every row of versions, a stretch with
 * each call.
 */
public final class EncryptionReports {
  private static final int USUAL_PAGE = 50;

  private final BucketRoom buckets;
  private final VersionCensus census;
  private final BucketReports reports;

  public EncryptionReports(BucketRoom buckets, VersionCensus census, BucketReports reports) {
    this.buckets = buckets;
    this.census = census;
    this.reports = reports;
  }

  /** What there is in a bucket, or in all, by name. */
  public ReportEncryption.Output report(Call call, ReportEncryption op) {
    Permit.require(call, "coffer:ReportEncryption");
    String name = op.bucket();
    return name == null ? page(op) : new ReportEncryption.Output(List.of(report(name)), null);
  }

  private BucketEncryption report(String name) {
    return reports.of(require(name));
  }

  private ReportEncryption.Output page(ReportEncryption op) {
    int most = op.maxResults() == null ? USUAL_PAGE : op.maxResults();
    List<Bucket> found = buckets.page(op.nextToken(), most + 1);
    List<Bucket> page = found.subList(0, Math.min(most, found.size()));
    String next = found.size() > most ? page.getLast().name() : null;
    return new ReportEncryption.Output(page.stream().map(reports::of).toList(), next);
  }

  /** Counts what is older than counting. */
  public CountVersions.Output count(Call call, CountVersions op) {
    Permit.require(call, "coffer:CountVersions");
    return new CountVersions.Output(census.count(require(op.bucket())).complete());
  }

  /** Adds up what there is. */
  public RecountVersions.Output recount(Call call, RecountVersions op) {
    Permit.require(call, "coffer:RecountVersions");
    Bucket bucket = require(op.bucket());
    Key from = op.nextToken() == null ? null : Tokens.decode(op.nextToken());
    VersionCensus.Stretch found = census.scan(bucket, from);
    return new RecountVersions.Output(
        found.counts().entrySet().stream()
            .map(entry -> Lines.of(entry.getKey(), null, entry.getValue()))
            .toList(),
        found.deleteMarkers(),
        found.uncounted(),
        found.changesBefore(),
        found.changesAfter(),
        token(found.next()));
  }

  private static @Nullable String token(@Nullable Key next) {
    return next == null ? null : Tokens.encode(next);
  }

  private Bucket require(String name) {
    return buckets.buckets().find(name).orElseThrow(AdminError.NoSuchBucket::refusal);
  }
}
