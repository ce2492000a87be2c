package dev.coffer.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.client.CofferClientException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repetition, time-outs, cancelling and closing, against a server that misbehaves as told. */
@Timeout(60)
final class CallTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  private final FakePace pace = new FakePace();
  private RawServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RawServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private CofferClientBuilder builder() {
    return Clients.builder(server.uri()).pace(pace);
  }

  private static CofferClientException failure(CofferClient client) {
    return catchThrowableOfType(
        CofferClientException.class, () -> client.sync().deleteBucketEncryption("bucket", null));
  }

  @Test
  void aThrottledCallIsRepeatedUntilItSucceeds() {
    server
        .then(RawServer.error(503, "SlowDown"))
        .then(RawServer.error(503, "SlowDown"))
        .then(RawServer.OK);
    try (var client = builder().build()) {
      client.sync().putBucketEncryption("bucket", ServerSideEncryptionConfiguration.sseS3());
    }
    assertThat(server.requests()).hasSize(3);
    assertThat(server.requests().getLast().body())
        .isEqualTo(server.requests().getFirst().body())
        .isNotEmpty();
    assertThat(pace.pauses).hasSize(2);
    assertThat(pace.pauses.get(0)).isBetween(Duration.ZERO, Duration.ofMillis(100));
    assertThat(pace.pauses.get(1)).isBetween(Duration.ZERO, Duration.ofMillis(200));
  }

  @Test
  void brokenConnectionsAndServerErrorsAreRepeated() {
    server
        .then(RawServer.hangUp())
        .then(RawServer.answer(502, "<html>Bad Gateway</html>"))
        .then(RawServer.error(500, "InternalError"))
        .then(RawServer.answer(429, ""))
        .then(RawServer.NO_CONTENT);
    try (var client = builder().retries(RetryPolicy.DEFAULT.withMaxAttempts(5)).build()) {
      client.sync().deleteBucketEncryption("bucket", null);
    }
    assertThat(server.requests()).hasSize(5);
  }

  @Test
  void theLastFailureIsReportedWhenAttemptsRunOut() {
    for (int i = 0; i < 3; i++) {
      server.then(RawServer.error(503, "SlowDown"));
    }
    try (var client = builder().build()) {
      assertThatExceptionOfType(ThrottledException.class)
          .isThrownBy(() -> client.sync().deleteBucketEncryption("bucket", null));
    }
    assertThat(server.requests()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 307, 400, 403, 404, 409, 501})
  void whatCannotPassIsNotRepeated(int status) {
    server.then(RawServer.answer(status, "", "Location: http://127.0.0.1:1/elsewhere\r\n"));
    try (var client = builder().build()) {
      assertThatExceptionOfType(S3ServiceException.class)
          .isThrownBy(() -> client.sync().deleteBucketEncryption("bucket", null))
          .satisfies(refused -> assertThat(refused.status()).isEqualTo(status));
    }
    assertThat(server.requests()).hasSize(1);
    assertThat(pace.pauses).isEmpty();
  }

  @Test
  void theServersWishForAPauseIsHeard() {
    server.then(RawServer.answer(503, "", "Retry-After: 7\r\n")).then(RawServer.NO_CONTENT);
    try (var client = builder().build()) {
      client.sync().deleteBucketEncryption("bucket", null);
    }
    assertThat(pace.pauses).containsExactly(Duration.ofSeconds(7));
  }

  @Test
  void aPauseBeyondTheTotalTimeIsNotBegun() {
    server
        .then(RawServer.answer(503, "", "Retry-After: 7\r\n"))
        .then(RawServer.answer(503, "", "Retry-After: 7\r\n"));
    try (var client = builder().totalTimeout(Duration.ofSeconds(10)).build()) {
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> client.sync().deleteBucketEncryption("bucket", null));
    }
    assertThat(server.requests()).hasSize(2);
    assertThat(pace.pauses).containsExactly(Duration.ofSeconds(7));
  }

  @Test
  void eachAttemptIsSignedWithItsOwnTimeAndKey() {
    server.then(RawServer.error(503, "SlowDown")).then(RawServer.NO_CONTENT);
    var asked = new AtomicInteger();
    try (var client =
        builder()
            .clock(() -> Clients.NOW.plusSeconds(asked.get()))
            .credentials(() -> Credentials.of("KEY" + asked.incrementAndGet(), "secret"))
            .build()) {
      client.sync().deleteBucketEncryption("bucket", null);
    }
    assertThat(server.requests())
        .extracting(request -> request.header("x-amz-date").orElse(""))
        .containsExactly("20261123T102031Z", "20261123T102032Z");
    assertThat(server.requests().getLast().header("authorization").orElse(""))
        .contains("Credential=KEY2/");
  }

  @Test
  void credentialsThatCannotBeHadFailTheCall() {
    try (var client =
        builder()
            .credentials(() -> {
              throw new IllegalStateException("no credentials today");
            })
            .build()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> client.sync().deleteBucketEncryption("bucket", null))
          .withMessage("no credentials today");
    }
    assertThat(server.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<Server"})
  void anAttemptThatStallsTimesOutAndTheConnectionIsDropped(String beginning) throws Exception {
    server.then(server.stall(beginning)).then(server.stall(beginning));
    try (var client =
        builder().attemptTimeout(SHORT).retries(RetryPolicy.DEFAULT.withMaxAttempts(2)).build()) {
      assertThat(failure(client).reason()).isEqualTo(Reason.TIMED_OUT);
      assertThat(server.hungUp.await(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void theTotalTimeBoundsAnAttempt() {
    server.then(server.stall(""));
    try (var client = builder().pace(Pace.SYSTEM).totalTimeout(SHORT).build()) {
      assertThat(failure(client).reason()).isEqualTo(Reason.TIMED_OUT);
    }
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aServerThatIsNotThereIsAFailedConnection() throws IOException {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    try (var client = Clients.builder(URI.create("http://127.0.0.1:" + free)).pace(pace).build()) {
      assertThat(failure(client).reason()).isEqualTo(Reason.CONNECTION);
    }
    assertThat(pace.pauses).hasSize(2);
  }

  @Test
  void cancellingTheFutureCancelsTheExchange() throws Exception {
    server.then(server.stall(""));
    try (var client = builder().build()) {
      CompletableFuture<Void> future = client.deleteBucketEncryption("bucket", null);
      assertThat(server.arrived.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(future.cancel(true)).isTrue();
      assertThat(server.hungUp.await(20, TimeUnit.SECONDS)).isTrue();
      assertThatExceptionOfType(CancellationException.class).isThrownBy(future::join);
    }
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void cancellingDuringAPauseEndsTheCall() throws Exception {
    server.then(RawServer.error(503, "SlowDown"));
    var pausing = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    var longPause =
        new Pace() {
          @Override
          public long nanos() {
            return 0;
          }

          @Override
          public boolean pause(Duration duration, CountDownLatch over) throws InterruptedException {
            pausing.countDown();
            boolean isOver = Pace.SYSTEM.pause(Duration.ofSeconds(50), over);
            ended.countDown();
            return isOver;
          }
        };
    try (var client = builder().pace(longPause).build()) {
      CompletableFuture<Void> future = client.deleteBucketEncryption("bucket", null);
      assertThat(pausing.await(20, TimeUnit.SECONDS)).isTrue();
      future.cancel(true);
      assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void anInterruptCancelsTheExchangeAndStays() throws Exception {
    server.then(server.stall(""));
    var seen = new AtomicReference<String>("nothing");
    try (var client = builder().build()) {
      Thread caller =
          Thread.ofVirtual()
              .start(() -> {
                Reason reason = failure(client).reason();
                seen.set(reason + " " + Thread.currentThread().isInterrupted());
              });
      assertThat(server.arrived.await(20, TimeUnit.SECONDS)).isTrue();
      caller.interrupt();
      assertThat(caller.join(Duration.ofSeconds(20))).isTrue();
      assertThat(server.hungUp.await(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(seen).hasValue("INTERRUPTED true");
  }

  @Test
  void closingTheClientEndsItsCallsAndRefusesNewOnes() throws Exception {
    server.then(server.stall(""));
    var client = builder().build();
    CompletableFuture<Void> future = client.deleteBucketEncryption("bucket", null);
    assertThat(server.arrived.await(20, TimeUnit.SECONDS)).isTrue();
    client.close();
    client.close();
    assertThat(future)
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            CofferClientException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CLOSED));
    assertThat(server.hungUp.await(20, TimeUnit.SECONDS)).isTrue();
    assertThatIllegalStateException()
        .isThrownBy(() -> client.deleteBucketEncryption("bucket", null));
  }

  @Test
  void futuresFailWithTheExceptionItself() {
    server.then(RawServer.error(404, "NoSuchBucket"));
    try (var client = builder().build()) {
      var seen = new CompletableFuture<Throwable>();
      var _ =
          client
              .getBucketEncryption("bucket", null)
              .whenComplete((_, failure) -> seen.complete(failure));
      assertThat(seen.orTimeout(20, TimeUnit.SECONDS).join())
          .isInstanceOf(NoSuchBucketException.class);
    }
  }
}
