package dev.coffer.iam.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request, by condition key ({@code aws:SourceIp}, {@code
 * s3:x-amz-server-side-encryption}). Names are compared without case; a key that is absent is not
 * the same as an empty one.
 */
public final class ConditionKeys {
  /** Nothing is known. */
  public static final ConditionKeys NONE = new ConditionKeys(Map.of());

  private final Map<String, List<String>> values;

  private ConditionKeys(Map<String, List<String>> values) {
    this.values = values;
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
    var more = new LinkedHashMap<>(values);
    more.put(key.toLowerCase(Locale.ROOT), List.copyOf(several));
    return new ConditionKeys(more);
  }

  /** These and others; a value of the same key is replaced by theirs. */
  public ConditionKeys and(ConditionKeys others) {
    var more = new LinkedHashMap<>(values);
    more.putAll(others.values);
    return new ConditionKeys(more);
  }

  /** The values of a key, or null when the request does not have it. */
  public @Nullable List<String> find(String key) {
    return values.get(key.toLowerCase(Locale.ROOT));
  }

  /** As {@link #find} for a name that is in lower case already. */
  @Nullable List<String> findLower(String key) {
    return values.get(key);
  }

  /** Lower-case names and their values. */
  public Map<String, List<String>> all() {
    return Map.copyOf(values);
  }
}
