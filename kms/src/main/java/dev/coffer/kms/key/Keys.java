package dev.coffer.kms.key;

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
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Page;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of this installation.
 *
 * <p>Rows: group {@code kms-key/‹id›}, suffixes {@code 0‹n›}: the sealed record, split over at most
 * {@value #MAX_CHUNKS} rows; group {@code kms-keys/‹account›}, suffix the id: which keys an account
 * has. The latter is written first and removed last. Source: docs/formats/kms-key-v1.md.
 */
public final class Keys {
  private static final String GROUP = "kms-key/";
  private static final String ACCOUNT = "kms-keys/";
  private static final String COUNTER = "kms-keys-";
  private static final int CHUNK_BYTES = 60_000;
  private static final int MAX_CHUNKS = 64;
  private static final int READ_ATTEMPTS = 8;
  private static final byte RECORD = '0';

  private final Rows rows;
  private final OpenedRows<KmsKey> opened = new OpenedRows<>();

  public Keys(Rows rows) {
    this.rows = rows;
  }

  static Bytes group(KeyId id) {
    return Bytes.utf8(GROUP + id);
  }

  static Bytes head() {
    return chunk(0);
  }

  static Bytes chunk(int number) {
    return Bytes.of(RECORD, (byte) number);
  }

  /**
   * The key of this id.
   *
   * @throws Unavailable when it changed whenever it was read
   */
  public Optional<StoredKey> find(KeyId id) {
    for (int attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
      Optional<Bytes> row = rows.get(group(id), head());
      if (row.isEmpty() || KeyHead.decode(row.get()).destroyed()) {
        opened.forget(id.text());
        return Optional.empty();
      }
      Optional<KmsKey> key = read(id, row.get(), KeyHead.decode(row.get()));
      if (key.isPresent()) {
        return Optional.of(new StoredKey(key.get(), row.get()));
      }
    }
    throw new Unavailable("a key changed whenever it was read");
  }

  /** Empty when it changed meanwhile. A key that is one row is opened once for its bytes. */
  private Optional<KmsKey> read(KeyId id, Bytes row, KeyHead head) {
    return head.chunks() == 1
        ? Optional.of(opened.open(id.text(), row, _ -> open(id, head.part())))
        : whole(id, head).map(sealed -> open(id, sealed));
  }

  private KmsKey open(KeyId id, Bytes sealed) {
    KmsKey key = KeyRecord.decode(rows.seal().open(sealed, place(id)));
    if (!key.id().equals(id)) {
      throw new Corrupt("a key's record names another key");
    }
    return key;
  }

  private static List<String> place(KeyId id) {
    return List.of("key", id.text());
  }

  /** Empty when a row is of another revision than the head. */
  private Optional<Bytes> whole(KeyId id, KeyHead head) {
    Bytes sealed = head.part();
    for (int number = 1; number < head.chunks(); number++) {
      Optional<Bytes> row = rows.get(group(id), chunk(number));
      if (row.isEmpty()) {
        return Optional.empty();
      }
      var reader = new FieldReader(row.get());
      if (!RecordSeal.readRevision(reader).equals(head.revision())) {
        return Optional.empty();
      }
      sealed = sealed.concat(reader.bytes());
      reader.requireEnd();
    }
    return Optional.of(sealed);
  }

  /**
   * Adds a key.
   *
   * @throws Contended when there is one with its id
   */
  public void add(KmsKey key) {
    enlist(key);
    var change = rows.in(group(key.id())).expectAbsent(head());
    putRecord(change, key, 0);
    rows.commit(change, head());
  }

  private void enlist(KmsKey key) {
    Bytes suffix = Bytes.utf8(key.id().text());
    Bytes group = Bytes.utf8(ACCOUNT + key.account());
    if (rows.get(group, suffix).isEmpty()) {
      Bytes row = new FieldWriter().u8(RecordSeal.VERSION).bytes(rows.seal().revision()).toBytes();
      rows.commit(
          rows.in(group).expectAbsent(suffix).put(suffix, row).add(COUNTER + key.account(), 1),
          suffix);
    }
  }

  /**
   * Replaces a key by what it has become.
   *
   * @throws Contended when it is no longer as it was read
   */
  public void replace(StoredKey stored, KmsKey changed) {
    var change = rows.in(group(changed.id())).expectEqual(head(), stored.head());
    putRecord(change, changed, KeyHead.decode(stored.head()).chunks());
    rows.commit(change, head());
  }

  private void putRecord(Commit.Builder change, KmsKey key, int chunksBefore) {
    Bytes sealed = rows.seal().seal(KeyRecord.encode(key), place(key.id()));
    Bytes revision = rows.seal().revision();
    int chunks = Math.ceilDiv(sealed.size(), CHUNK_BYTES);
    if (chunks > MAX_CHUNKS) {
      throw new IllegalStateException("a key's record has become too large");
    }
    change.put(head(), new KeyHead(revision, chunks, part(sealed, 0)).encode());
    for (int number = 1; number < chunks; number++) {
      change.put(
          chunk(number), new FieldWriter().bytes(revision).bytes(part(sealed, number)).toBytes());
    }
    for (int number = Math.max(chunks, 1); number < chunksBefore; number++) {
      change.delete(chunk(number));
    }
  }

  private static Bytes part(Bytes sealed, int number) {
    int from = number * CHUNK_BYTES;
    return sealed.slice(from, Math.min(sealed.size(), from + CHUNK_BYTES));
  }

  /**
   * Destroys a key and its materials. Its other rows are removed by {@link #clear}.
   *
   * @throws Contended when it is no longer as it was read
   */
  public void destroy(StoredKey stored) {
    KmsKey key = stored.key();
    int chunks = KeyHead.decode(stored.head()).chunks();
    var change = rows.in(group(key.id())).expectEqual(head(), stored.head());
    change.put(head(), new KeyHead(rows.seal().revision(), 0, Bytes.utf8(key.account())).encode());
    for (int number = 1; number < chunks; number++) {
      change.delete(chunk(number));
    }
    change.delete(LastUses.ROW);
    try {
      rows.commit(change, head());
    } finally {
      opened.forget(key.id().text());
    }
  }

  /** The account of a key that was destroyed and of which rows are left. */
  public Optional<String> accountOfDestroyed(KeyId id) {
    return rows.get(group(id), head())
        .map(KeyHead::decode)
        .filter(KeyHead::destroyed)
        .map(head -> head.part().toUtf8());
  }

  /** Removes what is left of a destroyed key, once nothing refers to it any more. */
  public void clear(KeyId id, String account) {
    Bytes suffix = Bytes.utf8(id.text());
    Bytes group = Bytes.utf8(ACCOUNT + account);
    Optional<Bytes> listed = rows.get(group, suffix);
    if (listed.isPresent()) {
      rows.remove(
          rows.in(group)
              .expectEqual(suffix, listed.get())
              .delete(suffix)
              .add(COUNTER + account, -1));
    }
    Optional<Bytes> tombstone = rows.get(group(id), head());
    if (tombstone.isPresent() && KeyHead.decode(tombstone.get()).destroyed()) {
      rows.remove(rows.in(group(id)).expectEqual(head(), tombstone.get()).delete(head()));
    }
  }

  /**
   * How many keys the account has; one that is being made or removed may count already or still.
   */
  public long count(String account) {
    return rows.store().counter(rows.index(), COUNTER + account);
  }

  /** At most so many keys of an account, ascending, after one when it is given. */
  public List<KeyId> list(String account, @Nullable KeyId after, int limit) {
    Bytes from = after == null ? null : Bytes.utf8(after.text());
    Iterator<Entry> entries = rows.suffixes(Bytes.utf8(ACCOUNT + account), Bytes.EMPTY, from);
    List<KeyId> listed = new ArrayList<>();
    while (entries.hasNext() && listed.size() < limit) {
      KeyId id = Decoded.keyId(entries.next().key().suffix().toUtf8());
      find(id)
          .filter(stored -> stored.key().account().equals(account))
          .ifPresent(_ -> listed.add(id));
    }
    return listed;
  }

  /** The next key of the installation, destroyed ones included; empty after the last. */
  public Optional<KeyId> next(@Nullable KeyId after) {
    return next(rows.store(), rows.index(), after);
  }

  static Optional<KeyId> next(KvStore store, Index index, @Nullable KeyId after) {
    Key from = after == null ? Key.startOf(Bytes.utf8(GROUP)) : Key.afterGroup(group(after));
    Page page = store.scan(index, from, 1);
    if (page.entries().isEmpty()) {
      return Optional.empty();
    }
    Bytes group = page.entries().getFirst().key().group();
    return group.startsWith(Bytes.utf8(GROUP))
        ? Optional.of(Decoded.keyId(group.slice(GROUP.length(), group.size()).toUtf8()))
        : Optional.empty();
  }
}
