package dev.coffer.store.object;

import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.seal.SealedSource;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.blob.BlobId;
import dev.coffer.storage.blob.BlobReader;
import dev.coffer.storage.blob.BlobStore;
import dev.coffer.storage.blob.NoSuchBlob;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.BucketKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * Reads what is stored without a request: no caller, no policy, no key service.
 *
 * <p>For whoever has the keys and opens a data folder that no server uses. It changes nothing.
 */
public final class Salvage {
  private static final int PAGE = 256;
  private static final Bytes FIRST_GROUP = Bytes.of((byte) 0);
  private static final int SUFFIX_BYTES_OF_EARLIER = 17;

  private final KvStore kv;
  private final BlobStore blobs;
  private final BucketKeys keys;
  private final Versions versions;

  public Salvage(KvStore kv, BlobStore blobs, BucketKeys keys) {
    this.kv = kv;
    this.blobs = blobs;
    this.keys = keys;
    this.versions = new Versions(kv, keys);
  }

  /** A version's row as it lies there; nothing of it is checked yet. */
  public record Kept(ObjectGroup at, Bytes suffix, Bytes stored) {
    /** Whether it is the newest of its key. */
    public boolean latest() {
      return suffix.equals(Suffixes.CURRENT);
    }

    /**
     * The row.
     *
     * @throws Corrupt when it is none, or one of another place
     */
    public VersionRow row() {
      VersionRow row = VersionRow.decode(stored);
      if (!latest() && !suffix.equals(Suffixes.earlier(row.order()))) {
        throw new Corrupt("a version stands in the place of another");
      }
      return row;
    }
  }

  /**
   * Passes every version of a bucket on, by object key, the newest first. What was renamed is only
   * at its new key, even if the rename was cut off before it tidied up.
   */
  public void each(Bucket bucket, Consumer<Kept> to) {
    Iterator<Entry> rows = KvScan.entries(kv, bucket.index(), Key.startOf(FIRST_GROUP), PAGE);
    while (rows.hasNext()) {
      Entry entry = rows.next();
      Bytes suffix = entry.key().suffix();
      if (suffix.equals(Suffixes.CURRENT) || earlier(suffix)) {
        var at = new ObjectGroup(bucket, entry.key().group().toUtf8());
        var kept = new Kept(at, suffix, entry.value());
        if (!left(kept)) {
          to.accept(kept);
        }
      }
    }
  }

  private boolean left(Kept kept) {
    if (!kept.latest()) {
      return false;
    }
    try {
      Moving moving = VersionRow.decode(kept.stored()).moving();
      return moving != null
          && Moves.mark(kv, Moves.Spot.of(kept.at()), moving)
              .filter(RenameMark.DONE::equals)
              .isPresent();
    } catch (Corrupt _) {
      return false; // Whoever gets it reports it as damaged.
    }
  }

  private static boolean earlier(Bytes suffix) {
    return suffix.startsWith(Suffixes.EARLIER) && suffix.size() == SUFFIX_BYTES_OF_EARLIER;
  }

  /**
   * Authenticates a version's facts and opens what is sealed of it, its body aside.
   *
   * @throws NotAuthentic when it is not what was stored there
   */
  public VersionDetails details(Kept kept, VersionRow row) {
    return versions.open(kept.at(), row);
  }

  /**
   * Writes the whole plaintext of an object. What was written when it fails is authentic, and not
   * all.
   *
   * @param details from {@link #details}, which must have passed
   * @throws NotAuthentic when the body is not what was stored
   * @throws Corrupt when some of it is not there
   */
  public void copy(
      Kept kept, VersionRow row, VersionDetails details, DataKeys dataKeys, OutputStream out)
      throws IOException {
    long size = row.object().sizeBytes();
    switch (row.object().place()) {
      case Place.Inline inline ->
          copy(
              SealedSource.of(inline.sealed().toByteArray()),
              new Body(inline.bodyId(), 0, size),
              dataKeys,
              out);
      case Place.InBlob _, Place.InParts _, Place.Pieced _ -> {
        var found = new Found(kept.at(), row, details);
        long begin = 0;
        for (Piece piece : row.object().place().pieces(size)) {
          copyPiece(found, piece, piece.endByte() - begin, dataKeys, out);
          begin = piece.endByte();
        }
        if (begin != size) {
          throw new Corrupt("the pieces are not as long as their object");
        }
      }
    }
  }

  private void copyPiece(Found found, Piece piece, long size, DataKeys dataKeys, OutputStream out)
      throws IOException {
    switch (piece.body()) {
      case Piece.OfBlob of -> copyBlob(of.blob(), of.ordinal(), size, dataKeys, out);
      case Piece.OfUpload of -> {
        var parts =
            new PartIndex.Of(
                found.groupOf(piece),
                of.uploadId(),
                found.object().objectId(),
                found.details().pages());
        copyParts(new PartIndex(kv, keys, parts), size, dataKeys, out);
      }
    }
  }

  private void copyParts(PartIndex index, long size, DataKeys dataKeys, OutputStream out)
      throws IOException {
    long next = 0;
    while (next < size) {
      PartIndex.Located located = located(index, next);
      int number = located.part().number();
      copyBlob(located.part().blob(), number, located.sizeBytes(), dataKeys, out);
      next += located.sizeBytes();
    }
    if (next != size) {
      throw new Corrupt("the parts are longer than their object");
    }
  }

  private static PartIndex.Located located(PartIndex index, long plainByte) {
    try {
      return index.holding(plainByte);
    } catch (BodyGone e) {
      throw new Corrupt("a page of an object's parts is missing", e);
    }
  }

  private void copyBlob(BlobId blob, int part, long size, DataKeys dataKeys, OutputStream out)
      throws IOException {
    try (BlobReader reader = blobs.open(blob)) {
      copy(new BlobSource(reader), new Body(blob.bytes16(), part, size), dataKeys, out);
    } catch (NoSuchBlob e) {
      throw new Corrupt("a blob of an object is missing", e).with("blob", blob.bytes16().toHex());
    }
  }

  private record Body(Bytes id, int part, long size) {}

  private static void copy(SealedSource source, Body body, DataKeys dataKeys, OutputStream out)
      throws IOException {
    if (dataKeys.plainSize(source.sizeBytes()) != body.size()) {
      throw new NotAuthentic();
    }
    byte[] id = body.id().toByteArray();
    try (InputStream in = dataKeys.opening(source, id, body.part(), 0, body.size())) {
      in.transferTo(out);
    }
  }
}
