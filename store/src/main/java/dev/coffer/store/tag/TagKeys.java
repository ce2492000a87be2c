package dev.coffer.store.tag;

import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Rights;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.Tag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tags as condition keys. Keys whose tags differ in case alone are one condition key with several
 * values. Source: Service Authorization Reference, Amazon S3.
 */
public final class TagKeys {
  /** What an object has. */
  public static final String EXISTING = "s3:ExistingObjectTag/";

  private static final String REQUESTED = "s3:RequestObjectTag/";
  private static final String REQUESTED_NAMES = "s3:RequestObjectTagKeys";
  private static final String OF_REQUEST = "aws:RequestTag/";
  private static final String NAMES_OF_REQUEST = "aws:TagKeys";

  private TagKeys() {}

  /** The tags that the object has about which is decided. */
  public static ConditionKeys existing(ConditionKeys keys, Tags tags) {
    return with(keys, EXISTING, tags);
  }

  /** The tags that a request wants for an object. */
  public static ConditionKeys requested(ConditionKeys keys, Tags tags) {
    return names(with(keys, REQUESTED, tags), REQUESTED_NAMES, tags);
  }

  /** The tags that a request wants for a bucket. */
  public static ConditionKeys requestedForBucket(ConditionKeys keys, Tags tags) {
    return names(with(keys, OF_REQUEST, tags), NAMES_OF_REQUEST, tags);
  }

  /** Whether a bucket is to get tags. */
  public static boolean forBucket(ConditionKeys keys) {
    return keys.find(NAMES_OF_REQUEST) != null;
  }

  /**
   * Refuses when the object that was found has other tags than the one that was decided about, and
   * the decision may hang on them: it was replaced in between, and the client may try again.
   */
  public static void requireDecided(Rights rights, Tags found) {
    if (rights.turnOn(EXISTING) && !same(rights.keys(), found)) {
      throw S3Error.SlowDown.refusal();
    }
  }

  private static boolean same(ConditionKeys decided, Tags found) {
    String prefix = EXISTING.toLowerCase(Locale.ROOT);
    var known = new LinkedHashMap<>(decided.all());
    known.keySet().removeIf(key -> !key.startsWith(prefix));
    return known.equals(existing(ConditionKeys.NONE, found).all());
  }

  private static ConditionKeys names(ConditionKeys keys, String name, Tags tags) {
    return tags.isEmpty() ? keys : keys.withAll(name, tags.list().stream().map(Tag::key).toList());
  }

  private static ConditionKeys with(ConditionKeys keys, String prefix, Tags tags) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (Tag tag : tags.list()) {
      values
          .computeIfAbsent((prefix + tag.key()).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(tag.value());
    }
    ConditionKeys more = keys;
    for (Map.Entry<String, List<String>> each : values.entrySet()) {
      more = more.withAll(each.getKey(), each.getValue());
    }
    return more;
  }
}
