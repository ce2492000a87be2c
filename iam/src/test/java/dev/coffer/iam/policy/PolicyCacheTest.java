package dev.coffer.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.iam.policy.PolicyDocument.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class PolicyCacheTest {
  private static final long LENGTH = text(0).length();

  @Test
  void aTextIsParsedOnceForEachKind() {
    var cache = new PolicyCache(10 * LENGTH);
    PolicyDocument first = cache.document(text(1), Kind.IDENTITY);
    assertThat(cache.document(text(1), Kind.IDENTITY)).isSameAs(first);
    assertThat(cache.document(text(1), Kind.SESSION)).isNotSameAs(first);
    assertThat(cache.document(text(2), Kind.IDENTITY)).isNotSameAs(first);
    assertThat(cache.size()).isEqualTo(3);
  }

  @Test
  void theLeastRecentlyUsedGoes() {
    var cache = new PolicyCache(3 * LENGTH);
    PolicyDocument first = cache.document(text(1), Kind.IDENTITY);
    PolicyDocument second = cache.document(text(2), Kind.IDENTITY);
    cache.document(text(3), Kind.IDENTITY);
    assertThat(cache.document(text(1), Kind.IDENTITY)).isSameAs(first);
    cache.document(text(4), Kind.IDENTITY);
    assertThat(cache.size()).isEqualTo(3);
    assertThat(cache.document(text(1), Kind.IDENTITY)).isSameAs(first);
    assertThat(cache.document(text(2), Kind.IDENTITY)).isNotSameAs(second);
  }

  @Test
  void whatIsTooLongIsParsedButNotKept() {
    var cache = new PolicyCache(LENGTH - 1);
    assertThat(cache.document(text(1), Kind.IDENTITY).text()).isEqualTo(text(1));
    assertThat(cache.size()).isZero();
  }

  @Test
  void whatIsMalformedIsRefusedEachTime() {
    var cache = new PolicyCache(100);
    for (int at = 0; at < 2; at++) {
      assertThatThrownBy(() -> cache.document("{}", Kind.BUCKET))
          .hasMessage("Missing required field Statement");
    }
    assertThat(cache.size()).isZero();
  }

  @Test
  void manyThreadsMayAsk() throws Exception {
    var cache = new PolicyCache(5 * LENGTH);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int at = 0; at < 400; at++) {
        String text = text(at % 9);
        answers.add(threads.submit(() -> cache.document(text, Kind.IDENTITY).text().equals(text)));
      }
      for (Future<Boolean> answer : answers) {
        assertThat(answer.get()).isTrue();
      }
    }
    assertThat(cache.size()).isEqualTo(5);
  }

  private static String text(int digit) {
    return "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:"
        + digit
        + "\",\"Resource\":\"*\"}}";
  }
}
