package dev.coffer.store.object;

import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.iam.auth.Call;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.StorageFailure;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.bucket.BucketKeys;
import dev.coffer.store.sse.KeyForRead;
import dev.coffer.store.sse.ReadRequest;
import dev.coffer.store.sse.Sse;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.SseApplied;
import dev.coffer.wire.s3.SseCustomer;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds objects for reading and opens their bytes.
 *
 * <p>A body that is removed between finding and opening means that the object was replaced: {@link
 * BodyGone} then, and whoever reads looks again, by {@link #again}.
 */
final class Reads {
  private static final int ATTEMPTS = 10;

  private final KvStore kv;
  private final Versions versions;
  private final Bodies bodies;
  private final BucketKeys bucketKeys;
  private final Sse sse;
  private final BodiesInUse inUse;

  Reads(
      KvStore kv,
      Versions versions,
      Bodies bodies,
      BucketKeys bucketKeys,
      Sse sse,
      BodiesInUse inUse) {
    this.kv = kv;
    this.versions = versions;
    this.bodies = bodies;
    this.bucketKeys = bucketKeys;
    this.sse = sse;
    this.inUse = inUse;
  }

  /**
   * The object of that version, its row authenticated.
   *
   * @param id the newest version when absent
   * @throws S3Exception NoSuchKey or NoSuchVersion; MethodNotAllowed for a delete marker by its id
   */
  Found require(ObjectGroup at, @Nullable VersionId id) {
    return require(at, id, "GET");
  }

  /**
   * The same for other requests than reads.
   *
   * @param method of the request, for the refusal
   */
  Found require(ObjectGroup at, @Nullable VersionId id, String method) {
    VersionRow row = versions.find(at, id).orElseThrow(() -> missing(at, id));
    VersionDetails details = versions.open(at, row);
    if (row.deleteMarker()) {
      throw marker(at, row, id, method);
    }
    return new Found(at, row, details);
  }

  /**
   * The same for requests that a delete marker refuses whether or not they name it, as Amazon does
   * for tags and locks.
   *
   * @param method of the request, for the refusal
   */
  Found requireObject(ObjectGroup at, @Nullable VersionId id, String method) {
    VersionRow row = versions.find(at, id).orElseThrow(() -> missing(at, id));
    VersionDetails details = versions.open(at, row);
    if (row.deleteMarker()) {
      throw S3Error.MethodNotAllowed.with("Method", method)
          .with("ResourceType", "DeleteMarker")
          .header("Allow", "DELETE")
          .header("x-amz-delete-marker", "true")
          .header("x-amz-version-id", row.id().text());
    }
    return new Found(at, row, details);
  }

  /** An object, its row authenticated; empty when there is none, or a delete marker. */
  Optional<Found> find(ObjectGroup at, @Nullable VersionId id) {
    return versions
        .find(at, id)
        .filter(row -> !row.deleteMarker())
        .map(row -> new Found(at, row, versions.open(at, row)));
  }

  /** Reads what may be replaced meanwhile; then what replaced it is read. */
  <T> T replaceable(Found first, @Nullable VersionId id, Function<Found, T> reading) {
    Found found = first;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        return reading.apply(found);
      } catch (BodyGone _) {
        found = again(found, id);
      }
    }
    throw new Unavailable("an object is replaced faster than it can be opened");
  }

  /** Looks for what was lost while it was opened; the same again means that it is damaged. */
  Found again(Found lost, @Nullable VersionId id) {
    Found now = require(lost.at(), id);
    if (now.row().order().equals(lost.row().order())) {
      throw damaged(lost);
    }
    return now;
  }

  private static Corrupt damaged(Found lost) {
    return new Corrupt("a version's body is missing").with("version", lost.row().order().toHex());
  }

  /** Looks for what was lost when some of it had been read already. */
  private StorageFailure cut(Found lost) {
    boolean stillThere =
        versions
            .find(lost.at(), lost.row().id())
            .filter(now -> now.order().equals(lost.row().order()))
            .isPresent();
    return stillThere ? damaged(lost) : new Unavailable("an object was replaced while it was read");
  }

  /** The data keys, for whoever may have them; the receiver closes them. */
  KeyForRead key(Call call, Found found, SseCustomer customer) {
    return sse.keyForRead(found.asks(call, customer));
  }

  /** The same, as they were asked for. */
  KeyForRead key(ReadRequest asked) {
    return sse.keyForRead(asked);
  }

  /** How the object is encrypted, for whoever wants nothing that is sealed with its key. */
  SseApplied describe(Call call, Found found, SseCustomer customer) {
    return sse.describe(found.asks(call, customer));
  }

  /** Refuses, where the object is under a customer's key, all but those who send it. */
  void requireCustomerKey(Call call, Found found, SseCustomer customer) {
    sse.requireCustomerKey(found.asks(call, customer));
  }

  /** How an object is encrypted, as far as anybody may know; empty when there is none. */
  Optional<SseApplied> encryption(ObjectGroup at, @Nullable VersionId id) {
    return versions
        .find(at, id)
        .filter(row -> !row.deleteMarker())
        .map(row -> sse.applied(row.envelope()));
  }

  /** Opens some of the plaintext; the keys may be closed then, the stream is the caller's. */
  InputStream open(Found found, DataKeys keys, ByteSpan span) {
    return switch (found.object().place()) {
      case Place.Inline inline -> bodies.open(inline, keys, span);
      case Place.InBlob _, Place.InParts _, Place.Pieced _ -> openPieces(found, keys, span);
    };
  }

  private InputStream openPieces(Found found, DataKeys keys, ByteSpan span) {
    List<Piece> pieces = found.object().place().pieces(found.sizeBytes());
    if (pieces.size() == 1) {
      return openPiece(found, pieces.getFirst(), keys, span);
    }
    var source =
        new PiecesInput.Source(
            pieces,
            noted(pieces),
            (piece, dataKeys, some) -> openPiece(found, piece, dataKeys, some),
            () -> cut(found));
    return PiecesInput.open(source, keys, span);
  }

  /** The sweep leaves blobs alone that are opened later than the first. */
  private List<BodiesInUse.Use> noted(List<Piece> pieces) {
    return pieces.stream()
        .filter(piece -> piece.body() instanceof Piece.OfBlob)
        .map(piece -> inUse.begin(piece.body().id()))
        .toList();
  }

  private InputStream openPiece(Found found, Piece piece, DataKeys keys, ByteSpan span) {
    return switch (piece.body()) {
      case Piece.OfBlob of -> bodies.open(of.blob(), of.ordinal(), keys, span);
      case Piece.OfUpload of ->
          PartsInput.open(
              source(found, new PartsAt(found.groupOf(piece), of.uploadId())), keys, span);
    };
  }

  private PartsInput.Source source(Found found, PartsAt parts) {
    return new PartsInput.Source(
        index(found, parts), bodies, inUse.begin(parts.uploadId()), () -> cut(found));
  }

  /** The parts of an object that came in parts. */
  PartIndex index(Found found, PartsAt parts) {
    var of =
        new PartIndex.Of(
            parts.group(), parts.uploadId(), found.object().objectId(), found.details().pages());
    return new PartIndex(kv, bucketKeys, of);
  }

  private static S3Exception missing(ObjectGroup at, @Nullable VersionId id) {
    return id == null
        ? S3Error.NoSuchKey.with("Key", at.key())
        : S3Error.NoSuchVersion.with("Key", at.key()).with("VersionId", id.text());
  }

  private static S3Exception marker(
      ObjectGroup at, VersionRow row, @Nullable VersionId id, String method) {
    S3Exception refusal =
        id == null
            ? S3Error.NoSuchKey.with("Key", at.key())
            : S3Error.MethodNotAllowed.with("Method", method)
                .with("ResourceType", "DeleteMarker")
                .header("Allow", "DELETE")
                .header("Last-Modified", HttpDates.format(row.facts().lastModified()));
    return refusal
        .header("x-amz-delete-marker", "true")
        .header("x-amz-version-id", row.id().text());
  }
}
