package dev.coffer.iam.policy;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request, by condition key ({@code aws:SourceIp}, {@code
 * s3:x-amz-server-side-encryption}). Names are compared without case; a key that is absent is not
 * the same as an empty one.
 *
 * <p>What costs a look into the store is looked up when a policy asks for it, once for all keys
 * that were made of these. Each request makes some twenty of these and most policies ask for few of
 * them, so one more is a link to the earlier ones and copies nothing. Safe for many threads.
 */
public final class ConditionKeys {
  /** Nothing is known. */
  public static final ConditionKeys NONE = new ConditionKeys(null, "", new Known(List.of()));

  private final @Nullable ConditionKeys earlier;
  private final String key;
  private final Values values;

  private ConditionKeys(@Nullable ConditionKeys earlier, String key, Values values) {
    this.earlier = earlier;
    this.key = key;
    this.values = values;
  }

  /** Of one key; null where it turns out that the request does not have it. */
  private sealed interface Values {
    @Nullable List<String> get();
  }

  private record Known(List<String> get) implements Values {}

  private static final class Later implements Values {
    private final Supplier<List<String>> lookup;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable List<String> found;

    Later(Supplier<List<String>> lookup) {
      this.lookup = lookup;
    }

    @Override
    public @Nullable List<String> get() {
      lock.lock();
      try {
        List<String> known = found == null ? List.copyOf(lookup.get()) : found;
        found = known;
        return known.isEmpty() ? null : known;
      } finally {
        lock.unlock();
      }
    }
  }

  /** These and one more; an earlier value of the same key is replaced. */
  public ConditionKeys with(String key, String value) {
    return withAll(key, List.of(value));
  }

  /** As {@link #with} when the value is there. */
  public ConditionKeys withPresent(String key, @Nullable String value) {
    return value == null ? this : with(key, value);
  }

  /** These and a key of several values. */
  public ConditionKeys withAll(String key, List<String> several) {
    return new ConditionKeys(this, lower(key), new Known(List.copyOf(several)));
  }

  /**
   * These and a key whose values are looked up when somebody asks for them.
   *
   * @param lookup gives none where the request does not have the key; what it throws, who asks
   *     receives
   */
  public ConditionKeys withLater(String key, Supplier<List<String>> lookup) {
    return new ConditionKeys(this, lower(key), new Later(lookup));
  }

  /** These and others; a value of the same key is replaced by theirs. */
  public ConditionKeys and(ConditionKeys others) {
    var more = new ArrayDeque<ConditionKeys>();
    for (ConditionKeys each = others; each.earlier != null; each = each.earlier) {
      more.push(each);
    }
    ConditionKeys all = this;
    for (ConditionKeys each : more) {
      all = new ConditionKeys(all, each.key, each.values);
    }
    return all;
  }

  /** The values of a key, or null when the request does not have it. */
  public @Nullable List<String> find(String key) {
    return findLower(lower(key));
  }

  /** As {@link #find} for a name that is in lower case already. */
  @Nullable List<String> findLower(String key) {
    for (ConditionKeys each = this; each.earlier != null; each = each.earlier) {
      if (each.key.equals(key)) {
        return each.values.get();
      }
    }
    return null;
  }

  /** Lower-case names and their values, everything looked up. */
  public Map<String, List<String>> all() {
    var all = new HashMap<String, List<String>>();
    var seen = new HashSet<String>();
    for (ConditionKeys each = this; each.earlier != null; each = each.earlier) {
      List<String> several = seen.add(each.key) ? each.values.get() : null;
      if (several != null) {
        all.put(each.key, several);
      }
    }
    return Map.copyOf(all);
  }

  private static String lower(String key) {
    return key.toLowerCase(Locale.ROOT);
  }
}
