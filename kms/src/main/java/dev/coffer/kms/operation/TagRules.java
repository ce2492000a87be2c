package dev.coffer.kms.operation;

import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.wire.kms.KmsError;
import dev.coffer.wire.kms.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which tags a key may have. Source: spec/kms.md §4, §5.2. */
final class TagRules {
  private static final int MAX_OF_KEY = 50;
  private static final String RESERVED = "aws:";

  private TagRules() {}

  /** Tags as pairs; refuses reserved and repeated ones. */
  static Map<String, String> pairs(List<Tag> tags) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (Tag tag : tags) {
      if (tag.tagKey().toLowerCase(Locale.ROOT).startsWith(RESERVED)) {
        throw KmsError.TagException.because("Tags beginning with aws: are reserved");
      }
      if (pairs.put(tag.tagKey(), tag.tagValue()) != null) {
        throw KmsError.TagException.because("Duplicate tag keys");
      }
    }
    return requireFew(pairs);
  }

  /** For the audit trail. */
  static List<Map<String, String>> shown(List<Tag> tags) {
    return tags.stream()
        .map(tag -> Map.of("tagKey", tag.tagKey(), "tagValue", tag.tagValue()))
        .toList();
  }

  static Map<String, String> requireFew(Map<String, String> pairs) {
    if (pairs.size() > MAX_OF_KEY) {
      throw KmsError.TagException.because("Too many tags");
    }
    return pairs;
  }

  /** What policies may know of the tags of a request. */
  static ConditionKeys keys(ConditionKeys known, Map<String, String> pairs) {
    ConditionKeys keys = known;
    for (Map.Entry<String, String> pair : pairs.entrySet()) {
      keys = keys.with("aws:RequestTag/" + pair.getKey(), pair.getValue());
    }
    return pairs.isEmpty() ? keys : keys.withAll("aws:TagKeys", List.copyOf(pairs.keySet()));
  }
}
