package dev.coffer.store.bucket;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.OpenedRows;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The table of buckets: index {@code system}, group {@code bucket/NAME}.
 *
 * <p>Suffix {@code r} is the bucket's row, one sealed message bound to the installation and the
 * name; suffix {@code m} with a bucket id is the sweep's mark: a bucket of that id may not be
 * committed any more; suffix {@code o} is {@link Configurations}'. A counter per account keeps the
 * number of its buckets.
 */
final class BucketRows {
  static final Index SYSTEM = SystemKeys.INDEX;

  private static final String GROUP = "bucket/";
  private static final Bytes ROW = Bytes.utf8("r");
  private static final Bytes MARK = Bytes.utf8("m");
  private static final String LABEL = "coffer/bucket-row/v";
  private static final int PAGE = 256;

  private final KvStore kv;
  private final WrappingKey key;
  private final Bytes installationId;
  private final Entropy entropy;
  private final OpenedRows<Found> opened = new OpenedRows<>();

  BucketRows(KvStore kv, WrappingKey key, Bytes installationId, Entropy entropy) {
    this.kv = kv;
    this.key = key;
    this.installationId = installationId;
    this.entropy = entropy;
  }

  /** A bucket with the exact bytes of its row, for the next change to expect. */
  record Found(Bucket bucket, Bytes row) {}

  Optional<Found> find(String name) {
    return kv.get(SYSTEM, new Key(group(name), ROW))
        .map(row -> opened.open(name, row, same -> open(name, same)));
  }

  /** All buckets by name, from the first name that is {@code from} or greater. */
  Iterator<Entry> rows(String from) {
    return KvScan.entries(kv, SYSTEM, Key.startOf(group(from)), PAGE);
  }

  /** The bucket of a scanned row; empty for the table's other rows. */
  Optional<Found> bucket(Entry entry) {
    return nameOf(entry).map(name -> open(name, entry.value()));
  }

  /** Whose row a scanned row is; empty for the table's other rows. */
  static Optional<String> nameOf(Entry entry) {
    return entry.key().suffix().equals(ROW)
        ? Optional.of(entry.key().group().toUtf8().substring(GROUP.length()))
        : Optional.empty();
  }

  /** The group of a row for the log, whatever its bytes are. */
  static String shown(Entry entry) {
    return new String(entry.key().group().toByteArray(), StandardCharsets.UTF_8);
  }

  /** Whether a scan has left the table. */
  static boolean beyond(Entry entry) {
    return !entry.key().group().startsWith(Bytes.utf8(GROUP));
  }

  /**
   * Adds a bucket unless the name is taken or the sweep has marked its id.
   *
   * @param also what is put beside the row
   */
  boolean add(Bucket bucket, Consumer<Commit.Builder> also) {
    Commit.Builder commit =
        Commit.in(SYSTEM, group(bucket.name()))
            .expectAbsent(ROW)
            .expectAbsent(MARK.concat(bucket.id()))
            .put(ROW, seal(bucket))
            .add(counter(bucket), 1);
    also.accept(commit);
    return commit(commit.build());
  }

  /** Changes what stands beside a row; false when that is no longer as it was found. */
  boolean beside(Found found, Consumer<Commit.Builder> change) {
    Commit.Builder commit =
        Commit.in(SYSTEM, group(found.bucket().name())).expectEqual(ROW, found.row());
    change.accept(commit);
    return switch (Settle.repeatable(kv, commit.build())) {
      case Outcome.Done _ -> true;
      case Outcome.Conflict _ -> false;
      case Outcome.NoIndex _ -> throw noSystem();
      case Outcome.Unknown unknown ->
          throw new Unavailable("a bucket's commit is undecided", unknown.cause());
    };
  }

  /** Replaces a row; false when it is no longer as it was found. */
  boolean replace(Found found, Bucket bucket) {
    return replace(found, bucket, commit -> {});
  }

  /**
   * The same where more must hold; false also when that does not.
   *
   * @param also what else is expected
   */
  boolean replace(Found found, Bucket bucket, Consumer<Commit.Builder> also) {
    Commit.Builder commit =
        Commit.in(SYSTEM, group(bucket.name()))
            .expectEqual(ROW, found.row())
            .put(ROW, seal(bucket));
    also.accept(commit);
    return commit(commit.build());
  }

  /** Removes a row; true also when it has gone meanwhile. */
  boolean remove(Found found) {
    Commit.Builder commit =
        Commit.in(SYSTEM, group(found.bucket().name()))
            .expectEqual(ROW, found.row())
            .delete(ROW)
            .add(counter(found.bucket()), -1);
    Configurations.removeAll(found.bucket(), commit);
    return switch (kv.commit(commit.build())) {
      case Outcome.Done _ -> true;
      case Outcome.Conflict _, Outcome.Unknown _ -> !isAs(found);
      case Outcome.NoIndex _ -> throw noSystem();
    };
  }

  /** Forbids for ever that a bucket of this id appears; false when it is there. */
  boolean mark(String name, Bytes bucketId) {
    Bytes suffix = MARK.concat(bucketId);
    Commit.Builder commit = Commit.in(SYSTEM, group(name)).put(suffix, Bytes.of((byte) 1));
    if (holds(name, bucketId)) {
      return false;
    }
    Optional<Found> found = find(name);
    found.ifPresentOrElse(
        other -> commit.expectEqual(ROW, other.row()), () -> commit.expectAbsent(ROW));
    return kv.commit(commit.build()) instanceof Outcome.Done;
  }

  /** Whether the name's bucket has this id. */
  boolean holds(String name, Bytes bucketId) {
    return find(name).filter(found -> found.bucket().id().equals(bucketId)).isPresent();
  }

  long count(String accountId) {
    return kv.counter(SYSTEM, counter(accountId));
  }

  private boolean isAs(Found found) {
    Optional<Bytes> now = kv.get(SYSTEM, new Key(group(found.bucket().name()), ROW));
    return now.equals(Optional.of(found.row()));
  }

  private boolean commit(Commit commit) {
    return switch (Settle.commit(kv, commit, ROW)) {
      case Outcome.Done _ -> true;
      case Outcome.Conflict _ -> false;
      case Outcome.NoIndex _ -> throw noSystem();
      case Outcome.Unknown unknown ->
          throw new Unavailable("a bucket's commit is undecided", unknown.cause());
    };
  }

  private static IllegalStateException noSystem() {
    return new IllegalStateException("the system index is missing");
  }

  Bytes seal(Bucket bucket) {
    byte[] plain = BucketRow.encode(bucket).toByteArray();
    int format = BucketRow.format(bucket);
    byte[] sealed = key.sealRecord(plain, context(format, bucket.name()), entropy);
    return new FieldWriter().u8(format).bytes(Bytes.copyOf(sealed)).toBytes();
  }

  Found open(String name, Bytes row) {
    FieldReader in = new FieldReader(row);
    int format = in.u8();
    if (!BucketRow.known(format)) {
      throw new Corrupt("a bucket's row is of an unknown format");
    }
    byte[] sealed = in.bytes().toByteArray();
    in.requireEnd();
    Bytes plain = Bytes.copyOf(key.openRecord(sealed, context(format, name)));
    return new Found(BucketRow.decode(name, format, plain), row);
  }

  private byte[] context(int format, String name) {
    return Aad.of(LABEL + format).add(installationId.toByteArray()).add(name).sha256();
  }

  private static String counter(Bucket bucket) {
    return counter(bucket.owner().id());
  }

  private static String counter(String accountId) {
    return "buckets-" + accountId;
  }

  static Bytes group(String name) {
    return Bytes.utf8(GROUP + name);
  }
}
