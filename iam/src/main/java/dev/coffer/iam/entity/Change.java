package dev.coffer.iam.entity;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.kv.Commit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A change of one account's rows while it is thought out: reads see the rows before it and its own
 * puts; nothing is stored until {@link Ledger} commits it as a whole.
 */
public final class Change implements Rows {
  private final Snapshot before;
  private final Map<String, Optional<Bytes>> changed = new TreeMap<>();
  private final Head headBefore;
  private Head head;

  Change(Snapshot before, Head head) {
    this.before = before;
    this.headBefore = head;
    this.head = head;
  }

  @Override
  public String accountId() {
    return before.accountId();
  }

  @Override
  public Optional<Bytes> get(String suffix) {
    Optional<Bytes> known = changed.get(suffix);
    return known != null ? known : before.get(suffix);
  }

  /** As of before the change: no operation lists what it has just put. */
  @Override
  public List<String> suffixes(String prefix, String after, int limit) {
    return before.suffixes(prefix, after, limit);
  }

  /** How many entities of a kind the account has after this change. */
  public long count(Kind kind) {
    return head.count(kind);
  }

  /** Whether nothing may be added, since the account is being deleted. */
  public boolean closed() {
    return head.closed();
  }

  Head head() {
    return head;
  }

  void head(Head counted) {
    this.head = counted;
  }

  boolean closeIfEmpty() {
    if (head.empty()) {
      head = head.shut();
    }
    return head.closed();
  }

  public void put(String suffix, FieldWriter record) {
    changed.put(suffix, Optional.of(record.toBytes()));
  }

  public void delete(String suffix) {
    changed.put(suffix, Optional.empty());
  }

  boolean nothing() {
    return changed.isEmpty() && head.equals(headBefore);
  }

  void into(Commit.Builder commit) {
    changed.forEach((suffix, value) -> {
      Bytes name = Bytes.utf8(suffix);
      value.ifPresentOrElse(bytes -> commit.put(name, bytes), () -> commit.delete(name));
    });
  }
}
