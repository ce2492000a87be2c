package dev.coffer.store.lifecycle;

import dev.coffer.store.lifecycle.Rule.Form;
import dev.coffer.store.tag.TagRules;
import dev.coffer.store.tag.Tags;
import dev.coffer.wire.s3.LifecycleConfiguration;
import dev.coffer.wire.s3.LifecycleConfiguration.And;
import dev.coffer.wire.s3.LifecycleConfiguration.Filter;
import dev.coffer.wire.s3.Tag;
import dev.coffer.wire.s3.Tagging;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which objects rules are about, as documents say it. Limits: a prefix of 1,024 bytes, 10 tags. */
final class FilterTexts {
  private static final int MAX_PREFIX = 1024;

  /** What Amazon names as the most. */
  private static final long MAX_SIZE = 1_099_511_627_776_000L;

  private FilterTexts() {}

  static Form form(LifecycleConfiguration.Rule said, boolean second) {
    if (said.prefix() == null && said.filter() == null) {
      throw RuleTexts.malformed();
    }
    if (second && said.prefix() != null) {
      throw RuleTexts.request(
          "Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the"
              + " Filter.");
    }
    if (!second && said.filter() != null) {
      throw RuleTexts.request("Filter element can only be used in Lifecycle V2.");
    }
    return said.filter() == null ? Form.PREFIX : form(said.filter());
  }

  private static Form form(Filter filter) {
    long conditions =
        Stream.of(
                filter.prefix(),
                filter.tag(),
                filter.objectSizeGreaterThan(),
                filter.objectSizeLessThan(),
                filter.and())
            .filter(Objects::nonNull)
            .count();
    if (conditions > 1) {
      throw RuleTexts.malformed();
    }
    And and = filter.and();
    if (and != null) {
      return "".equals(and.prefix()) ? Form.AND_EMPTY_PREFIX : Form.AND;
    }
    return "".equals(filter.prefix()) ? Form.EMPTY_PREFIX : Form.FILTER;
  }

  static Selector selector(LifecycleConfiguration.Rule said) {
    Filter filter = said.filter();
    if (filter == null) {
      return selector(said.prefix(), List.of(), null, null);
    }
    And and = filter.and();
    if (and == null) {
      return selector(
          filter.prefix(),
          filter.tag() == null ? List.of() : List.of(filter.tag()),
          filter.objectSizeGreaterThan(),
          filter.objectSizeLessThan());
    }
    long others =
        Stream.of(and.prefix(), and.objectSizeGreaterThan(), and.objectSizeLessThan())
            .filter(Objects::nonNull)
            .count();
    if (and.tags().size() + others < 2) {
      throw RuleTexts.malformed();
    }
    return selector(
        and.prefix(), and.tags(), and.objectSizeGreaterThan(), and.objectSizeLessThan());
  }

  private static Selector selector(
      @Nullable String prefix,
      List<LifecycleConfiguration.Tag> tags,
      @Nullable Long greaterThan,
      @Nullable Long lessThan) {
    requireSize("ObjectSizeGreaterThan", greaterThan, 0);
    requireSize("ObjectSizeLessThan", lessThan, 1);
    if (greaterThan != null && lessThan != null && greaterThan >= lessThan) {
      throw RuleTexts.request(
          "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.");
    }
    if (prefix != null && prefix.getBytes(StandardCharsets.UTF_8).length > MAX_PREFIX) {
      throw RuleTexts.request("The maximum size of a prefix is " + MAX_PREFIX + ".");
    }
    return new Selector(prefix == null ? "" : prefix, tags(tags), greaterThan, lessThan);
  }

  private static void requireSize(String element, @Nullable Long size, long least) {
    if (size != null && (size < least || size > MAX_SIZE)) {
      throw RuleTexts.request(
          "'%s' should be between %d and %d.".formatted(element, least, MAX_SIZE));
    }
  }

  private static Tags tags(List<LifecycleConfiguration.Tag> said) {
    var keys = new HashSet<String>();
    if (!said.stream().map(LifecycleConfiguration.Tag::key).allMatch(keys::add)) {
      throw RuleTexts.request("Duplicate Tag Keys are not allowed.");
    }
    List<Tag> plain = said.stream().map(tag -> new Tag(tag.key(), tag.value())).toList();
    return TagRules.ofObject(new Tagging(new Tagging.TagSet(plain)));
  }
}
