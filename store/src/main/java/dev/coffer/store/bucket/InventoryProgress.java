package dev.coffer.store.bucket;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import dev.coffer.store.inventory.ReportFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the reports about a bucket are, so that one that broke off with the server goes on with
 * its next file. There is one job, so nothing is expected of a row before it is put.
 *
 * <p>Index {@code system}, group {@code inventory/} and the bucket's id; suffix {@code p} and the
 * inventory's id for where it is, {@code f}, the id, a zero byte and u32 number for each file that
 * was written. A row is u8 format and a message bound to installation, bucket and suffix. Source:
 * docs/formats/metadata-v1.md §4.
 */
public final class InventoryProgress {
  private static final Logger LOG = LoggerFactory.getLogger(InventoryProgress.class);
  static final int FORMAT = 1;

  private static final String GROUP = "inventory/";
  private static final Bytes PLACE = Bytes.utf8("p");
  private static final Bytes FILE = Bytes.utf8("f");
  private static final Bytes END = Bytes.of((byte) 0);
  private static final String LABEL = "coffer/inventory-progress/v1";
  private static final int PAGE = 100;

  private final KvStore kv;
  private final WrappingKey key;
  private final Bytes installationId;
  private final Entropy entropy;

  InventoryProgress(KvStore kv, WrappingKey key, Bytes installationId, Entropy entropy) {
    this.kv = kv;
    this.key = key;
    this.installationId = installationId;
    this.entropy = entropy;
  }

  /**
   * Where an inventory is.
   *
   * @param bucket the name
   * @param last when the report began that was made last; null before the first
   * @param running the report that is being made
   */
  public record At(String bucket, @Nullable Instant last, @Nullable Running running) {}

  /**
   * A report that is being made.
   *
   * @param inventory all that it said when the report began
   * @param file the name of the next file
   * @param from where that begins; null for the beginning of what the report is about
   * @param files how many were written
   */
  public record Running(
      Instant began, Bytes inventory, String file, @Nullable Key from, long files) {}

  /** Where an inventory is. */
  public At find(Bucket bucket, String id) {
    Bytes suffix = place(id);
    return kv.get(SystemKeys.INDEX, new Key(group(bucket.id()), suffix))
        .map(row -> openPlace(bucket.id(), id, row))
        .orElse(new At(bucket.name(), null, null));
  }

  /** Begins a report; what another that was given up has written of files is forgotten. */
  public void begin(Bucket bucket, String id, At at) {
    Commit.Builder commit = forgetting(bucket.id(), id);
    commit.put(place(id), sealPlace(bucket.id(), id, at));
    commit(commit);
  }

  /** A file was written. */
  public void add(Bucket bucket, String id, ReportFile file, At next) {
    Running running = next.running();
    if (running == null || running.files() < 1) {
      throw new IllegalArgumentException("a report that has a file is being made");
    }
    commit(
        Commit.in(SystemKeys.INDEX, group(bucket.id()))
            .put(file(id, running.files()), sealFile(bucket.id(), id, running.files(), file))
            .put(place(id), sealPlace(bucket.id(), id, next)));
  }

  /** A report was made. */
  public void end(Bucket bucket, String id, Instant began) {
    begin(bucket, id, new At(bucket.name(), began, null));
  }

  /** The files of the report that is being made, in their order. */
  public List<ReportFile> files(Bucket bucket, String id) {
    List<ReportFile> files = new ArrayList<>();
    for (Entry row : rows(bucket.id(), FILE.concat(Bytes.utf8(id)).concat(END))) {
      files.add(openFile(bucket.id(), row.key().suffix(), row.value()));
    }
    return files;
  }

  /**
   * Forgets inventories that are there no more. A row that is not what was stored, or that is about
   * a bucket of which that is so, stays with an alarm, and the others are looked at.
   *
   * @param there whether a bucket has an inventory
   */
  public void sweep(There there) {
    Key from = Key.startOf(Bytes.utf8(GROUP));
    Iterator<Entry> rows = KvScan.entries(kv, SystemKeys.INDEX, from, PAGE);
    while (rows.hasNext()) {
      Entry row = rows.next();
      Bytes group = row.key().group();
      if (!group.startsWith(Bytes.utf8(GROUP))) {
        return;
      }
      if (row.key().suffix().startsWith(PLACE)) {
        sweep(row, there);
      }
    }
  }

  private void sweep(Entry row, There there) {
    Bytes bucketId = row.key().group().slice(GROUP.length(), row.key().group().size());
    Bytes suffix = row.key().suffix();
    try {
      String id = suffix.slice(PLACE.size(), suffix.size()).toUtf8();
      String bucket = openPlace(bucketId, id, row.value()).bucket();
      if (!there.has(bucket, bucketId, id)) {
        commit(forgetting(bucketId, id).delete(place(id)));
      }
    } catch (Corrupt | NotAuthentic e) {
      LOG.error("ALARM the progress of an inventory of bucket id {} cannot be read", bucketId, e);
    }
  }

  /** Whether something is there. */
  public interface There {
    /** Whether the bucket of that name has that id, and an inventory of this. */
    boolean has(String bucket, Bytes bucketId, String id);
  }

  private Commit.Builder forgetting(Bytes bucketId, String id) {
    Commit.Builder commit = Commit.in(SystemKeys.INDEX, group(bucketId));
    rows(bucketId, FILE.concat(Bytes.utf8(id)).concat(END))
        .forEach(row -> commit.delete(row.key().suffix()));
    return commit;
  }

  private List<Entry> rows(Bytes bucketId, Bytes prefix) {
    List<Entry> rows = new ArrayList<>();
    Key from = new Key(group(bucketId), prefix);
    Iterator<Entry> entries = KvScan.group(kv, SystemKeys.INDEX, from);
    while (entries.hasNext()) {
      Entry entry = entries.next();
      if (!entry.key().suffix().startsWith(prefix)) {
        break;
      }
      rows.add(entry);
    }
    return rows;
  }

  private void commit(Commit.Builder commit) {
    if (!(Settle.repeatable(kv, commit.build()) instanceof Outcome.Done)) {
      throw new Unavailable("the progress of an inventory could not be stored");
    }
  }

  private static Bytes group(Bytes bucketId) {
    return Bytes.utf8(GROUP).concat(bucketId);
  }

  private static Bytes place(String id) {
    return PLACE.concat(Bytes.utf8(id));
  }

  static Bytes file(String id, long number) {
    Bytes name = FILE.concat(Bytes.utf8(id)).concat(END);
    return name.concat(new FieldWriter().u32(number).toBytes());
  }

  private static Bytes encode(At at) {
    return new FieldWriter()
        .string(at.bucket())
        .nullable(at.last(), (out, last) -> out.u64(last.toEpochMilli()))
        .nullable(at.running(), InventoryProgress::write)
        .toBytes();
  }

  private static void write(FieldWriter out, Running running) {
    out.u64(running.began().toEpochMilli())
        .bytes(running.inventory())
        .string(running.file())
        .nullable(running.from(), (to, from) -> to.bytes(from.group()).bytes(from.suffix()))
        .u32(running.files());
  }

  private static At decode(Bytes content) {
    FieldReader in = new FieldReader(content);
    var at =
        new At(
            in.string(),
            in.nullable(from -> Instant.ofEpochMilli(from.u64())),
            in.nullable(InventoryProgress::running));
    in.requireEnd();
    return at;
  }

  private static Running running(FieldReader in) {
    return new Running(
        Instant.ofEpochMilli(in.u64()),
        in.bytes(),
        in.string(),
        in.nullable(from -> new Key(from.bytes(), from.bytes())),
        in.u32());
  }

  Bytes sealPlace(Bytes bucketId, String id, At at) {
    return seal(bucketId, place(id), encode(at));
  }

  At openPlace(Bytes bucketId, String id, Bytes row) {
    return decode(open(bucketId, place(id), row));
  }

  Bytes sealFile(Bytes bucketId, String id, long number, ReportFile file) {
    var content = new FieldWriter().string(file.key()).u64(file.sizeBytes()).string(file.md5());
    return seal(bucketId, file(id, number), content.toBytes());
  }

  ReportFile openFile(Bytes bucketId, Bytes suffix, Bytes row) {
    var in = new FieldReader(open(bucketId, suffix, row));
    var file = new ReportFile(in.string(), in.u64(), in.string());
    in.requireEnd();
    return file;
  }

  private Bytes seal(Bytes bucketId, Bytes suffix, Bytes content) {
    return SealedRow.seal(FORMAT, key, content, context(bucketId, suffix), entropy);
  }

  private Bytes open(Bytes bucketId, Bytes suffix, Bytes row) {
    return SealedRow.open(
        FORMAT, key, row, context(bucketId, suffix), "the progress of an inventory");
  }

  private byte[] context(Bytes bucketId, Bytes suffix) {
    return Aad.of(LABEL)
        .add(installationId.toByteArray())
        .add(bucketId.toByteArray())
        .add(suffix.toByteArray())
        .sha256();
  }
}
