package dev.coffer.store.lifecycle;

import dev.coffer.store.lifecycle.Rule.Form;
import dev.coffer.wire.s3.LifecycleConfiguration;
import dev.coffer.wire.s3.LifecycleConfiguration.AbortIncompleteMultipartUpload;
import dev.coffer.wire.s3.LifecycleConfiguration.And;
import dev.coffer.wire.s3.LifecycleConfiguration.Expiration;
import dev.coffer.wire.s3.LifecycleConfiguration.Filter;
import dev.coffer.wire.s3.LifecycleConfiguration.NoncurrentVersionExpiration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules as they are shown: in the form in which they were put. */
final class ShownRules {
  private ShownRules() {}

  static LifecycleConfiguration.Rule of(Rule rule) {
    Selector selector = rule.selector();
    boolean old = rule.form() == Form.PREFIX;
    Integer uploadDays = rule.uploadDays();
    return new LifecycleConfiguration.Rule(
        rule.id(),
        old ? selector.prefix() : null,
        old ? null : filter(rule.form(), selector),
        rule.enabled() ? "Enabled" : "Disabled",
        expiration(rule.expiration()),
        earlier(rule.earlier()),
        uploadDays == null ? null : new AbortIncompleteMultipartUpload(uploadDays));
  }

  private static Filter filter(Form form, Selector selector) {
    List<LifecycleConfiguration.Tag> tags =
        selector.tags().list().stream()
            .map(tag -> new LifecycleConfiguration.Tag(tag.key(), tag.value()))
            .toList();
    boolean said = form == Form.EMPTY_PREFIX || form == Form.AND_EMPTY_PREFIX;
    String prefix = selector.prefix().isEmpty() && !said ? null : selector.prefix();
    if (form == Form.AND || form == Form.AND_EMPTY_PREFIX) {
      var and = new And(prefix, tags, selector.greaterThan(), selector.lessThan());
      return new Filter(null, null, null, null, and);
    }
    return new Filter(
        prefix,
        tags.isEmpty() ? null : tags.getFirst(),
        selector.greaterThan(),
        selector.lessThan(),
        null);
  }

  private static @Nullable Expiration expiration(Rule.@Nullable Expiration expiration) {
    return switch (expiration) {
      case Rule.Expiration.Days days -> new Expiration(null, days.days(), null);
      case Rule.Expiration.At at -> new Expiration(at.date(), null, null);
      case Rule.Expiration.LonelyMarkers markers -> new Expiration(null, null, markers.removed());
      case null -> null;
    };
  }

  private static @Nullable NoncurrentVersionExpiration earlier(Rule.@Nullable Earlier earlier) {
    return earlier == null ? null : new NoncurrentVersionExpiration(earlier.days(), earlier.kept());
  }
}
