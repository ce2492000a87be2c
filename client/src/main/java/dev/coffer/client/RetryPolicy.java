package dev.coffer.client;

import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * How often and after which pause a call is tried again. All operations of this client may be
 * repeated without harm.
 *
 * <p>Tried again: time-outs of an attempt, connections that fail, status 429, every 5xx but 501 and
 * 505, and the throttling codes of Amazon under whatever status. The pause is drawn evenly from
 * zero to a limit that doubles with each attempt (full jitter), and is never shorter than the
 * server's {@code Retry-After} in seconds, as far as {@link #longestPause} allows.
 *
 * @param maxAttempts the first one included; 1 means no retry
 * @param firstPause upper limit of the first pause
 * @param longestPause an hour at most
 */
public record RetryPolicy(int maxAttempts, Duration firstPause, Duration longestPause) {
  /** Three attempts, pauses of up to 100 ms and 200 ms, or what the server asks for up to 20 s. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(3, Duration.ofMillis(100), Duration.ofSeconds(20));

  /** One attempt. */
  public static final RetryPolicy NEVER = DEFAULT.withMaxAttempts(1);

  private static final int MAX_DOUBLINGS = 30;
  private static final Set<String> THROTTLING =
      Set.of(
          "BandwidthLimitExceeded",
          "RequestLimitExceeded",
          "RequestThrottled",
          "RequestThrottledException",
          "SlowDown",
          "ThrottledException",
          "Throttling",
          "ThrottlingException",
          "TooManyRequestsException");
  private static final Set<String> TRANSIENT = Set.of("RequestTimeout", "RequestTimeoutException");

  public RetryPolicy {
    boolean bounded = longestPause.compareTo(Duration.ofHours(1)) <= 0;
    if (maxAttempts < 1
        || firstPause.isNegative()
        || longestPause.compareTo(firstPause) < 0
        || !bounded) {
      throw new IllegalArgumentException(
          "at least one attempt, and pauses that grow to an hour at most");
    }
  }

  /** The same pauses with another number of attempts. */
  public RetryPolicy withMaxAttempts(int attempts) {
    return new RetryPolicy(attempts, firstPause, longestPause);
  }

  /** Whether an answer like this may be another one next time. */
  static boolean retryable(int status, String code) {
    return throttling(status, code)
        || TRANSIENT.contains(code)
        || (status >= 500 && status != 501 && status != 505);
  }

  static boolean throttling(int status, String code) {
    return status == 429 || THROTTLING.contains(code);
  }

  /** Whether there is an attempt after this one; the first is 1. */
  boolean allowsAfter(int attempt, CofferException failure) {
    return attempt < maxAttempts && failure.retryable();
  }

  Duration pauseAfter(int attempt, CofferException failure, RandomGenerator random) {
    Duration doubled = firstPause.multipliedBy(1L << Math.min(attempt - 1, MAX_DOUBLINGS));
    long limitNanos = shorter(doubled, longestPause).toNanos();
    Duration drawn = Duration.ofNanos(random.nextLong(limitNanos + 1));
    Duration asked =
        failure instanceof S3ServiceException refusal ? refusal.retryAfter() : Duration.ZERO;
    return shorter(drawn.compareTo(asked) < 0 ? asked : drawn, longestPause);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
