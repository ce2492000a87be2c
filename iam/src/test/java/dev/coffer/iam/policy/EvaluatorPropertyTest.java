package dev.coffer.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.policy.PolicyDocument.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the evaluator says is what the naive one says, whatever the policies. */
final class EvaluatorPropertyTest {
  private static final int CASES = 20_000;

  @Test
  void agreesWithTheNaiveEvaluator() {
    long seed = Long.getLong("policy.seed", new Random().nextLong());
    System.out.println("seed of the policies (-Dpolicy.seed): " + seed);
    var random = new Random(seed);
    Map<String, Integer> outcomes = new HashMap<>();
    for (int at = 0; at < CASES; at++) {
      Question question = new RandomPolicies(random).question();
      String answer = answer(Evaluator.decide(question));
      assertThat(answer)
          .as("seed %d, case %d: %s", seed, at, described(question))
          .isEqualTo(NaiveEvaluator.decide(question));
      outcomes.merge(answer, 1, Integer::sum);
    }
    assertThat(outcomes).hasSize(3);
    assertThat(outcomes.values()).allMatch(count -> count > CASES / 20, outcomes.toString());
  }

  @Test
  void whatIsParsedTwiceDecidesAlike() {
    var random = new Random(7);
    for (int at = 0; at < 500; at++) {
      Question question = new RandomPolicies(random).question();
      for (NamedPolicy policy : question.subject().identity()) {
        var again = PolicyDocument.parse(policy.document().text(), Kind.IDENTITY);
        assertThat(again.normalizedBytes()).isEqualTo(policy.document().normalizedBytes());
      }
      assertThat(Evaluator.decide(question)).isEqualTo(Evaluator.decide(question));
    }
  }

  /**
   * Nor does a nearer one: what lets grants be looked for only where the policies neither allow nor
   * deny explicitly (docs/decisions/0059).
   */
  @Test
  void aGrantChangesNothingButADenialThatIsNotExplicit() {
    long seed = Long.getLong("policy.seed", new Random().nextLong());
    var random = new Random(seed);
    Map<String, Integer> outcomes = new HashMap<>();
    for (int at = 0; at < CASES; at++) {
      Question question = new RandomPolicies(random).question();
      Decision before = Evaluator.decide(granted(question, Grantee.NOBODY));
      for (Grantee grantee : List.of(Grantee.ROLE, Grantee.CALLER)) {
        Decision after = Evaluator.decide(granted(question, grantee));
        outcomes.merge(answer(before) + " " + answer(after), 1, Integer::sum);
        assertThat(answer(before).equals("implicitDeny") || same(before, after))
            .as("seed %d, case %d, %s: %s", seed, at, grantee, described(question))
            .isTrue();
        before = after;
      }
    }
    assertThat(outcomes)
        .containsOnlyKeys(
            "allow allow",
            "explicitDeny explicitDeny",
            "implicitDeny implicitDeny",
            "implicitDeny allow");
  }

  /** Who is allowed is not told why. */
  private static boolean same(Decision one, Decision other) {
    return one.allowed() ? other.allowed() : one.equals(other);
  }

  private static Question granted(Question question, Grantee grantee) {
    return new Question(
        question.subject(),
        question.action(),
        question.resource(),
        question.resourceAccount(),
        question.resourcePolicies(),
        question.trust(),
        grantee,
        question.keys());
  }

  static String answer(Decision decision) {
    return switch (decision) {
      case Decision.Allow _ -> "allow";
      case Decision.Deny deny -> deny.explicit() ? "explicitDeny" : "implicitDeny";
    };
  }

  private static String described(Question question) {
    var text = new StringBuilder(question.toString()).append('\n').append(question.keys().all());
    question.subject().identity().forEach(one -> text.append("\nI ").append(one.document().text()));
    question.resourcePolicies().forEach(one -> text.append("\nR ").append(one.document().text()));
    NamedPolicy boundary = question.subject().boundary();
    if (boundary != null) {
      text.append("\nB ").append(boundary.document().text());
    }
    var session = question.subject().session();
    if (session != null) {
      session.forEach(one -> text.append("\nS ").append(one.document().text()));
    }
    return text.toString();
  }
}
