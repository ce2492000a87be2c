package dev.coffer.store.object;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.storage.StorageFailure;
import dev.coffer.store.bucket.Lifecycles;
import dev.coffer.store.lifecycle.Due;
import dev.coffer.store.lifecycle.LifecycleRules;
import dev.coffer.store.lifecycle.Seen;
import dev.coffer.store.tag.Tags;
import dev.coffer.wire.http.Percent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an answer says of when its object expires, or its upload is aborted: the earliest of what
 * the bucket's rules say, with the rule's id as it is. Characters that no header can carry are
 * percent-encoded. Source: Amazon S3 API Reference, HeadObject; answers that clients recorded.
 */
final class ExpirationHeaders {
  private static final Logger LOG = LoggerFactory.getLogger(ExpirationHeaders.class);

  /** Dates of headers end there. */
  private static final Instant END = Instant.parse("9999-12-31T23:59:59Z");

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Lifecycles lifecycles;

  ExpirationHeaders(Lifecycles lifecycles) {
    this.lifecycles = lifecycles;
  }

  /** Of the current version; null where no rule fits. */
  @Nullable String of(ObjectGroup at, VersionRow row, Supplier<Tags> tags) {
    var seen = new Seen(at.key(), row.facts().lastModified(), row.object().sizeBytes(), tags);
    return due(at, rules -> rules.expiry(seen))
        .map(due -> "expiry-date=\"" + DATE.format(due.at()) + "\", rule-id=\"" + id(due) + "\"")
        .orElse(null);
  }

  /** Of an object that was found; null where a version was named, as at Amazon. */
  @Nullable String of(Found found, @Nullable VersionId named) {
    return named == null
        ? of(found.at(), found.row(), () -> found.details().extras().tags())
        : null;
  }

  /** When an upload is aborted. */
  Optional<Due> abortion(ObjectGroup at, Instant initiated) {
    return due(at, rules -> rules.abortion(at.key(), initiated));
  }

  /**
   * What was stored is stored, and what can be read is: an answer must not fail since nobody knows
   * what the rules say of it. It goes without, and the operator is told.
   */
  private Optional<Due> due(ObjectGroup at, Function<LifecycleRules, Optional<Due>> said) {
    try {
      return lifecycles.find(at.bucket()).flatMap(said).filter(ExpirationHeaders::shown);
    } catch (StorageFailure | NotAuthentic e) {
      LOG.error(
          "ALARM an answer of bucket {} does not say what expires: its rules cannot be read",
          at.bucket().name(),
          e);
      return Optional.empty();
    }
  }

  private static boolean shown(Due due) {
    return !due.at().isAfter(END);
  }

  static String id(Due due) {
    return due.ruleId()
        .codePoints()
        .mapToObj(c -> c >= ' ' && c < 0x7f && c != '"' ? Character.toString(c) : escaped(c))
        .collect(Collectors.joining());
  }

  private static String escaped(int character) {
    return Percent.encode(Character.toString(character));
  }
}
