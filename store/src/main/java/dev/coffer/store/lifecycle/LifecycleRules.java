package dev.coffer.store.lifecycle;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.wire.s3.LifecycleConfiguration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a bucket. Of several that fit, each does what it says: what any of them removes is
 * removed.
 *
 * <p>Shape in a row: a list of rules. Source: docs/formats/metadata-v1.md §4.
 */
public record LifecycleRules(List<Rule> rules) {
  public LifecycleRules {
    rules = List.copyOf(rules);
  }

  /** Whether nothing of the bucket need be looked at. */
  public boolean idle() {
    return rules.stream().noneMatch(Rule::enabled);
  }

  /** Whether a current version expires. */
  public boolean expires(Seen object, Instant now) {
    return rules.stream().anyMatch(rule -> rule.expires(object, now));
  }

  /** When a current version expires first. */
  public Optional<Due> expiry(Seen object) {
    return earliest(rule -> rule.expiry(object));
  }

  /** Whether a delete marker that hides nothing is removed. */
  public boolean expiresMarker(String key, Instant made, Instant now) {
    return rules.stream().anyMatch(rule -> rule.expiresMarker(key, made, now));
  }

  /** Whether an earlier version is removed. */
  public boolean removes(Seen object, Rank rank, Instant now) {
    return rules.stream().anyMatch(rule -> rule.removes(object, rank, now));
  }

  /** Whether an upload is aborted. */
  public boolean aborts(String key, Instant begun, Instant now) {
    return rules.stream().anyMatch(rule -> rule.aborts(key, begun, now));
  }

  /** When an upload is aborted first. */
  public Optional<Due> abortion(String key, Instant begun) {
    return earliest(rule -> rule.abortion(key, begun));
  }

  /** Of two at once the first in the document. */
  private Optional<Due> earliest(Function<Rule, @Nullable Instant> when) {
    Due first = null;
    for (Rule rule : rules) {
      Instant at = when.apply(rule);
      if (at != null && (first == null || at.isBefore(first.at()))) {
        first = new Due(at, rule.id());
      }
    }
    return Optional.ofNullable(first);
  }

  public Bytes encode() {
    return new FieldWriter().list(rules, (out, rule) -> rule.write(out)).toBytes();
  }

  public static LifecycleRules decode(Bytes stored) {
    FieldReader in = new FieldReader(stored);
    var rules = new LifecycleRules(in.list(Rule::read));
    in.requireEnd();
    return rules;
  }

  /** As they were put. */
  public LifecycleConfiguration shown() {
    return new LifecycleConfiguration(rules.stream().map(ShownRules::of).toList());
  }
}
