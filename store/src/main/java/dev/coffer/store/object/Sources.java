package dev.coffer.store.object;

import dev.coffer.iam.auth.Call;
import dev.coffer.storage.Unavailable;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.Buckets;
import dev.coffer.store.bucket.VersioningState;
import dev.coffer.store.sse.KeyForRead;
import dev.coffer.store.sse.Purpose;
import dev.coffer.wire.s3.CopySource;
import dev.coffer.wire.s3.CopySourceSseCustomer;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.SseCustomer;
import java.io.InputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds and opens what a copy is made of. */
final class Sources {
  /** No single copy reads more. */
  static final long MAX_BYTES = 5L * 1024 * 1024 * 1024;

  private static final int ATTEMPTS = 10;

  private final Buckets buckets;
  private final Versions versions;
  private final Reads reads;

  Sources(Buckets buckets, Versions versions, Reads reads) {
    this.buckets = buckets;
    this.versions = versions;
    this.reads = reads;
  }

  /** The object that a header names, on its conditions. */
  record Source(SourceName name, Found found) {
    /** The version that is copied, where versions are shown and it is not the null version. */
    @Nullable String versionId() {
      boolean shown = found.at().bucket().versioning() != VersioningState.NEVER_SET;
      return shown && !found.row().facts().nullVersion() ? found.row().id().text() : null;
    }

    long sizeBytes() {
      return found.sizeBytes();
    }
  }

  /**
   * Finds the source.
   *
   * @throws dev.coffer.wire.s3.S3Exception when it does not exist, is a delete marker, is under a
   *     customer's key that is not given, or does not meet the conditions
   */
  Source require(Call call, SourceName name, CopySource header) {
    Bucket bucket = buckets.require(name.bucket(), header.expectedBucketOwner());
    var at = new ObjectGroup(bucket, name.key());
    @Nullable VersionId id = VersionId.parse(name.versionId());
    DirectoryRules.requireVersion(bucket, id);
    requireNoMarker(at, id);
    Found found = reads.require(at, id);
    ObjectRights.ofSource(call, found);
    reads.requireCustomerKey(call, found, customer(header));
    SourceConditions.require(SourceConditions.Asked.of(header), found.row());
    return new Source(name, found);
  }

  private void requireNoMarker(ObjectGroup at, @Nullable VersionId id) {
    if (id != null && versions.find(at, id).filter(VersionRow::deleteMarker).isPresent()) {
      throw S3Error.InvalidRequest.because(
          "The source of a copy request may not specifically refer to a delete marker by version"
              + " id.");
    }
  }

  /** The customer's key of the source, as those of other objects come. */
  static SseCustomer customer(CopySource header) {
    CopySourceSseCustomer of = header.sseCustomer();
    return new SseCustomer(of.algorithm(), of.key(), of.keyMd5());
  }

  static void requireCopyable(long sizeBytes) {
    if (sizeBytes > MAX_BYTES) {
      throw S3Error.InvalidRequest.because(
          "The specified copy source is larger than the maximum allowable size for a copy source: "
              + MAX_BYTES);
    }
  }

  /** A source that was opened, and the plaintext of the span that was asked for. */
  record Opened(Source source, ByteSpan span, InputStream plaintext) {}

  /** Who reads a source, as which headers say, and for which copy. */
  record By(Call call, CopySource header, Purpose purpose) {}

  /**
   * Opens a source; one that was replaced since it was found is looked for anew, and its conditions
   * are checked anew.
   */
  Opened open(By by, Source source, Function<Source, ByteSpan> chosen) {
    Source now = source;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      ByteSpan span = chosen.apply(now);
      try (KeyForRead key = reads.key(now.found().asks(by))) {
        return new Opened(now, span, reads.open(now.found(), key.keys(), span));
      } catch (BodyGone _) {
        reads.again(now.found(), VersionId.parse(now.name().versionId()));
        now = require(by.call(), now.name(), by.header());
      }
    }
    throw new Unavailable("an object is replaced faster than it can be opened");
  }
}
