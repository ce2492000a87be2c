package dev.coffer.kms.key;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.wire.kms.UsedOperation;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When each key was last used: in memory at once, on the disk at the next {@link #flush}, since a
 * commit for every use would cost more than the use. A crash loses what was not flushed.
 *
 * <p>Row: the key's group, suffix {@code u}, sealed. Source: docs/formats/kms-key-v1.md §6.
 */
public final class LastUses {
  static final Bytes ROW = Bytes.utf8("u");
  private static final int MAX_WAITING = 10_000;

  private final Rows rows;
  private final Map<KeyId, LastUse> waiting = new ConcurrentHashMap<>();

  public LastUses(Rows rows) {
    this.rows = rows;
  }

  /** A use. */
  public record LastUse(UsedOperation operation, Instant at, String eventId, String requestId) {}

  public void note(KeyId id, LastUse use) {
    waiting.merge(id, use, (known, next) -> next.at().isBefore(known.at()) ? known : next);
    if (waiting.size() > MAX_WAITING) {
      flush();
    }
  }

  public Optional<LastUse> find(KeyId id) {
    LastUse latest = waiting.get(id);
    return latest != null
        ? Optional.of(latest)
        : rows.get(Keys.group(id), ROW).map(row -> read(id, row));
  }

  /** Writes what is waiting; what cannot be written now waits on. */
  public void flush() {
    for (Map.Entry<KeyId, LastUse> use : waiting.entrySet()) {
      write(use.getKey(), use.getValue());
    }
  }

  private void write(KeyId id, LastUse use) {
    Optional<Bytes> head = rows.get(Keys.group(id), Keys.head());
    if (head.isEmpty() || KeyHead.decode(head.get()).destroyed()) {
      waiting.remove(id, use);
      return;
    }
    Bytes sealed = rows.seal().seal(record(use), place(id));
    try {
      rows.repeat(rows.in(Keys.group(id)).expectEqual(Keys.head(), head.get()).put(ROW, sealed));
      waiting.remove(id, use);
    } catch (Contended changing) {
      return;
    }
  }

  private static Bytes record(LastUse use) {
    return new FieldWriter()
        .string(use.operation().name())
        .u64(use.at().toEpochMilli())
        .string(use.eventId())
        .string(use.requestId())
        .toBytes();
  }

  private LastUse read(KeyId id, Bytes sealed) {
    var reader = new FieldReader(rows.seal().open(sealed, place(id)));
    var use =
        new LastUse(
            operation(reader.string()),
            Instant.ofEpochMilli(reader.u64()),
            reader.string(),
            reader.string());
    reader.requireEnd();
    return use;
  }

  private static UsedOperation operation(String name) {
    return Arrays.stream(UsedOperation.values())
        .filter(operation -> operation.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new Corrupt("a stored operation is none"));
  }

  private static List<String> place(KeyId id) {
    return List.of("last-use", id.text());
  }
}
