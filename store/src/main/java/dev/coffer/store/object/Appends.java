package dev.coffer.store.object;

import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.blob.BlobId;
import dev.coffer.store.sse.KeyForRead;
import dev.coffer.store.sse.Sse;
import dev.coffer.store.sse.WriteRequest;
import dev.coffer.wire.checksum.ChecksumAlgorithm;
import dev.coffer.wire.checksum.Combine;
import dev.coffer.wire.checksum.Expected;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.SseApplied;
import dev.coffer.wire.s3.SseCustomer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * PutObject with an offset: an object of a directory bucket grows at its end.
 *
 * <p>What is added is sealed under the object's own data key and becomes a piece behind the others,
 * together with pieces before it that are small; one commit puts the longer version in the place of
 * the one that it grew from, and of no other. A crash before it leaves a blob that nobody refers
 * to. Source: docs/decisions/0036; Amazon S3 User Guide, "Appending data to objects in directory
 * buckets".
 */
final class Appends {
  /** Pieces that a version may have, so that its row holds them. */
  static final int MAX_PIECES = 1024;

  /** Larger pieces are never written anew. */
  static final long MAX_REWRITTEN = 8L * 1024 * 1024;

  /** Of pieces that become ever smaller many may stay, and no append moves more of them. */
  static final long MAX_REWRITTEN_AT_ONCE = 2 * MAX_REWRITTEN;

  private final Sse sse;
  private final Versions versions;
  private final VersionChanges changes;
  private final Bodies bodies;
  private final Reads reads;
  private final Entropy entropy;

  Appends(
      Sse sse,
      Versions versions,
      VersionChanges changes,
      Bodies bodies,
      Reads reads,
      Entropy entropy) {
    this.sse = sse;
    this.versions = versions;
    this.changes = changes;
    this.bodies = bodies;
    this.reads = reads;
    this.entropy = entropy;
  }

  /**
   * What is asked for.
   *
   * @param offset where the object must end now; not negative
   */
  record Asked(
      WriteRequest request,
      ObjectGroup at,
      PutObject op,
      Wanted wanted,
      WriteCondition condition,
      long offset) {}

  /** A version that grew. */
  record Grown(VersionRow row, @Nullable StoredChecksum added, SseApplied applied) {}

  /**
   * Adds the content to the object; empty when there is none and the offset is 0, so that the
   * content is one by itself.
   *
   * @throws S3Exception InvalidWriteOffset, EncryptionTypeMismatch, TooManyParts, InvalidRequest,
   *     and the condition's
   */
  Optional<Grown> append(Asked asked) throws IOException {
    if (asked.op().content().sizeBytes() == 0) {
      throw GrownContent.empty();
    }
    Optional<VersionRow> current = versions.current(asked.at()).filter(row -> !row.deleteMarker());
    asked.condition().require(asked.at(), current.orElse(null));
    if (current.isEmpty() && asked.offset() == 0) {
      return Optional.empty();
    }
    VersionRow row = current.orElseThrow(S3Error.InvalidWriteOffset::refusal);
    requireOffset(asked, row);
    var found = new Found(asked.at(), row, versions.open(asked.at(), row));
    sse.requireSame(asked.request(), row.envelope());
    AppendRules.requireDescription(asked.wanted().description(), found.details().description());
    CheckedContent.Announced announced = announced(asked, found.object());
    try (KeyForRead key = reads.key(asked.request().call(), found, SseCustomer.NONE)) {
      return Optional.of(grow(asked, found, key, announced));
    } catch (BodyGone e) {
      throw changed(e);
    }
  }

  private static void requireOffset(Asked asked, VersionRow row) {
    if (row.object().sizeBytes() != asked.offset()) {
      throw S3Error.InvalidWriteOffset.refusal();
    }
  }

  /** What is added is checked with the object's own algorithm. */
  private static CheckedContent.Announced announced(Asked asked, ObjectFacts object) {
    Expected expected = Expected.from(asked.op().integrity());
    ChecksumMark mark = object.checksum();
    ChecksumAlgorithm own = mark == null ? UploadChecksum.DEFAULT.algorithm() : mark.algorithm();
    if (expected.algorithm().filter(declared -> declared != own).isPresent()) {
      throw S3Error.InvalidRequest.because(
          "Checksum Type mismatch occurred, expected checksum Type: %s, actual checksum Type: %s."
              .formatted(
                  UploadChecksum.lowerCase(own),
                  expected.algorithm().map(UploadChecksum::lowerCase).orElse("null")));
    }
    if (!own.combinable()) {
      throw S3Error.NotImplemented.because(
              "Appending to an object whose checksum is " + own + " is not implemented")
          .with("Header", own.header());
    }
    return new CheckedContent.Announced(asked.op().content(), expected, own);
  }

  /**
   * What of an object stays as it is, and what of it is written anew with what comes.
   *
   * @param stays pieces
   * @param rest first byte of what is written anew; the object's size when nothing is
   */
  record Split(List<Piece> stays, long rest) {
    /** Which ordinal the next piece is sealed with; 0 for a body that may lie in the row. */
    int ordinal() {
      return stays.isEmpty() ? 0 : stays.getLast().lastOrdinal() + 1;
    }
  }

  /** Pieces no larger than what comes behind them go with it, so each byte is moved few times. */
  static Split split(ObjectFacts object, long addedBytes) {
    var stays = new ArrayList<>(object.place().pieces(object.sizeBytes()));
    long rest = stays.isEmpty() ? 0 : object.sizeBytes();
    while (!stays.isEmpty() && stays.getLast().body() instanceof Piece.OfBlob) {
      long begin = stays.size() == 1 ? 0 : stays.get(stays.size() - 2).endByte();
      long behind = object.sizeBytes() - rest + addedBytes;
      boolean large = rest - begin > Math.min(behind, MAX_REWRITTEN);
      if (large || object.sizeBytes() - begin > MAX_REWRITTEN_AT_ONCE) {
        break;
      }
      stays.removeLast();
      rest = begin;
    }
    return new Split(List.copyOf(stays), rest);
  }

  private Grown grow(Asked asked, Found found, KeyForRead key, CheckedContent.Announced announced)
      throws IOException {
    ObjectFacts before = found.object();
    int parts = Math.max(1, before.eTag().parts()) + 1;
    Split split = split(before, announced.body().sizeBytes());
    if (parts > Arguments.MAX_PART_NUMBER || split.stays().size() >= MAX_PIECES) {
      throw S3Error.TooManyParts.refusal();
    }
    requireRoom(found, split);
    CheckedContent added = announced.open(asked.at().bucket(), key.applied());
    long restBytes = before.sizeBytes() - split.rest();
    var span = new ByteSpan(split.rest(), restBytes, before.sizeBytes());
    Place written;
    try (InputStream rest =
        restBytes == 0 ? InputStream.nullInputStream() : reads.open(found, key.keys(), span)) {
      var target = new Bodies.Target(asked.at(), key.keys(), split.ordinal());
      written = bodies.write(target, new GrownContent(rest, restBytes, added));
    }
    try {
      var facts = new Facts(place(split, written, added, found), ETag.random(parts, entropy));
      NewVersion version = version(found, key.keys(), added, facts);
      VersionRow row = changes.add(asked.at(), version, new Unchanged(asked, found.row()), null);
      return new Grown(row, added.checksum(), key.applied());
    } catch (S3Exception refusal) {
      bodies.discard(written);
      throw refusal;
    }
  }

  /** Before the body is read: a row holds so many pieces of different keys, and no more. */
  private static void requireRoom(Found found, Split split) {
    if (!split.stays().isEmpty()) {
      var pieces = new ArrayList<>(split.stays());
      var added = new Piece.OfBlob(new BlobId(1, 1), split.ordinal());
      pieces.add(new Piece(added, found.sizeBytes(), null));
      if (!RowRoom.has(found.row(), new Place.Pieced(pieces))) {
        throw S3Error.TooManyParts.refusal();
      }
    }
  }

  private static Place place(Split split, Place written, CheckedContent added, Found found) {
    if (split.stays().isEmpty()) {
      return written;
    }
    if (!(written instanceof Place.InBlob(var blob))) {
      throw new IllegalStateException("what comes behind other pieces lies in a blob");
    }
    var pieces = new ArrayList<>(split.stays());
    long end = found.sizeBytes() + added.sizeBytes();
    pieces.add(new Piece(new Piece.OfBlob(blob, split.ordinal()), end, null));
    return new Place.Pieced(pieces);
  }

  /** What of a version is new besides its size and checksum. */
  private record Facts(Place place, ETag eTag) {}

  /** The same object, longer. */
  private NewVersion version(Found found, DataKeys keys, CheckedContent added, Facts facts) {
    ObjectFacts before = found.object();
    long sizeBytes = before.sizeBytes() + added.sizeBytes();
    if (sizeBytes > PartList.MAX_OBJECT_BYTES) {
      throw S3Error.EntityTooLarge.with("ProposedSize", Long.toString(sizeBytes))
          .with("MaxSizeAllowed", Long.toString(PartList.MAX_OBJECT_BYTES));
    }
    StoredChecksum checksum = checksum(found, keys, added);
    var object =
        new ObjectFacts(
            sizeBytes,
            facts.eTag(),
            checksum == null ? null : checksum.mark(),
            before.storageClass(),
            before.objectId(),
            facts.place());
    VersionDetails details = found.details();
    var with = new SealedChecksums.With(keys, entropy);
    var grown =
        new VersionDetails(
            details.description(),
            SealedChecksums.seal(before.objectId(), checksum, with),
            details.pages(),
            details.extras());
    return new NewVersion(object, found.row().envelope(), grown, found.row().facts().ownerId());
  }

  /** Of the whole, from what is known of its two sides; none where there was none. */
  private @Nullable StoredChecksum checksum(Found found, DataKeys keys, CheckedContent added) {
    SealedChecksums.Place sealed = found.checksum();
    StoredChecksum before = sealed == null ? null : sealed.open(keys);
    if (before == null) {
      return null;
    }
    ChecksumAlgorithm algorithm = before.mark().algorithm();
    Combine whole = Combine.of(algorithm);
    if (before.mark().composite()) {
      addParts(whole, found, keys);
    } else {
      whole.add(before.value().toByteArray(), found.sizeBytes());
    }
    whole.add(added.checksum().value().toByteArray(), added.sizeBytes());
    return new StoredChecksum(new ChecksumMark(algorithm, false), Bytes.copyOf(whole.value()), 0);
  }

  /** A checksum of checksums says nothing of the bytes; those of its parts do. */
  private void addParts(Combine whole, Found found, DataKeys keys) {
    PartIndex index =
        found
            .parts()
            .map(parts -> reads.index(found, parts))
            .orElseThrow(() -> new Corrupt("a checksum of checksums without parts"));
    for (int page = 0; page < index.pageCount(); page++) {
      List<Optional<StoredChecksum>> checksums = index.checksums(page, keys);
      long begin = index.page(page).firstByte();
      for (int i = 0; i < checksums.size(); i++) {
        long end = index.page(page).parts().get(i).endByte();
        StoredChecksum part =
            checksums.get(i).orElseThrow(() -> new Corrupt("a part lacks its checksum"));
        whole.add(part.value().toByteArray(), end - begin);
        begin = end;
      }
    }
  }

  /** The version that it grew from is still the newest; somebody else's append is told as such. */
  private record Unchanged(Asked asked, VersionRow grewFrom) implements Condition {
    @Override
    public void require(ObjectGroup at, @Nullable VersionRow current) {
      asked.condition().require(at, current);
      if (current == null || current.deleteMarker()) {
        throw S3Error.InvalidWriteOffset.refusal();
      }
      requireOffset(asked, current);
      if (!current.order().equals(grewFrom.order())) {
        throw changed(null);
      }
    }
  }

  /** As long as before, and another. */
  private static S3Exception changed(@Nullable BodyGone cause) {
    S3Exception refusal = S3Error.ConditionalRequestConflict.refusal();
    if (cause != null) {
      refusal.addSuppressed(cause);
    }
    return refusal;
  }
}
