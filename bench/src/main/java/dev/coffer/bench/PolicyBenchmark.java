package dev.coffer.bench;

import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Decision;
import dev.coffer.iam.policy.Evaluator;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.PolicyCache;
import dev.coffer.iam.policy.PolicyDocument;
import dev.coffer.iam.policy.PolicyDocument.Kind;
import dev.coffer.iam.policy.Question;
import dev.coffer.iam.policy.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Decisions a second for a caller with ten policies of fifty statements. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PolicyBenchmark {
  private static final int POLICIES = 10;
  private static final int STATEMENTS = 50;
  private static final String ACCOUNT = "111122223333";
  private static final String READ_ALL =
      """
      {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject",
       "Resource": "arn:aws:s3:::bucket-9-49/*"}}\
      """;

  private final PolicyCache cache = new PolicyCache(1 << 24);
  private final String text = policy(POLICIES - 1);
  private final Question small = question(List.of(named(READ_ALL)), "alice/a");
  private final Question allowed = question(many(), "alice/reports/2026/11/24.csv");
  private final Question denied = question(many(), "secret/reports/2026/11/24.csv");

  /** One policy of one statement. */
  @Benchmark
  public Decision one() {
    return Evaluator.decide(small);
  }

  /** Ten of fifty; the last statement of the last policy allows. */
  @Benchmark
  public Decision tenOfFifty() {
    return Evaluator.decide(allowed);
  }

  /** Ten of fifty, each of which denies explicitly. */
  @Benchmark
  public Decision tenOfFiftyDenied() {
    return Evaluator.decide(denied);
  }

  /** A policy of fifty statements from its text. */
  @Benchmark
  public PolicyDocument parse() {
    return PolicyDocument.parse(text, Kind.IDENTITY);
  }

  /** The same when it was parsed before. */
  @Benchmark
  public PolicyDocument parseCached() {
    return cache.document(text, Kind.IDENTITY);
  }

  private static List<NamedPolicy> many() {
    List<NamedPolicy> policies = new ArrayList<>();
    for (int policy = 0; policy < POLICIES; policy++) {
      policies.add(named(policy(policy)));
    }
    return policies;
  }

  private static NamedPolicy named(String text) {
    return new NamedPolicy("policy", PolicyDocument.parse(text, Kind.IDENTITY));
  }

  /** Half allow reading a bucket over TLS, the others mix listings, variables and denials. */
  private static String policy(int policy) {
    var text = new StringBuilder("{\"Version\": \"2012-10-17\", \"Statement\": [");
    for (int at = 0; at < STATEMENTS; at++) {
      String bucket = "arn:aws:s3:::bucket-" + policy + "-" + at;
      text.append(at == 0 ? "" : ",").append(statement(at, bucket));
    }
    return text.append("]}").toString();
  }

  private static String statement(int at, String bucket) {
    return switch (at % 4) {
      case 0 ->
          """
          {"Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetBucketLocation"], "Resource": "%s",
           "Condition": {"StringLike": {"s3:prefix": ["", "${aws:username}/*"]}}}\
          """
              .formatted(bucket);
      case 1 ->
          """
          {"Effect": "Allow", "Action": ["s3:GetObject*", "s3:PutObject"],
           "Resource": "%s/${aws:username}/*", "Condition": {"Bool": {"aws:SecureTransport": true},
           "IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"]}}}\
          """
              .formatted(bucket);
      case 2 ->
          """
          {"Effect": "Allow", "Action": "s3:*Object", "Resource": "%s/shared/*/reports/*.csv"}\
          """
              .formatted(bucket);
      default ->
          """
          {"Effect": "Deny", "Action": "s3:*", "Resource": ["%s/secret/*", "arn:aws:s3:::*/secret/*"],
           "Condition": {"StringNotEquals": {"aws:PrincipalTag/team": "audit"}}}\
          """
              .formatted(bucket);
    };
  }

  private static Question question(List<NamedPolicy> policies, String key) {
    var alice =
        new Subject(
            Subject.Kind.USER,
            ACCOUNT,
            "arn:aws:iam::111122223333:user/alice",
            "AIDAALICEEXAMPLE00001",
            null,
            policies,
            null,
            null,
            Map.of("team", "sales"));
    ConditionKeys keys =
        ConditionKeys.NONE
            .with("aws:SourceIp", "203.0.113.5")
            .with("aws:SecureTransport", "true")
            .with("aws:CurrentTime", "2026-11-24T12:00:00Z");
    return Question.of(alice, "s3:GetObject", "arn:aws:s3:::bucket-9-49/" + key, ACCOUNT, keys);
  }
}
