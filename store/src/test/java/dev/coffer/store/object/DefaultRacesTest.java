package dev.coffer.store.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.object.Eras.Settings;
import dev.coffer.store.object.Eras.Span;
import dev.coffer.store.object.FusedStore.Asked;
import dev.coffer.store.object.FusedStore.At;
import dev.coffer.store.object.FusedStore.Spot;
import dev.coffer.store.object.Protection.SseType;
import dev.coffer.wire.s3.CompleteMultipartUpload.CompletedPart;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseApplied;
import dev.coffer.wire.s3.SseCustomer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Goal: while PutBucketEncryption changes default and blocked types again and again, each write has
 * what the bucket said at one moment between its start and its end, wholly; once a change is
 * answered, nothing that begins later has what was before; and nothing that is there changes.
 */
final class DefaultRacesTest {
  private static final int CHANGES = 150;
  private static final int WRITERS = 6;
  private static final Protection CUSTOMER =
      new Protection(SseType.CUSTOMER, "b25lLW9uZS1vbmUtb25lLW9uZS1vbmUtb25lLW9uZSE=");
  private static final byte[] SMALL = World.noise(1, 100);
  private static final byte[] LARGE = World.noise(2, Bodies.INLINE_BYTES + 1);

  private final FusedStore store = new FusedStore();
  private final Eras eras = new Eras(store, FusedStore.PLAIN);
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger raced = new AtomicInteger();
  private final Map<String, SseApplied> written = new ConcurrentHashMap<>();
  private final List<Protection> defaults = new ArrayList<>();
  private final At source = at(FusedStore.VERSIONED, "source");

  /** A write of some bytes by the means of one operation. */
  private interface Write {
    void to(Spot spot, Asked asked, byte[] content) throws IOException;
  }

  @BeforeEach
  void begin() throws IOException {
    defaults.add(Protection.S3);
    for (int i = 0; i < 2; i++) {
      String key = store.keys.create(FusedStore.CALLER);
      for (SseType type : List.of(SseType.KMS, SseType.KMS_BUCKET_KEY, SseType.DSSE)) {
        defaults.add(new Protection(type, key));
      }
    }
    store.put(source.spot(), new Asked(Sse.NONE, SseCustomer.NONE, "source"), LARGE);
    eras.begin(new Settings(Protection.S3, false));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void everyWriteHasWhatTheBucketSaidMeanwhile() throws Exception {
    List<Kept> old = old();
    List<Write> writes =
        List.of(
            store::put,
            store::post,
            (spot, asked, _) -> store.copy(source, spot, asked),
            this::multipart);
    List<Callable<Void>> all = new ArrayList<>(List.of(this::change));
    for (int i = 0; i < WRITERS; i++) {
      int number = i;
      all.add(() -> write(number, writes.get(number % writes.size())));
    }
    all.add(this::parts);
    together(all);

    assertThat(raced.get()).as("writes that met a change").isPositive();
    var random = new SplittableRandom(1);
    old.forEach(kept -> kept.verify(store, random));
    written.forEach((key, applied) -> assertThat(head(key, applied)).as(key).isEqualTo(applied));
  }

  private static void together(List<Callable<Void>> all) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(all.size())) {
      List<Future<Void>> running = new ArrayList<>();
      all.forEach(one -> running.add(threads.submit(one)));
      for (Future<Void> one : running) {
        one.get();
      }
    }
  }

  /** One object of every type, which no default may touch. */
  private List<Kept> old() throws IOException {
    List<Protection> types = new ArrayList<>(defaults);
    types.add(CUSTOMER);
    List<Kept> old = new ArrayList<>();
    for (Protection each : types) {
      var spot = new Spot(FusedStore.PLAIN, "old-" + old.size());
      var kept = new Kept(spot, "old", SMALL, List.of(), each);
      store.put(spot, new Asked(each.headers(), each.customerHeaders(), "old"), SMALL);
      kept.verify(store, new SplittableRandom(0));
      old.add(kept);
    }
    return old;
  }

  private Void change() throws IOException {
    var random = new SplittableRandom(20261129);
    try {
      for (int i = 0; i < CHANGES; i++) {
        Protection next = defaults.get(random.nextInt(defaults.size()));
        eras.begin(new Settings(next, random.nextBoolean()));
        Span span = silently("next-" + i, store::put, SMALL);
        assertThat(eras.during(span)).as("one who changes meets no change").hasSize(1);
      }
    } finally {
      over.set(true);
    }
    return null;
  }

  private Void write(int number, Write write) throws IOException {
    for (int i = 0; !over.get(); i++) {
      byte[] content = i % 2 == 0 ? SMALL : LARGE;
      String key = "by-" + number + "-" + i;
      Span span =
          switch (i % 3) {
            case 0 -> silently(key, write, content);
            case 1 -> underKey(key, write, content);
            default -> underCustomerKey(key, write, content);
          };
      raced.addAndGet(eras.during(span).size() > 1 ? 1 : 0);
    }
    return null;
  }

  /** The bucket decides all. */
  private Span silently(String key, Write write, byte[] content) throws IOException {
    Span span = timed(key, write, new Asked(Sse.NONE, SseCustomer.NONE, key), content);
    SseApplied applied = head(key, SseApplied.SSE_S3);
    assertThat(eras.during(span))
        .as(key)
        .anySatisfy(said -> assertThat(applied).isEqualTo(said.byDefault().applied()));
    written.put(key, applied);
    return span;
  }

  /** The bucket decides about the Bucket Key alone. */
  private Span underKey(String key, Write write, byte[] content) throws IOException {
    String arn = defaults.getLast().keyName();
    Sse named = new Sse("aws:kms", arn, null, null);
    Span span = timed(key, write, new Asked(named, SseCustomer.NONE, key), content);
    SseApplied applied = head(key, SseApplied.SSE_S3);
    assertThat(applied.algorithm()).isEqualTo("aws:kms");
    assertThat(applied.kmsKeyArn()).isEqualTo(arn);
    boolean bucketKey = Boolean.TRUE.equals(applied.bucketKeyEnabled());
    assertThat(eras.during(span))
        .as(key)
        .anyMatch(said -> bucketKey == (said.byDefault().type() == SseType.KMS_BUCKET_KEY));
    written.put(key, applied);
    return span;
  }

  /** The bucket decides whether it may be. */
  private Span underCustomerKey(String key, Write write, byte[] content) throws IOException {
    long start = eras.now();
    boolean blocked =
        refused(() -> write.to(spot(key), new Asked(Sse.NONE, customer(), key), content));
    Span span = eras.since(start);
    assertThat(eras.during(span)).as(key).anyMatch(said -> said.blocked() == blocked);
    if (!blocked) {
      written.put(key, CUSTOMER.applied());
    }
    return span;
  }

  private Span timed(String key, Write write, Asked asked, byte[] content) throws IOException {
    long start = eras.now();
    write.to(spot(key), asked, content);
    return eras.since(start);
  }

  private void multipart(Spot spot, Asked asked, byte[] content) throws IOException {
    FusedStore.Upload upload = store.begin(spot, asked);
    store.complete(upload, List.of(store.part(upload, 1, content)));
  }

  /** Parts of uploads that had begun before; what the bucket says now decides whether they may. */
  private Void parts() throws IOException {
    for (int i = 0; !over.get(); i++) {
      String key = "parts-" + i;
      FusedStore.Upload[] begun = new FusedStore.Upload[1];
      Asked asked = new Asked(Sse.NONE, customer(), key);
      if (refused(() -> begun[0] = store.begin(spot(key), asked))) {
        continue;
      }
      for (int number = 1; number <= 3; number++) {
        part(begun[0], number);
      }
    }
    return null;
  }

  private void part(FusedStore.Upload upload, int number) throws IOException {
    long start = eras.now();
    boolean blocked =
        refused(() -> {
          CompletedPart part = store.part(upload, number, SMALL);
          assertThat(part.eTag()).isNotEmpty();
        });
    Span span = eras.since(start);
    assertThat(eras.during(span)).anyMatch(said -> said.blocked() == blocked);
    raced.addAndGet(eras.during(span).size() > 1 ? 1 : 0);
  }

  private interface Call {
    void run() throws IOException;
  }

  /** Whether it was refused for its type, and for nothing else. */
  private static boolean refused(Call call) throws IOException {
    try {
      call.run();
      return false;
    } catch (S3Exception refusal) {
      assertThat(refusal.error()).isEqualTo(S3Error.AccessDenied);
      assertThat(refusal.text()).contains("SSE-C");
      return true;
    }
  }

  private static SseCustomer customer() {
    return CUSTOMER.customerHeaders();
  }

  private SseApplied head(String key, SseApplied expected) {
    SseCustomer sent = expected.customerAlgorithm() == null ? SseCustomer.NONE : customer();
    return store.head(new At(spot(key), null, sent)).sse();
  }

  private static Spot spot(String key) {
    return new Spot(FusedStore.PLAIN, key);
  }

  private static At at(String bucket, String key) {
    return new At(new Spot(bucket, key), null, SseCustomer.NONE);
  }
}
