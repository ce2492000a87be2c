package dev.coffer.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.iam.policy.PolicyDocument.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tables that were written from Amazon's documentation alone, one test a row. */
final class DecisionTablesTest {
  private static final Path TABLES = Path.of("src/test/resources/decisions");
  private static final JsonMapper JSON = JsonMapper.shared();

  @TestFactory
  Stream<DynamicNode> decisions() throws IOException {
    return tables("decisions-", DecisionTablesTest::decision);
  }

  @TestFactory
  Stream<DynamicNode> validity() throws IOException {
    return tables("validity-", DecisionTablesTest::validity);
  }

  private interface Row {
    void check(JsonNode row);
  }

  private static Stream<DynamicNode> tables(String prefix, Row row) throws IOException {
    try (var files = Files.list(TABLES)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted()
          .map(file -> table(file, row))
          .toList()
          .stream();
    }
  }

  private static DynamicNode table(Path file, Row check) {
    List<DynamicTest> rows = new ArrayList<>();
    for (JsonNode row : JSON.readTree(file)) {
      rows.add(DynamicTest.dynamicTest(row.get("name").asString(), () -> check.check(row)));
    }
    return DynamicContainer.dynamicContainer(file.getFileName().toString(), rows.stream());
  }

  private static void decision(JsonNode row) {
    Question question = question(row);
    Decision decision = Evaluator.decide(question);
    String answer = EvaluatorPropertyTest.answer(decision);
    assertThat(answer).as("%s", decision).isEqualTo(row.get("expect").asString());
    assertThat(NaiveEvaluator.decide(question)).as("naive").isEqualTo(answer);
    if (row.hasNonNull("message")) {
      assertThat(((Decision.Deny) decision).message()).isEqualTo(row.get("message").asString());
    }
  }

  static Question question(JsonNode row) {
    Kind kind =
        row.hasNonNull("resourcePolicyKind")
            ? Kind.valueOf(row.get("resourcePolicyKind").asString())
            : Kind.BUCKET;
    return new Question(
        subject(row.get("subject")),
        row.get("action").asString(),
        row.get("resource").asString(),
        row.get("resourceAccount").asString(),
        policies("resource", row.get("resourcePolicies"), kind),
        Question.Trust.valueOf(row.get("trust").asString()),
        grantee(row.get("granted")),
        keys(row.get("keys")));
  }

  /** False, true for a grant to the caller itself, or whom it names. */
  private static Grantee grantee(JsonNode granted) {
    if (granted.isString()) {
      return Grantee.valueOf(granted.asString());
    }
    return granted.asBoolean() ? Grantee.CALLER : Grantee.NOBODY;
  }

  private static Subject subject(JsonNode row) {
    JsonNode boundary = row.get("boundary");
    JsonNode session = row.get("session");
    return new Subject(
        Subject.Kind.valueOf(row.get("kind").asString()),
        row.get("account").asString(),
        row.get("arn").asString(),
        row.get("userId").asString(),
        row.hasNonNull("roleArn") ? row.get("roleArn").asString() : null,
        policies("identity", row.get("identity"), Kind.IDENTITY),
        isNull(boundary) ? null : policy("boundary", boundary, Kind.IDENTITY),
        isNull(session) ? null : policies("session", session, Kind.SESSION),
        tags(row.get("tags")));
  }

  private static boolean isNull(@Nullable JsonNode node) {
    return node == null || node.isNull();
  }

  private static List<NamedPolicy> policies(String name, JsonNode rows, Kind kind) {
    List<NamedPolicy> policies = new ArrayList<>();
    for (JsonNode row : rows) {
      policies.add(policy(name + " " + policies.size(), row, kind));
    }
    return policies;
  }

  private static NamedPolicy policy(String name, JsonNode row, Kind kind) {
    return new NamedPolicy(name, PolicyDocument.parse(row.toString(), kind));
  }

  private static Map<String, String> tags(JsonNode row) {
    Map<String, String> tags = new LinkedHashMap<>();
    row.properties().forEach(tag -> tags.put(tag.getKey(), tag.getValue().asString()));
    return tags;
  }

  private static ConditionKeys keys(JsonNode row) {
    ConditionKeys keys = ConditionKeys.NONE;
    for (var key : row.properties()) {
      List<String> values = new ArrayList<>();
      key.getValue().forEach(value -> values.add(value.asString()));
      keys = keys.withAll(key.getKey(), values);
    }
    return keys;
  }

  private static void validity(JsonNode row) {
    Kind kind = Kind.valueOf(row.get("kind").asString());
    String text = row.get("policy").asString();
    if (row.get("valid").asBoolean()) {
      check(text, kind, row);
      return;
    }
    var refused =
        assertThatThrownBy(() -> check(text, kind, row)).isInstanceOf(MalformedPolicy.class);
    if (row.hasNonNull("message")) {
      refused.hasMessage(row.get("message").asString());
    }
  }

  private static void check(String text, Kind kind, JsonNode row) {
    PolicyDocument document = PolicyDocument.parse(text, kind);
    assertThat(document.text()).isEqualTo(text);
    if (row.hasNonNull("bucket")) {
      document.requireResourcesOf(row.get("bucket").asString());
    }
  }
}
