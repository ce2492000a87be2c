package dev.coffer.store.object;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.crypto.seal.Cobblestone;
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
import dev.coffer.store.tally.Count;
import dev.coffer.store.tally.SealedUnder;
import dev.coffer.store.tally.Tallies;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Map;
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

  /**
   * Adds up a bucket's versions, as its counters should.
   *
   * @throws Corrupt when a row cannot be read
   */
  public Map<SealedUnder, Count> counts(Bucket bucket) {
    var tallies = new Tallies(kv, Bucket::indexOf);
    return new VersionCensus(kv, tallies, new VersionTally(tallies), Integer.MAX_VALUE)
        .scan(bucket, null)
        .counts();
  }

  /** Passes the row of every upload in progress on, by object key. */
  public void eachUpload(Bucket bucket, Consumer<Kept> to) {
    Iterator<Entry> rows = KvScan.entries(kv, bucket.index(), Key.startOf(FIRST_GROUP), PAGE);
    while (rows.hasNext()) {
      Entry entry = rows.next();
      if (entry.key().suffix().startsWith(Suffixes.UPLOADS)) {
        var at = new ObjectGroup(bucket, entry.key().group().toUtf8());
        to.accept(new Kept(at, entry.key().suffix(), entry.value()));
      }
    }
  }

  /**
   * Authenticates the row of an upload.
   *
   * @throws NotAuthentic when it is not what was stored there
   * @throws Corrupt when it is none, or one of another place
   */
  public UploadRow upload(Kept kept) {
    UploadRow row = UploadRow.decode(kept.stored());
    if (!kept.suffix().equals(Suffixes.upload(row.facts().uploadId()))) {
      throw new Corrupt("an upload stands in the place of another");
    }
    try (WrappingKey key = keys.metadata(kept.at().bucket())) {
      row.open(kept.at(), key);
    }
    return row;
  }

  /** The parts of an upload in progress, by number; nothing of them is checked yet. */
  public Iterator<PartRow> parts(Kept kept, UploadRow upload) {
    Bytes suffixes = Suffixes.parts(upload.facts().uploadId());
    Key first = kept.at().row(suffixes);
    return new PartRows(KvScan.group(kv, kept.at().index(), first), suffixes);
  }

  /** A part of an upload in progress. */
  public record KeptPart(Kept upload, UploadRow row, PartRow part) {}

  /**
   * Authenticates a part's row and writes its plaintext.
   *
   * @throws NotAuthentic when either is not what was stored
   * @throws Corrupt when its blob is not there
   */
  public void copy(KeptPart kept, DataKeys dataKeys, OutputStream out) throws IOException {
    ObjectGroup group = kept.upload().at();
    PartRow.Facts facts = kept.part().facts();
    try (WrappingKey key = keys.metadata(group.bucket())) {
      kept.part().open(new PartRow.At(group, kept.row().facts().uploadId()), key);
    }
    open(
        facts.blob(),
        facts.number(),
        facts.sizeBytes(),
        (source, body) -> copy(source, body, dataKeys, out));
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
    walk(kept, row, details, (source, body) -> copy(source, body, dataKeys, out));
  }

  /**
   * Looks whether a body is there and as long as it must be, without any key to it.
   *
   * @param layers how many times it is sealed, 1 or 2
   * @throws NotAuthentic when it is longer or shorter
   * @throws Corrupt when some of it is not there
   */
  public void requireSize(Kept kept, VersionRow row, VersionDetails details, int layers)
      throws IOException {
    walk(kept, row, details, (source, body) -> requireSize(source, body, layers));
  }

  /** The same of a part of an upload in progress. */
  public void requireSize(KeptPart kept, int layers) throws IOException {
    PartRow.Facts facts = kept.part().facts();
    open(
        facts.blob(),
        facts.number(),
        facts.sizeBytes(),
        (source, body) -> requireSize(source, body, layers));
  }

  private static void requireSize(SealedSource source, Body body, int layers) {
    long size = source.sizeBytes();
    for (int layer = 0; layer < layers; layer++) {
      size = Cobblestone.plainSize(size);
    }
    if (size != body.size()) {
      throw new NotAuthentic();
    }
  }

  /** What is done with each of the sealed messages that a body is kept in, in their order. */
  @FunctionalInterface
  private interface Work {
    void on(SealedSource source, Body body) throws IOException;
  }

  private void walk(Kept kept, VersionRow row, VersionDetails details, Work work)
      throws IOException {
    long size = row.object().sizeBytes();
    switch (row.object().place()) {
      case Place.Inline inline ->
          work.on(
              SealedSource.of(inline.sealed().toByteArray()), new Body(inline.bodyId(), 0, size));
      case Place.InBlob _, Place.InParts _, Place.Pieced _ -> {
        var found = new Found(kept.at(), row, details);
        long begin = 0;
        for (Piece piece : row.object().place().pieces(size)) {
          walk(found, piece, piece.endByte() - begin, work);
          begin = piece.endByte();
        }
        if (begin != size) {
          throw new Corrupt("the pieces are not as long as their object");
        }
      }
    }
  }

  private void walk(Found found, Piece piece, long size, Work work) throws IOException {
    switch (piece.body()) {
      case Piece.OfBlob of -> open(of.blob(), of.ordinal(), size, work);
      case Piece.OfUpload of -> {
        var parts =
            new PartIndex.Of(
                found.groupOf(piece),
                of.uploadId(),
                found.object().objectId(),
                found.details().pages());
        walk(new PartIndex(kv, keys, parts), size, work);
      }
    }
  }

  private void walk(PartIndex index, long size, Work work) throws IOException {
    long next = 0;
    while (next < size) {
      PartIndex.Located located = located(index, next);
      open(located.part().blob(), located.part().number(), located.sizeBytes(), work);
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

  private void open(BlobId blob, int ordinal, long size, Work work) throws IOException {
    try (BlobReader reader = blobs.open(blob)) {
      work.on(new BlobSource(reader), new Body(blob.bytes16(), ordinal, size));
    } catch (NoSuchBlob e) {
      throw new Corrupt("a blob of an object is missing", e).with("blob", blob.bytes16().toHex());
    }
  }

  /** One sealed message, and the size of its plaintext. */
  private record Body(Bytes id, int ordinal, long size) {}

  private static void copy(SealedSource source, Body body, DataKeys dataKeys, OutputStream out)
      throws IOException {
    if (dataKeys.plainSize(source.sizeBytes()) != body.size()) {
      throw new NotAuthentic();
    }
    byte[] id = body.id().toByteArray();
    try (InputStream in = dataKeys.opening(source, id, body.ordinal(), 0, body.size())) {
      in.transferTo(out);
    }
  }
}
