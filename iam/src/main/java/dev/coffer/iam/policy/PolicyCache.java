package dev.coffer.iam.policy;

import dev.coffer.iam.policy.PolicyDocument.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Documents by their text, so that one that is stored is parsed once. The least recently used go
 * when the texts together are too long. Safe for threads; no lock is held while parsing.
 */
public final class PolicyCache {
  private final long maxChars;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, PolicyDocument> documents = new LinkedHashMap<>(64, 0.75f, true);
  private long chars;

  /**
   * Empty.
   *
   * @param maxChars of all texts together
   */
  public PolicyCache(long maxChars) {
    this.maxChars = maxChars;
  }

  private record Key(String text, Kind kind) {}

  /**
   * The document of this text.
   *
   * @throws MalformedPolicy as {@link PolicyDocument#parse}; nothing is kept then
   */
  public PolicyDocument document(String text, Kind kind) {
    var key = new Key(text, kind);
    PolicyDocument known = find(key);
    if (known != null) {
      return known;
    }
    PolicyDocument parsed = PolicyDocument.parse(text, kind);
    keep(key, parsed);
    return parsed;
  }

  private @Nullable PolicyDocument find(Key key) {
    lock.lock();
    try {
      return documents.get(key);
    } finally {
      lock.unlock();
    }
  }

  private void keep(Key key, PolicyDocument parsed) {
    lock.lock();
    try {
      if (documents.put(key, parsed) == null) {
        chars += key.text().length();
      }
      var eldest = documents.keySet().iterator();
      while (chars > maxChars) {
        chars -= eldest.next().text().length();
        eldest.remove();
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many are kept. */
  public int size() {
    lock.lock();
    try {
      return documents.size();
    } finally {
      lock.unlock();
    }
  }
}
