package dev.coffer.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.coffer.client.CofferClientException.Reason;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RetryPolicyTest {
  private static final RetryPolicy POLICY =
      new RetryPolicy(10, Duration.ofMillis(100), Duration.ofSeconds(1));

  private static S3ServiceException refusal(int status, String code, Duration retryAfter) {
    return new Refusal(status, code, "", "", "", Map.of(), retryAfter).exception();
  }

  @ParameterizedTest
  @CsvSource({
    "500,InternalError,true",
    "502,'',true",
    "503,SlowDown,true",
    "503,ServiceUnavailable,true",
    "504,'',true",
    "429,'',true",
    "400,ThrottlingException,true",
    "400,RequestTimeout,true",
    "501,NotImplemented,false",
    "505,'',false",
    "400,MalformedXML,false",
    "403,AccessDenied,false",
    "404,NoSuchBucket,false",
    "409,OperationAborted,false",
    "301,PermanentRedirect,false",
  })
  void onlyWhatMayPassIsTriedAgain(int status, String code, boolean again) {
    assertThat(POLICY.allowsAfter(1, refusal(status, code, Duration.ZERO))).isEqualTo(again);
  }

  @ParameterizedTest
  @EnumSource
  void timeOutsAndBrokenConnectionsAreTriedAgain(Reason reason) {
    assertThat(new CofferClientException(reason, "").retryable())
        .isEqualTo(reason == Reason.TIMED_OUT || reason == Reason.CONNECTION);
  }

  @Test
  void theLastAttemptIsTheLast() {
    var failure = refusal(503, "SlowDown", Duration.ZERO);
    assertThat(RetryPolicy.DEFAULT.allowsAfter(2, failure)).isTrue();
    assertThat(RetryPolicy.DEFAULT.allowsAfter(3, failure)).isFalse();
    assertThat(RetryPolicy.NEVER.allowsAfter(1, failure)).isFalse();
  }

  @Test
  void pausesAreSpreadEvenlyBelowALimitThatDoubles() {
    var random = new Random(7);
    var failure = refusal(503, "SlowDown", Duration.ZERO);
    long[] limitsMillis = {100, 200, 400, 800, 1000, 1000};
    for (int attempt = 1; attempt <= limitsMillis.length; attempt++) {
      long limitMillis = limitsMillis[attempt - 1];
      var tenths = new HashSet<Long>();
      for (int i = 0; i < 2_000; i++) {
        Duration pause = POLICY.pauseAfter(attempt, failure, random);
        assertThat(pause).isBetween(Duration.ZERO, Duration.ofMillis(limitMillis));
        tenths.add(pause.toNanos() / (limitMillis * 100_000));
      }
      assertThat(tenths).contains(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }
  }

  @Test
  void theServersWishIsAFloorButNotBeyondTheLongestPause() {
    var random = new Random(7);
    var soon = refusal(503, "SlowDown", Duration.ofMillis(700));
    var late = refusal(503, "SlowDown", Duration.ofDays(1));
    assertThat(POLICY.pauseAfter(1, soon, random)).isEqualTo(Duration.ofMillis(700));
    assertThat(POLICY.pauseAfter(1, late, random)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void attemptsBeyondCountingStayBelowTheLimit() {
    var failure = refusal(500, "InternalError", Duration.ZERO);
    assertThat(POLICY.pauseAfter(Integer.MAX_VALUE, failure, new Random(7)))
        .isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void policiesThatMakeNoSenseAreRefused() {
    Duration second = Duration.ofSeconds(1);
    assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(0, second, second));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(1, second.negated(), second));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(1, second, Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(1, second, Duration.ofHours(2)));
  }
}
