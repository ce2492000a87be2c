package dev.coffer.store.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.store.tag.Tags;
import dev.coffer.wire.s3.LifecycleConfiguration;
import dev.coffer.wire.s3.LifecycleConfiguration.AbortIncompleteMultipartUpload;
import dev.coffer.wire.s3.LifecycleConfiguration.Expiration;
import dev.coffer.wire.s3.LifecycleConfiguration.Filter;
import dev.coffer.wire.s3.LifecycleConfiguration.NoncurrentVersionExpiration;
import dev.coffer.wire.s3.LifecycleConfiguration.Rule;
import dev.coffer.wire.s3.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When what is due: at midnights, not a moment earlier. */
final class DueTest {
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final Filter ALL = new Filter(null, null, null, null, null);
  private static final Instant LATE = Instant.parse("2100-01-01T00:00:00Z");

  private static LifecycleRules rules(Rule... rules) {
    return RuleTexts.read(new LifecycleConfiguration(List.of(rules)), Entropy.system());
  }

  private static Rule expiring(String id, Filter filter, Expiration expiration) {
    return new Rule(id, null, filter, "Enabled", expiration, null, null);
  }

  private static Seen object(String key, Instant made, long sizeBytes, Tag... tags) {
    return new Seen(key, made, sizeBytes, () -> new Tags(List.of(tags)));
  }

  private static Seen object(Instant made) {
    return object("k", made, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T10:30:00Z, 1, 2026-11-25T00:00:00Z",
    "2026-11-23T23:59:59.999Z, 1, 2026-11-25T00:00:00Z",
    "2026-11-24T00:00:00Z, 1, 2026-11-25T00:00:00Z",
    "2026-11-24T00:00:00.001Z, 1, 2026-11-26T00:00:00Z",
    "2014-01-15T10:30:00Z, 3, 2014-01-19T00:00:00Z",
    "2024-02-28T12:00:00Z, 1, 2024-03-01T00:00:00Z",
    "2023-02-28T12:00:00Z, 1, 2023-03-02T00:00:00Z",
    "2026-12-31T01:00:00Z, 365, 2028-01-01T00:00:00Z"
  })
  void daysEndAtTheNextMidnight(Instant made, int days, Instant due) {
    LifecycleRules all = rules(expiring("r", ALL, new Expiration(null, days, null)));
    assertThat(all.expires(object(made), due.minus(MOMENT))).isFalse();
    assertThat(all.expires(object(made), due)).isTrue();
    assertThat(all.expiry(object(made))).contains(new Due(due, "r"));

    var since = new NoncurrentVersionExpiration(days, null);
    LifecycleRules earlier = rules(new Rule("r", null, ALL, "Enabled", null, since, null));
    assertThat(earlier.removes(object(Instant.EPOCH), new Rank(made, 0), due.minus(MOMENT)))
        .isFalse();
    assertThat(earlier.removes(object(Instant.EPOCH), new Rank(made, 0), due)).isTrue();
    assertThat(earlier.expires(object(made), LATE)).isFalse();

    var abort = new AbortIncompleteMultipartUpload(days);
    LifecycleRules uploads = rules(new Rule("r", null, ALL, "Enabled", null, null, abort));
    assertThat(uploads.aborts("k", made, due.minus(MOMENT))).isFalse();
    assertThat(uploads.aborts("k", made, due)).isTrue();
    assertThat(uploads.abortion("k", made)).contains(new Due(due, "r"));
  }

  @Test
  void aDateIsThatMidnightWheneverTheObjectWasMade() {
    Instant date = Instant.parse("2027-01-01T00:00:00Z");
    LifecycleRules rules = rules(expiring("r", ALL, new Expiration(date, null, null)));
    assertThat(rules.expires(object(Instant.EPOCH), date.minus(MOMENT))).isFalse();
    assertThat(rules.expires(object(Instant.EPOCH), date)).isTrue();
    assertThat(rules.expires(object(LATE), LATE)).isTrue();
  }

  private static Filter filter(@Nullable String prefix, @Nullable String tag) {
    LifecycleConfiguration.Tag said = tag == null ? null : new LifecycleConfiguration.Tag(tag, "1");
    return new Filter(prefix, said, null, null, null);
  }

  @Test
  void filtersBindAllTheySay() {
    var days = new Expiration(null, 1, null);
    var and =
        new LifecycleConfiguration.And(
            "a/", List.of(new LifecycleConfiguration.Tag("t", "1")), 10L, 20L);
    LifecycleRules all = rules(expiring("r", new Filter(null, null, null, null, and), days));
    Instant made = Instant.EPOCH;
    var tag = new Tag("t", "1");
    assertThat(all.expires(object("a/b", made, 11, tag), LATE)).isTrue();
    assertThat(all.expires(object("a/b", made, 19, new Tag("u", "2"), tag), LATE)).isTrue();
    assertThat(all.expires(object("a/b", made, 10, tag), LATE)).isFalse();
    assertThat(all.expires(object("a/b", made, 20, tag), LATE)).isFalse();
    assertThat(all.expires(object("b/a/", made, 11, tag), LATE)).isFalse();
    assertThat(all.expires(object("a/b", made, 11), LATE)).isFalse();
    assertThat(all.expires(object("a/b", made, 11, new Tag("t", "2")), LATE)).isFalse();
    assertThat(all.expires(object("a/b", made, 11, new Tag("T", "1")), LATE)).isFalse();
  }

  @Test
  void theEarliestRuleIsNamedAndOfTwoTheFirst() {
    LifecycleRules rules =
        rules(
            expiring("later", ALL, new Expiration(null, 9, null)),
            expiring("one", filter("k", null), new Expiration(null, 2, null)),
            expiring("two", ALL, new Expiration(null, 2, null)),
            expiring("tagged", filter(null, "t"), new Expiration(null, 1, null)),
            new Rule("off", null, ALL, "Disabled", new Expiration(null, 1, null), null, null));
    assertThat(rules.expiry(object(Instant.EPOCH)).orElseThrow().ruleId()).isEqualTo("one");
    assertThat(
            rules.expiry(object("k", Instant.EPOCH, 1, new Tag("t", "1"))).orElseThrow().ruleId())
        .isEqualTo("tagged");
    assertThat(rules.idle()).isFalse();
  }

  @Test
  void whatIsDisabledDoesNothing() {
    LifecycleRules rules =
        rules(
            new Rule(
                "off",
                null,
                ALL,
                "Disabled",
                new Expiration(null, 1, null),
                new NoncurrentVersionExpiration(1, null),
                new AbortIncompleteMultipartUpload(1)));
    assertThat(rules.idle()).isTrue();
    assertThat(rules.expires(object(Instant.EPOCH), LATE)).isFalse();
    assertThat(rules.expiry(object(Instant.EPOCH))).isEmpty();
    assertThat(rules.removes(object(Instant.EPOCH), new Rank(Instant.EPOCH, 9), LATE)).isFalse();
    assertThat(rules.expiresMarker("k", Instant.EPOCH, LATE)).isFalse();
    assertThat(rules.aborts("k", Instant.EPOCH, LATE)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"2, false", "3, true", "4, true"})
  void soManyNewerOnesMustBeThere(long newer, boolean removed) {
    var kept = new NoncurrentVersionExpiration(1, 3);
    LifecycleRules rules = rules(new Rule("r", null, ALL, "Enabled", null, kept, null));
    assertThat(rules.removes(object(Instant.EPOCH), new Rank(Instant.EPOCH, newer), LATE))
        .isEqualTo(removed);
  }

  @Test
  void markersAreEmptyAndHaveNoTags() {
    var earlier = new NoncurrentVersionExpiration(1, null);
    Filter empty = new Filter(null, null, null, 1L, null);
    Filter large = new Filter(null, null, 0L, null, null);
    Seen marker = Seen.marker("k", Instant.EPOCH);
    var rank = new Rank(Instant.EPOCH, 0);
    for (Filter filter : List.of(ALL, empty)) {
      LifecycleRules rules = rules(new Rule("r", null, filter, "Enabled", null, earlier, null));
      assertThat(rules.removes(marker, rank, LATE)).isTrue();
    }
    for (Filter filter : List.of(large, filter(null, "t"), filter("x", null))) {
      LifecycleRules rules = rules(new Rule("r", null, filter, "Enabled", null, earlier, null));
      assertThat(rules.removes(marker, rank, LATE)).isFalse();
    }
  }

  @Test
  void lonelyMarkersGoAtOnceOrWithTheirAge() {
    Instant made = Instant.parse("2026-11-23T10:00:00Z");
    LifecycleRules now = rules(expiring("r", ALL, new Expiration(null, null, true)));
    assertThat(now.expiresMarker("k", made, made)).isTrue();
    assertThat(now.expires(object(made), LATE)).isFalse();
    assertThat(now.expiry(object(made))).isEmpty();
    LifecycleRules never = rules(expiring("r", ALL, new Expiration(null, null, false)));
    assertThat(never.expiresMarker("k", made, LATE)).isFalse();
    LifecycleRules aged = rules(expiring("r", ALL, new Expiration(null, 1, null)));
    assertThat(aged.expiresMarker("k", made, made.plus(Duration.ofDays(1)))).isFalse();
    assertThat(aged.expiresMarker("k", made, made.plus(Duration.ofDays(2)))).isTrue();
    LifecycleRules tagged = rules(expiring("r", filter(null, "t"), new Expiration(null, 1, null)));
    assertThat(tagged.expiresMarker("k", made, LATE)).isFalse();
  }
}
