package dev.coffer.store.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.wire.s3.NotificationConfiguration;
import dev.coffer.wire.s3.NotificationConfiguration.Filter;
import dev.coffer.wire.s3.NotificationConfiguration.Keys;
import dev.coffer.wire.s3.NotificationConfiguration.Rule;
import dev.coffer.wire.s3.NotificationConfiguration.Topic;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NotificationRulesTest {
  private static final String ARN = "arn:aws:sns:us-east-1:111122223333:hook";

  private static NotificationRules read(Topic... topics) {
    var asked = new NotificationConfiguration(List.of(topics), List.of(), List.of());
    return NotificationRules.of(asked, Entropy.system()).rules();
  }

  private static Topic topic(String id, String event, String... filter) {
    var rules = new ArrayList<Rule>();
    for (int i = 0; i < filter.length; i += 2) {
      rules.add(new Rule(filter[i], filter[i + 1]));
    }
    Filter keys = filter.length == 0 ? null : new Filter(new Keys(rules));
    return new Topic(id, ARN, Arrays.asList(event.split(" ")), keys);
  }

  private static S3Exception refused(Topic... topics) {
    S3Exception refusal = catchThrowableOfType(S3Exception.class, () -> read(topics));
    assertThat(refusal).isNotNull();
    return refusal;
  }

  private static @Nullable String told(NotificationRules rules, EventKind kind, String key) {
    return rules.fitting(kind, key).map(NotificationRule::id).orElse(null);
  }

  @Test
  void rulesFitByEventAndByBothEndsOfTheKey() {
    NotificationRules rules =
        read(
            topic("made", "s3:ObjectCreated:*", "PREFIX", "in/", "suffix", ".jpg"),
            topic("also", "s3:ObjectCreated:Put s3:ObjectRemoved:Delete", "prefix", "out/"));
    assertThat(told(rules, EventKind.COPY, "in/a.jpg")).isEqualTo("made");
    assertThat(told(rules, EventKind.COPY, "in/a.png")).isNull();
    assertThat(told(rules, EventKind.COPY, "out/a")).isNull();
    assertThat(told(rules, EventKind.DELETE, "out/a")).isEqualTo("also");
    assertThat(told(rules, EventKind.DELETE_MARKER, "out/a")).isNull();
    assertThat(NotificationRules.decode(rules.encode()).shown()).isEqualTo(rules.shown());
    assertThat(rules.shown().topics().getFirst().filter())
        .isEqualTo(
            new Filter(new Keys(List.of(new Rule("Prefix", "in/"), new Rule("Suffix", ".jpg")))));
  }

  @Test
  void aRuleWithoutAnIdGetsOne() {
    Topic shown =
        read(new Topic(null, ARN, List.of("s3:ObjectTagging:*"), null)).shown().topics().getFirst();
    assertThat(shown.id()).hasSize(32);
    assertThat(shown.events()).containsExactly("s3:ObjectTagging:*");
    assertThat(shown.filter()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3:ReducedRedundancyLostObject",
        "s3:ObjectRestore:*",
        "s3:Replication:OperationNotTracked",
        "s3:LifecycleTransition",
        "s3:IntelligentTiering",
        "s3:ObjectAcl:Put"
      })
  void whatNeverHappensHereIsRefusedByName(String event) {
    S3Exception refusal = refused(topic("a", event));
    assertThat(refusal.error()).isEqualTo(S3Error.NotImplemented);
    assertThat(refusal.text()).contains(event);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3:ObjectCreated", "ObjectCreated:Put", "s3:*", "s3:ObjectCreated:put"})
  void whatNobodyKnowsIsRefused(String event) {
    S3Exception refusal = refused(topic("a", event));
    assertThat(refusal.error()).isEqualTo(S3Error.InvalidArgument);
    assertThat(refusal.elements())
        .isEqualTo(Map.of("ArgumentName", "Event", "ArgumentValue", event));
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID,a,filter rule name must be either prefix or suffix",
    "prefix,'',filter value cannot be empty"
  })
  void filtersAreJudged(String name, String value, String text) {
    assertThat(refused(topic("a", "s3:ObjectCreated:*", name, value)).text()).isEqualTo(text);
  }

  @Test
  void eachEndIsNamedOnceAndInBounds() {
    assertThat(refused(topic("a", "s3:ObjectCreated:*", "prefix", "a", "Prefix", "b")).text())
        .isEqualTo("Cannot specify more than one prefix rule in a filter.");
    assertThat(refused(topic("a", "s3:ObjectCreated:*", "suffix", "a", "suffix", "b")).text())
        .isEqualTo("Cannot specify more than one suffix rule in a filter.");
    read(topic("a", "s3:ObjectCreated:*", "suffix", "ä".repeat(512)));
    assertThat(refused(topic("a", "s3:ObjectCreated:*", "suffix", "ä".repeat(513))).text())
        .startsWith("Size of filter rule value");
  }

  @ParameterizedTest
  @CsvSource({
    "s3:ObjectCreated:*,,,s3:ObjectCreated:Put,,,true",
    "s3:ObjectCreated:Put,,,s3:ObjectCreated:Copy,,,false",
    "s3:ObjectCreated:*,a,,s3:ObjectCreated:*,ab,,true",
    "s3:ObjectCreated:*,a,,s3:ObjectCreated:*,b,,false",
    "s3:ObjectCreated:*,a,,s3:ObjectCreated:*,,z,true",
    "s3:ObjectCreated:*,a,.jpg,s3:ObjectCreated:*,a,.png,false",
    "s3:ObjectCreated:*,a,.jpg,s3:ObjectCreated:*,b,.jpg,false",
    "s3:ObjectCreated:*,a,jpg,s3:ObjectCreated:*,a,.jpg,true",
    "s3:ObjectCreated:*,a,,s3:ObjectRemoved:*,a,,false"
  })
  void noEventIsToldTwice(
      String event,
      @Nullable String prefix,
      @Nullable String suffix,
      String otherEvent,
      @Nullable String otherPrefix,
      @Nullable String otherSuffix,
      boolean overlap) {
    Topic one = topic("a", event, filter(prefix, suffix));
    Topic other = topic("b", otherEvent, filter(otherPrefix, otherSuffix));
    if (overlap) {
      S3Exception refusal = refused(one, other);
      assertThat(refusal.error()).isEqualTo(S3Error.InvalidArgument);
      assertThat(refusal.text()).containsAnyOf("Configurations overlap", "ambiguously defined");
    } else {
      assertThat(read(one, other).shown().topics()).hasSize(2);
    }
  }

  private static String[] filter(@Nullable String prefix, @Nullable String suffix) {
    var filter = new ArrayList<String>();
    if (prefix != null) {
      filter.addAll(List.of("prefix", prefix));
    }
    if (suffix != null) {
      filter.addAll(List.of("suffix", suffix));
    }
    return filter.toArray(String[]::new);
  }

  @Test
  void thereAreAHundredAtMostAndNoneWithoutAnEventOrWithAnothersId() {
    Topic[] many =
        IntStream.rangeClosed(0, NotificationRules.MAX_RULES)
            .mapToObj(i -> topic("r" + i, "s3:ObjectCreated:*", "prefix", "p%03d/".formatted(i)))
            .toArray(Topic[]::new);
    assertThat(refused(many).error()).isEqualTo(S3Error.MalformedXML);
    read(Arrays.copyOf(many, NotificationRules.MAX_RULES));
    assertThat(refused(new Topic("a", ARN, List.of(), null)).error())
        .isEqualTo(S3Error.MalformedXML);
    assertThat(refused(topic("a", "s3:ObjectCreated:*"), topic("a", "s3:ObjectRemoved:*")).text())
        .isEqualTo("Configuration ids must be unique");
  }

  @Test
  void anArnIsOne() {
    var topic = new Topic("a", "invalid-topic", List.of("s3:ObjectCreated:*"), null);
    S3Exception refusal = refused(topic);
    assertThat(refusal.text()).isEqualTo("The ARN could not be parsed");
    assertThat(refusal.elements())
        .isEqualTo(Map.of("ArgumentName", "Topic", "ArgumentValue", "invalid-topic"));
  }
}
