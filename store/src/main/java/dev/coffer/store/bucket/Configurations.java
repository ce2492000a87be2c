package dev.coffer.store.bucket;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to a bucket and does not fit into its row: a row of its own beside it for each kind,
 * in the same group, so that it comes and goes with the bucket's.
 *
 * <p>Suffix {@code o}, bucket id, name of the kind; one sealed message bound to the installation,
 * the bucket's id and the kind. Source: docs/formats/metadata-v1.md §4.
 */
final class Configurations {
  static final int FORMAT = 1;

  private static final Bytes CONFIGURATION = Bytes.utf8("o");
  private static final String LABEL = "coffer/bucket-configuration/v1";

  private final KvStore kv;
  private final WrappingKey key;
  private final Bytes installationId;
  private final Entropy entropy;

  Configurations(KvStore kv, WrappingKey key, Bytes installationId, Entropy entropy) {
    this.kv = kv;
    this.key = key;
    this.installationId = installationId;
    this.entropy = entropy;
  }

  /** What a bucket can have besides its row. */
  enum Kind {
    TAGGING("tagging"),
    OBJECT_LOCK("object-lock"),
    CORS("cors"),
    LIFECYCLE("lifecycle"),
    LOGGING("logging"),
    INVENTORY("inventory", 16),
    NOTIFICATION("notification");

    private final String stored;
    private final int rows;

    Kind(String stored) {
      this(stored, 1);
    }

    /** One that is spread over rows with a digit behind their name, of which any may be absent. */
    Kind(String stored, int rows) {
      this.stored = stored;
      this.rows = rows;
    }

    int rows() {
      return rows;
    }

    private Slot slot(int row) {
      return new Slot(rows == 1 ? stored : stored + "-" + Integer.toHexString(row));
    }
  }

  /** One row of a kind. */
  private record Slot(String name) {}

  /** A row of a kind as it was found; it has no content when there is none. */
  record Part(int number, @Nullable Bytes row, @Nullable Bytes content) {}

  /** One row of a kind that has several. */
  Part part(Bucket bucket, Kind kind, int number) {
    Slot slot = kind.slot(number);
    Bytes row =
        kv.get(BucketRows.SYSTEM, new Key(group(bucket), suffix(bucket, slot))).orElse(null);
    return new Part(number, row, row == null ? null : open(bucket, slot, row));
  }

  /** The contents of all rows of a kind that has several. */
  List<Bytes> contents(Bucket bucket, Kind kind) {
    List<Bytes> contents = new ArrayList<>();
    Bytes first = suffix(bucket, new Slot(kind.stored + "-"));
    Iterator<Entry> rows = KvScan.group(kv, BucketRows.SYSTEM, new Key(group(bucket), first));
    while (rows.hasNext()) {
      Entry row = rows.next();
      Bytes suffix = row.key().suffix();
      if (!suffix.startsWith(first)) {
        break;
      }
      String name = kind.stored + "-" + suffix.slice(first.size(), suffix.size()).toUtf8();
      contents.add(open(bucket, new Slot(name), row.value()));
    }
    return contents;
  }

  /** Replaces a row of a kind that has several; the commit expects it as it was found. */
  void replace(
      Bucket bucket, Kind kind, Part part, @Nullable Bytes content, Commit.Builder commit) {
    expect(bucket, kind, part, commit);
    Slot slot = kind.slot(part.number());
    if (content != null) {
      commit.put(suffix(bucket, slot), seal(bucket, slot, content));
    } else if (part.row() != null) {
      commit.delete(suffix(bucket, slot));
    }
  }

  /** Lets a commit take place only if a row is as it was found. */
  static void expect(Bucket bucket, Kind kind, Part part, Commit.Builder commit) {
    Bytes suffix = suffix(bucket, kind.slot(part.number()));
    Bytes row = part.row();
    if (row == null) {
      commit.expectAbsent(suffix);
    } else {
      commit.expectEqual(suffix, row);
    }
  }

  private static Bytes group(Bucket bucket) {
    return BucketRows.group(bucket.name());
  }

  Optional<Bytes> find(Bucket bucket, Kind kind) {
    Slot slot = kind.slot(0);
    return kv.get(BucketRows.SYSTEM, new Key(group(bucket), suffix(bucket, slot)))
        .map(row -> open(bucket, slot, row));
  }

  /** Adds the row to a commit of the bucket's group, or its removal where there is no content. */
  void put(Bucket bucket, Kind kind, @Nullable Bytes content, Commit.Builder commit) {
    Slot slot = kind.slot(0);
    if (content == null) {
      commit.delete(suffix(bucket, slot));
    } else {
      commit.put(suffix(bucket, slot), seal(bucket, slot, content));
    }
  }

  /** Lets a commit of the bucket's group take place only if it has no such row. */
  static void expectAbsent(Bucket bucket, Kind kind, Commit.Builder commit) {
    commit.expectAbsent(suffix(bucket, kind.slot(0)));
  }

  /** Adds the removal of all of them to the commit that removes the bucket's row. */
  static void removeAll(Bucket bucket, Commit.Builder commit) {
    for (Kind kind : Kind.values()) {
      for (int row = 0; row < kind.rows(); row++) {
        commit.delete(suffix(bucket, kind.slot(row)));
      }
    }
  }

  private static Bytes suffix(Bucket bucket, Slot slot) {
    return CONFIGURATION.concat(bucket.id()).concat(Bytes.utf8(slot.name()));
  }

  Bytes seal(Bucket bucket, Kind kind, Bytes content) {
    return seal(bucket, kind.slot(0), content);
  }

  private Bytes seal(Bucket bucket, Slot slot, Bytes content) {
    return SealedRow.seal(FORMAT, key, content, context(bucket, slot), entropy);
  }

  Bytes open(Bucket bucket, Kind kind, Bytes row) {
    return open(bucket, kind.slot(0), row);
  }

  private Bytes open(Bucket bucket, Slot slot, Bytes row) {
    return SealedRow.open(FORMAT, key, row, context(bucket, slot), "a bucket's configuration");
  }

  private byte[] context(Bucket bucket, Slot slot) {
    return Aad.of(LABEL)
        .add(installationId.toByteArray())
        .add(bucket.id().toByteArray())
        .add(slot.name())
        .sha256();
  }
}
