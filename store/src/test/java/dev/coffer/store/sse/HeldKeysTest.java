package dev.coffer.store.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.crypto.envelope.KmsCiphertext;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.storage.Bytes;
import dev.coffer.store.TestClock;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class HeldKeysTest {
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final String ARN = "arn:aws:kms:us-east-1:111122223333:key/";

  private final TestClock clock = new TestClock();
  private final Map<String, Instant> expiries = new HashMap<>();
  private final HeldKeys held = new HeldKeys(LIFE, clock, expiries::get);
  private final AtomicInteger calls = new AtomicInteger();

  private static HeldKeys.Place place(int bucket, String key, int requester) {
    return new HeldKeys.ForWriting(Bytes.copyOf(new byte[] {(byte) bucket}), key, who(requester));
  }

  private static Requester who(int number) {
    return new Requester(dev.coffer.crypto.envelope.Bytes.of(new byte[] {(byte) number}));
  }

  private KmsCalls.Made made(String key) {
    byte number = (byte) calls.incrementAndGet();
    var ciphertext = dev.coffer.crypto.envelope.Bytes.of(new byte[] {number});
    return new KmsCalls.Made(
        new KmsCiphertext(ARN + key, "m", Map.of(), ciphertext), Secret.of(new byte[] {number}));
  }

  private int get(HeldKeys keys, HeldKeys.Place place, String key) {
    try (KmsCalls.Made got = keys.get(place, () -> made(key))) {
      assertThat(got.plaintext().sizeBytes()).isEqualTo(1);
      return got.kms().ciphertext().toArray()[0];
    }
  }

  private int get(HeldKeys.Place place, String key) {
    return get(held, place, key);
  }

  @Test
  void eachBucketKeyAndRequesterHasItsOwn() {
    assertThat(get(place(1, "a", 1), "a")).isEqualTo(1);
    assertThat(get(place(1, "a", 1), "a")).isEqualTo(1);
    assertThat(get(place(2, "a", 1), "a")).isEqualTo(2);
    assertThat(get(place(1, "b", 1), "b")).isEqualTo(3);
    assertThat(get(place(1, "a", 2), "a")).isEqualTo(4);
    assertThat(get(place(1, "a", 1), "a")).isEqualTo(1);
    assertThat(calls).hasValue(4);
  }

  @Test
  void toHaveWrittenIsNoRightToRead() {
    Bytes bucket = Bytes.copyOf(new byte[] {1});
    KmsCalls.Made written = held.get(new HeldKeys.ForWriting(bucket, "a", who(1)), () -> made("a"));
    get(new HeldKeys.ForReading(bucket, written.kms(), who(1)), "a");
    assertThat(calls).hasValue(2);
  }

  @Test
  void aLifeEnds() {
    get(place(1, "a", 1), "a");
    clock.advance(LIFE.minusMillis(1));
    assertThat(get(place(1, "a", 1), "a")).isEqualTo(1);
    clock.advance(Duration.ofMillis(1));
    assertThat(get(place(1, "a", 1), "a")).isEqualTo(2);
  }

  @Test
  void noKeyIsKeptBeyondTheExpiryOfItsMaterial() {
    expiries.put(ARN + "a", clock.instant().plusSeconds(60));
    expiries.put(ARN + "b", clock.instant().plus(LIFE.multipliedBy(2)));
    assertThat(get(place(1, "a", 1), "a")).isEqualTo(1);
    assertThat(get(place(1, "b", 1), "b")).isEqualTo(2);
    clock.advance(Duration.ofSeconds(59));
    assertThat(get(place(1, "a", 1), "a")).isEqualTo(1);
    clock.advance(Duration.ofSeconds(1));
    assertThat(get(place(1, "a", 1), "a")).isEqualTo(3);
    assertThat(get(place(1, "b", 1), "b")).isEqualTo(2);
    clock.advance(LIFE.minusSeconds(60));
    assertThat(get(place(1, "b", 1), "b")).isEqualTo(4);
  }

  @Test
  void whatExpiredIsForgottenThoughNobodyAsksForIt() {
    get(place(1, "a", 1), "a");
    clock.advance(LIFE);
    get(place(2, "a", 1), "a");
    assertThat(held.size()).isEqualTo(1);
  }

  @Test
  void withoutALifeNothingIsKept() {
    var none = new HeldKeys(Duration.ZERO, clock, _ -> null);
    assertThat(get(none, place(1, "a", 1), "a")).isEqualTo(1);
    assertThat(get(none, place(1, "a", 1), "a")).isEqualTo(2);
    assertThat(none.size()).isZero();
  }

  @Test
  void aChangeOfAKeyDropsWhatDependsOnItAndNothingElse() {
    get(place(1, "a", 1), "a");
    get(place(1, "b", 1), "b");
    held.changed(ARN + "a");
    assertThat(get(place(1, "b", 1), "b")).isEqualTo(2);
    assertThat(get(place(1, "a", 1), "a")).isEqualTo(3);
  }

  @Test
  void whatWasAskedBeforeAChangeIsNotKeptAfterIt() {
    HeldKeys.Place place = place(1, "a", 1);
    held.get(
            place,
            () -> {
              KmsCalls.Made made = made("a");
              held.changed(ARN + "a");
              return made;
            })
        .close();
    assertThat(held.size()).isZero();
    assertThat(get(place, "a")).isEqualTo(2);
  }

  @Test
  void whoHoldsACopyMayGoOnWhenTheKeyIsDropped() {
    try (KmsCalls.Made got = held.get(place(1, "a", 1), () -> made("a"))) {
      held.changed(ARN + "a");
      assertThat(got.plaintext().sizeBytes()).isEqualTo(1);
    }
  }

  @Test
  void closingForgetsAllAndKeepsNothingAnyMore() {
    get(place(1, "a", 1), "a");
    held.close();
    assertThat(held.size()).isZero();
    get(place(1, "a", 1), "a");
    assertThat(held.size()).isZero();
  }

  @Test
  void noMoreThanTheLimitAreKeptAndTheLeastUsedGoFirst() {
    for (int i = 0; i < HeldKeys.MAX_KEPT; i++) {
      get(place(1, "k" + i, 1), "a");
    }
    get(place(1, "k0", 1), "a");
    get(place(1, "one more", 1), "a");
    assertThat(held.size()).isEqualTo(HeldKeys.MAX_KEPT);
    int before = calls.get();
    get(place(1, "k0", 1), "a");
    assertThat(calls).hasValue(before);
    get(place(1, "k1", 1), "a");
    assertThat(calls).hasValue(before + 1);
  }

  @Test
  void manyWhoComeAtOnceCauseOneCall() throws Exception {
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> all = new ArrayList<>();
      all.add(
          threads.submit(() -> {
            try (KmsCalls.Made got =
                held.get(
                    place(1, "a", 1),
                    () -> {
                      begun.countDown();
                      awaitQuietly(goOn);
                      return made("a");
                    })) {
              return (int) got.kms().ciphertext().toArray()[0];
            }
          }));
      begun.await();
      for (int i = 0; i < 64; i++) {
        all.add(threads.submit(() -> get(place(1, "a", 1), "a")));
      }
      goOn.countDown();
      for (Future<Integer> each : all) {
        assertThat(each.get()).isEqualTo(1);
      }
    }
    assertThat(calls).hasValue(1);
  }

  @Test
  void aRefusalIsNotKeptAndWhoWaitedAsksForThemselves() throws Exception {
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    HeldKeys.Place place = place(1, "a", 1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> refused =
          threads.submit(() ->
              held.get(
                  place,
                  () -> {
                    begun.countDown();
                    awaitQuietly(goOn);
                    throw S3Error.AccessDenied.refusal();
                  }));
      begun.await();
      Future<Integer> waiting = threads.submit(() -> get(place, "a"));
      goOn.countDown();
      assertThatThrownBy(refused::get).hasCauseInstanceOf(S3Exception.class);
      assertThat(waiting.get()).isEqualTo(1);
    }
    assertThat(calls).hasValue(1);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
