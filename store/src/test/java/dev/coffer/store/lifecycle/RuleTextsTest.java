package dev.coffer.store.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.wire.s3.LifecycleConfiguration;
import dev.coffer.wire.s3.LifecycleConfiguration.AbortIncompleteMultipartUpload;
import dev.coffer.wire.s3.LifecycleConfiguration.And;
import dev.coffer.wire.s3.LifecycleConfiguration.Expiration;
import dev.coffer.wire.s3.LifecycleConfiguration.Filter;
import dev.coffer.wire.s3.LifecycleConfiguration.NoncurrentVersionExpiration;
import dev.coffer.wire.s3.LifecycleConfiguration.Rule;
import dev.coffer.wire.s3.LifecycleConfiguration.Tag;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules as documents say them: what is taken and shown again, and every refusal. */
final class RuleTextsTest {
  private static final Instant MIDNIGHT = Instant.parse("2027-01-01T00:00:00Z");
  private static final Filter ALL = new Filter(null, null, null, null, null);
  private static final Expiration IN_A_DAY = days(1);

  private static Expiration days(int days) {
    return new Expiration(null, days, null);
  }

  private static Expiration date(String date) {
    return new Expiration(Instant.parse(date), null, null);
  }

  private static Expiration markers(boolean removed) {
    return new Expiration(null, null, removed);
  }

  private static Filter prefix(String prefix) {
    return new Filter(prefix, null, null, null, null);
  }

  private static Filter sizes(@Nullable Long greaterThan, @Nullable Long lessThan) {
    return new Filter(null, null, greaterThan, lessThan, null);
  }

  private static Filter both(@Nullable Long greaterThan, @Nullable Long lessThan) {
    return new Filter(null, null, null, null, new And(null, List.of(), greaterThan, lessThan));
  }

  private static Filter tag(String key) {
    return new Filter(null, new Tag(key, "1"), null, null, null);
  }

  private static Filter and(@Nullable String prefix, Tag... tags) {
    return new Filter(null, null, null, null, new And(prefix, List.of(tags), null, null));
  }

  private static Rule rule(@Nullable Filter filter, @Nullable Expiration expiration) {
    return new Rule("id", null, filter, "Enabled", expiration, null, null);
  }

  private static Rule old(@Nullable String id, String prefix, @Nullable Expiration expiration) {
    return new Rule(id, prefix, null, "Enabled", expiration, null, null);
  }

  private static Rule named(@Nullable String id) {
    return new Rule(id, null, ALL, "Enabled", IN_A_DAY, null, null);
  }

  private static Rule earlier(@Nullable Integer days, @Nullable Integer kept) {
    var said = new NoncurrentVersionExpiration(days, kept);
    return new Rule("id", null, ALL, "Enabled", null, said, null);
  }

  private static Rule abort(Filter filter, @Nullable Integer days) {
    var said = new AbortIncompleteMultipartUpload(days);
    return new Rule("id", null, filter, "Enabled", null, null, said);
  }

  private static LifecycleRules read(Rule... rules) {
    return RuleTexts.read(new LifecycleConfiguration(List.of(rules)), Entropy.system());
  }

  static Stream<Rule> taken() {
    return Stream.of(
        rule(ALL, IN_A_DAY),
        rule(prefix(""), IN_A_DAY),
        rule(prefix("logs/"), date("2027-01-01T00:00:00Z")),
        rule(prefix("p".repeat(1024)), IN_A_DAY),
        rule(ALL, date("1970-01-01T00:00:00Z")),
        rule(ALL, markers(true)),
        rule(prefix("a"), markers(false)),
        rule(tag("kept"), days(Integer.MAX_VALUE)),
        rule(sizes(0L, null), IN_A_DAY),
        rule(sizes(null, 1L), IN_A_DAY),
        rule(both(10L, 11L), IN_A_DAY),
        rule(and("", new Tag("a", "")), IN_A_DAY),
        rule(and(null, new Tag("a", "1"), new Tag("b", "2")), IN_A_DAY),
        rule(and("logs/", new Tag("a", "1")), IN_A_DAY),
        old("id", "", IN_A_DAY),
        old("id", "tmp/", markers(true)),
        earlier(1, null),
        earlier(30, 1),
        earlier(30, 500),
        abort(ALL, 7),
        new Rule("x".repeat(255), null, ALL, "Disabled", IN_A_DAY, null, null),
        new Rule(
            "all at once",
            null,
            prefix("a/"),
            "Enabled",
            days(365),
            new NoncurrentVersionExpiration(30, 3),
            new AbortIncompleteMultipartUpload(2)));
  }

  @ParameterizedTest
  @MethodSource("taken")
  void whatWasPutIsKeptAndShown(Rule said) {
    LifecycleRules read = read(said);
    LifecycleRules kept = LifecycleRules.decode(read.encode());
    assertThat(kept).isEqualTo(read);
    assertThat(kept.shown().rules()).containsExactly(said);
  }

  private static Arguments refused(S3Error error, String text, Rule... rules) {
    return Arguments.of(List.of(rules), error, text);
  }

  private static final String MALFORMED =
      "The XML you provided was not well-formed or did not validate against our published schema";

  static Stream<Arguments> bad() {
    String positive = "must be a positive integer";
    return Stream.of(
        refused(S3Error.MalformedXML, MALFORMED),
        refused(
            S3Error.MalformedXML,
            MALFORMED,
            IntStream.rangeClosed(0, 1000).mapToObj(i -> named("r" + i)).toArray(Rule[]::new)),
        refused(
            S3Error.InvalidArgument,
            "ID length should not exceed allowed limit of 255",
            named("x".repeat(256))),
        refused(
            S3Error.InvalidArgument,
            "Rule ID must be unique. Found same ID for more than one rule",
            named("a"),
            named("b"),
            named("a")),
        refused(
            S3Error.MalformedXML,
            MALFORMED,
            new Rule("id", null, ALL, "enabled", IN_A_DAY, null, null)),
        refused(S3Error.MalformedXML, MALFORMED, rule(null, IN_A_DAY)),
        refused(
            S3Error.InvalidRequest,
            "Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the"
                + " Filter.",
            named("a"),
            old("b", "x", IN_A_DAY)),
        refused(
            S3Error.InvalidRequest,
            "Filter element can only be used in Lifecycle V2.",
            old("b", "x", IN_A_DAY),
            named("a")),
        refused(
            S3Error.InvalidRequest,
            "Found overlapping prefixes '' and 'a' for same action type 'Expiration'",
            old("1", "a", IN_A_DAY),
            old("2", "", days(3))),
        refused(
            S3Error.InvalidRequest,
            "NewerNoncurrentVersions element can only be used in Lifecycle V2.",
            new Rule(
                "id", "a", null, "Enabled", null, new NoncurrentVersionExpiration(1, 2), null)),
        refused(
            S3Error.InvalidRequest,
            "At least one action needs to be specified in a rule",
            rule(ALL, null)),
        refused(
            S3Error.MalformedXML,
            MALFORMED,
            rule(new Filter("a", new Tag("k", "v"), null, null, null), IN_A_DAY)),
        refused(
            S3Error.MalformedXML,
            MALFORMED,
            rule(
                new Filter(
                    "a", null, null, null, new And("a", List.of(new Tag("k", "v")), null, null)),
                IN_A_DAY)),
        refused(S3Error.MalformedXML, MALFORMED, rule(and("a"), IN_A_DAY)),
        refused(S3Error.MalformedXML, MALFORMED, rule(and(null), IN_A_DAY)),
        refused(
            S3Error.InvalidRequest,
            "Duplicate Tag Keys are not allowed.",
            rule(and(null, new Tag("k", "1"), new Tag("k", "2")), IN_A_DAY)),
        refused(
            S3Error.InvalidTag, "The TagKey you have provided is invalid", rule(tag(""), IN_A_DAY)),
        refused(
            S3Error.InvalidTag,
            "The TagKey you have provided is invalid",
            rule(tag("k".repeat(129)), IN_A_DAY)),
        refused(
            S3Error.InvalidRequest,
            "The maximum size of a prefix is 1024.",
            rule(prefix("p".repeat(1025)), IN_A_DAY)),
        refused(
            S3Error.InvalidRequest,
            "'ObjectSizeGreaterThan' should be between 0 and 1099511627776000.",
            rule(sizes(-1L, null), IN_A_DAY)),
        refused(
            S3Error.InvalidRequest,
            "'ObjectSizeLessThan' should be between 1 and 1099511627776000.",
            rule(sizes(null, 0L), IN_A_DAY)),
        refused(
            S3Error.InvalidRequest,
            "'ObjectSizeLessThan' should be between 1 and 1099511627776000.",
            rule(sizes(null, 1_099_511_627_776_001L), IN_A_DAY)),
        refused(
            S3Error.InvalidRequest,
            "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.",
            rule(both(5L, 5L), IN_A_DAY)),
        refused(S3Error.MalformedXML, MALFORMED, rule(ALL, new Expiration(null, null, null))),
        refused(S3Error.MalformedXML, MALFORMED, rule(ALL, new Expiration(MIDNIGHT, 1, null))),
        refused(S3Error.MalformedXML, MALFORMED, rule(ALL, new Expiration(null, 1, true))),
        refused(S3Error.MalformedXML, MALFORMED, rule(ALL, new Expiration(MIDNIGHT, null, false))),
        refused(
            S3Error.InvalidArgument,
            "'Days' for Expiration action " + positive,
            rule(ALL, days(0))),
        refused(
            S3Error.InvalidArgument,
            "'Date' must be at midnight GMT",
            rule(ALL, date("2027-01-01T00:00:00.001Z"))),
        refused(
            S3Error.InvalidArgument,
            "'Date' must be at midnight GMT",
            rule(ALL, date("2027-01-01T12:00:00Z"))),
        refused(S3Error.MalformedXML, MALFORMED, rule(ALL, date("1969-12-31T00:00:00Z"))),
        refused(
            S3Error.InvalidRequest,
            "ExpiredObjectDeleteMarker cannot be specified with Tags.",
            rule(tag("k"), markers(true))),
        refused(
            S3Error.InvalidRequest,
            "ExpiredObjectDeleteMarker cannot be specified with Object Size.",
            rule(sizes(1L, null), markers(false))),
        refused(
            S3Error.InvalidRequest,
            "AbortIncompleteMultipartUpload cannot be specified with Tags.",
            abort(tag("k"), 1)),
        refused(
            S3Error.InvalidRequest,
            "AbortIncompleteMultipartUpload cannot be specified with Object Size.",
            abort(sizes(null, 9L), 1)),
        refused(S3Error.MalformedXML, MALFORMED, abort(ALL, null)),
        refused(
            S3Error.InvalidArgument,
            "'DaysAfterInitiation' for AbortIncompleteMultipartUpload action " + positive,
            abort(ALL, 0)),
        refused(S3Error.MalformedXML, MALFORMED, earlier(null, 3)),
        refused(
            S3Error.InvalidArgument,
            "'NoncurrentDays' for NoncurrentVersionExpiration action " + positive,
            earlier(0, null)),
        refused(
            S3Error.InvalidArgument,
            "'NewerNoncurrentVersions' for NoncurrentVersionExpiration action " + positive,
            earlier(1, 0)));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void whatContradictsItselfIsRefused(List<Rule> rules, S3Error error, String text) {
    assertThatThrownBy(() -> read(rules.toArray(Rule[]::new)))
        .isInstanceOfSatisfying(
            S3Exception.class,
            refusal -> {
              assertThat(refusal.error()).isEqualTo(error);
              assertThat(refusal).hasMessageContaining(text);
            });
  }

  @Test
  void aThousandRulesAsPeopleWriteThemFit() {
    Rule[] rules =
        IntStream.range(0, 1000)
            .mapToObj(i ->
                new Rule("r" + i, null, prefix("team/" + i + "/"), "Enabled", days(30), null, null))
            .toArray(Rule[]::new);
    LifecycleRules read = read(rules);
    assertThat(read.rules()).hasSize(1000);
    assertThat(read.encode().size()).isLessThan(RuleTexts.MAX_BYTES);
  }

  @Test
  void rulesThatNoRowCanHoldAreRefused() {
    Rule[] rules =
        IntStream.range(0, 100)
            .mapToObj(i ->
                new Rule("r" + i, null, prefix("x".repeat(1000)), "Enabled", days(30), null, null))
            .toArray(Rule[]::new);
    assertThatThrownBy(() -> read(rules))
        .isInstanceOfSatisfying(
            S3Exception.class,
            refusal -> assertThat(refusal.error()).isEqualTo(S3Error.MalformedXML));
  }

  @Test
  void aRuleWithoutAnIdGetsOneLikeAmazons() {
    List<Rule> shown = read(named(null), named("")).shown().rules();
    assertThat(shown).extracting(Rule::id).doesNotHaveDuplicates();
    for (Rule rule : shown) {
      assertThat(rule.id()).hasSize(48);
      String text =
          new String(
              java.util.Base64.getDecoder().decode(String.valueOf(rule.id())),
              java.nio.charset.StandardCharsets.US_ASCII);
      assertThat(UUID.fromString(text).version()).isEqualTo(4);
    }
  }

  @Test
  void prefixesOfOtherActionsMayOverlap() {
    var aborts = new AbortIncompleteMultipartUpload(1);
    var other = new Rule("2", "a", null, "Enabled", null, null, aborts);
    assertThat(read(old("1", "", IN_A_DAY), other).rules()).hasSize(2);
  }
}
