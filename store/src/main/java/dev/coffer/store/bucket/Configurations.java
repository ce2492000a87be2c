package dev.coffer.store.bucket;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
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
    TAGGING("tagging");

    private final String stored;

    Kind(String stored) {
      this.stored = stored;
    }
  }

  Optional<Bytes> find(Bucket bucket, Kind kind) {
    return kv.get(BucketRows.SYSTEM, new Key(BucketRows.group(bucket.name()), suffix(bucket, kind)))
        .map(row -> open(bucket, kind, row));
  }

  /** Adds the row to a commit of the bucket's group, or its removal where there is no content. */
  void put(Bucket bucket, Kind kind, @Nullable Bytes content, Commit.Builder commit) {
    if (content == null) {
      commit.delete(suffix(bucket, kind));
    } else {
      commit.put(suffix(bucket, kind), seal(bucket, kind, content));
    }
  }

  /** Adds the removal of all of them to the commit that removes the bucket's row. */
  static void removeAll(Bucket bucket, Commit.Builder commit) {
    for (Kind kind : Kind.values()) {
      commit.delete(suffix(bucket, kind));
    }
  }

  private static Bytes suffix(Bucket bucket, Kind kind) {
    return CONFIGURATION.concat(bucket.id()).concat(Bytes.utf8(kind.stored));
  }

  Bytes seal(Bucket bucket, Kind kind, Bytes content) {
    byte[] sealed = key.sealRecord(content.toByteArray(), context(bucket, kind), entropy);
    return new FieldWriter().u8(FORMAT).bytes(Bytes.copyOf(sealed)).toBytes();
  }

  Bytes open(Bucket bucket, Kind kind, Bytes row) {
    FieldReader in = new FieldReader(row);
    if (in.u8() != FORMAT) {
      throw new Corrupt("a bucket's configuration is of an unknown format");
    }
    byte[] sealed = in.bytes().toByteArray();
    in.requireEnd();
    return Bytes.copyOf(key.openRecord(sealed, context(bucket, kind)));
  }

  private byte[] context(Bucket bucket, Kind kind) {
    return Aad.of(LABEL)
        .add(installationId.toByteArray())
        .add(bucket.id().toByteArray())
        .add(kind.stored)
        .sha256();
  }
}
