package dev.coffer.iam.api;

import dev.coffer.iam.entity.Change;
import dev.coffer.iam.entity.Entity;
import dev.coffer.iam.entity.Tags;
import dev.coffer.wire.iam.IamError;
import dev.coffer.wire.iam.Tag;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What tags an entity may have. Keys that differ in case only are one key. */
final class TagRules {
  private static final int MOST = 50;

  private TagRules() {}

  /** The tags of a request, in its order. */
  static Map<String, String> requested(@Nullable List<Tag> tags) {
    var requested = new LinkedHashMap<String, String>();
    var seen = new HashSet<String>();
    for (Tag tag : tags == null ? List.<Tag>of() : tags) {
      if (tag.key().toLowerCase(Locale.ROOT).startsWith("aws:")) {
        throw IamError.InvalidInput.because(
            "aws: prefixed tag key names are not allowed for external use.");
      }
      if (!seen.add(tag.key().toLowerCase(Locale.ROOT))) {
        throw IamError.InvalidInput.because(
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
      }
      requested.put(tag.key(), tag.value());
    }
    return requested;
  }

  static void add(Change change, Entity entity, Map<String, String> more) {
    Map<String, String> tags = without(Tags.of(change, entity), more.keySet());
    tags.putAll(more);
    if (tags.size() > MOST || Tags.sizeBytes(tags) > Tags.MAX_BYTES) {
      throw Refusals.quota("TagsPer" + Refusals.capital(entity.kind()), MOST);
    }
    Tags.put(change, entity, tags);
  }

  static void remove(Change change, Entity entity, List<String> keys) {
    Tags.put(change, entity, without(Tags.of(change, entity), keys));
  }

  private static Map<String, String> without(Map<String, String> tags, Iterable<String> keys) {
    var lower = new HashSet<String>();
    keys.forEach(key -> lower.add(key.toLowerCase(Locale.ROOT)));
    var rest = new TreeMap<>(tags);
    rest.keySet().removeIf(key -> lower.contains(key.toLowerCase(Locale.ROOT)));
    return rest;
  }
}
