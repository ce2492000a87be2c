package dev.coffer.storage;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Remembers what rows were opened to, for as long as their bytes are the same.
 *
 * <p>The row itself is read each time, so nothing old is ever answered; what is saved is to derive
 * a key and to decipher and decode the same bytes again, which each request did several times. What
 * is remembered is no secret: rows that hold keys in the clear are not opened by this. About
 * {@value #MOST} are remembered at most. Safe for many threads.
 */
public final class OpenedRows<T> {
  private static final int MOST = 256;

  private final Map<String, Opened<T>> opened = new ConcurrentHashMap<>();

  private record Opened<T>(Bytes row, T content) {}

  /**
   * What the row holds.
   *
   * @param name of the row; two that hold the same bytes are still two
   */
  public T open(String name, Bytes row, Function<Bytes, T> opening) {
    Opened<T> known = opened.get(name);
    if (known != null && known.row().equals(row)) {
      return known.content();
    }
    T content = opening.apply(row);
    if (known == null && opened.size() >= MOST) {
      opened.clear();
    }
    opened.put(name, new Opened<>(row, content));
    return content;
  }

  /** To be told when there is no such row any more. */
  public void forget(String name) {
    opened.remove(name);
  }
}
