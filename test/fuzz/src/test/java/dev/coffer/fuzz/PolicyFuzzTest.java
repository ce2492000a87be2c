package dev.coffer.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Decision;
import dev.coffer.iam.policy.Evaluator;
import dev.coffer.iam.policy.Grantee;
import dev.coffer.iam.policy.MalformedPolicy;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.PolicyDocument;
import dev.coffer.iam.policy.PolicyDocument.Kind;
import dev.coffer.iam.policy.PolicyStatus;
import dev.coffer.iam.policy.Question;
import dev.coffer.iam.policy.Subject;
import java.util.List;
import java.util.Map;

/** Policies: a document that can be evaluated, or a refusal; nothing else, and soon. */
class PolicyFuzzTest {
  private static final String ACCOUNT = "111122223333";
  private static final ConditionKeys KEYS =
      ConditionKeys.NONE
          .with("aws:SourceIp", "203.0.113.5")
          .with("aws:CurrentTime", "2026-11-24T12:00:00Z")
          .with("aws:SecureTransport", "true")
          .with("s3:prefix", "home/alice/")
          .withAll("aws:TagKeys", List.of("a", "b"));

  /** The text is a document of any kind. */
  @FuzzTest
  void policy(byte[] input) {
    String text = new String(input, UTF_8);
    for (Kind kind : Kind.values()) {
      try {
        PolicyDocument document = PolicyDocument.parse(text, kind);
        if (!document.text().equals(text)) {
          throw new AssertionError("the text was changed");
        }
        ask(document);
      } catch (MalformedPolicy refused) {
        if (refused.getMessage().isEmpty()) {
          throw new AssertionError("refused without a word", refused);
        }
      }
    }
  }

  private static void ask(PolicyDocument document) {
    var named = List.of(new NamedPolicy("p", document));
    boolean ofResource = document.kind() != Kind.IDENTITY && document.kind() != Kind.SESSION;
    var question =
        new Question(
            alice(ofResource ? List.of() : named),
            "s3:GetObject",
            "arn:aws:s3:::example-bucket/home/alice/x",
            ACCOUNT,
            ofResource ? named : List.of(),
            Question.Trust.ACCOUNT,
            Grantee.NOBODY,
            KEYS);
    Decision decision = Evaluator.decide(question);
    if (!decision.equals(Evaluator.decide(question))) {
      throw new AssertionError("two answers to one question");
    }
    if (ofResource) {
      PolicyStatus.isPublic(document);
      document.principals();
    }
    if (document.kind() == Kind.BUCKET) {
      document.requireResourcesOf("example-bucket");
    }
  }

  private static Subject alice(List<NamedPolicy> identity) {
    return new Subject(
        Subject.Kind.USER,
        ACCOUNT,
        "arn:aws:iam::111122223333:user/div/alice",
        "AIDAALICEEXAMPLE00001",
        null,
        identity,
        null,
        null,
        Map.of("team", "a*"));
  }
}
