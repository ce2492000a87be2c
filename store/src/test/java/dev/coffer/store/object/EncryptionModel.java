package dev.coffer.store.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Unavailable;
import dev.coffer.store.Refusals;
import dev.coffer.store.object.FusedStore.Asked;
import dev.coffer.store.object.FusedStore.Extent;
import dev.coffer.store.object.FusedStore.Spot;
import dev.coffer.store.object.Protection.SseType;
import dev.coffer.wire.s3.CompleteMultipartUpload.CompletedPart;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseApplied;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Random operations on one store, and what must be readable after them.
 *
 * <p>Now and then the process ends in the middle of an operation. Then its object is there as a
 * whole or not at all, and everything older is as it was. A dead process answers nothing, so only
 * its own end is overlooked then; what it gave before that is compared like everything else.
 */
final class EncryptionModel implements AutoCloseable {
  private static final int SMALLEST_PART = 5 * 1024 * 1024;
  private static final byte[] NOISE = World.noise(7, 8 * 1024 * 1024);
  private static final int[] SIZES = {
    0, 1, 100, 16_383, 16_384, 16_385, 32_768, 40_000, 65_536, 150_000
  };
  private static final String[] CUSTOMER_KEYS = {
    "b25lLW9uZS1vbmUtb25lLW9uZS1vbmUtb25lLW9uZSE=", "dHdvLXR3by10d28tdHdvLXR3by10d28tdHdvLXR3by4="
  };

  /** What a case does. */
  enum Action {
    PUT,
    POST,
    MULTIPART,
    PART_COPY,
    COPY,
    SAME_KEY_COPY,
    UPDATE,
    RANGE,
    PART_NUMBER,
    VERSION
  }

  /**
   * One case.
   *
   * @param byDefault whether the bucket says how to encrypt, and not the request; a customer's key
   *     is always said by the request, and stands against the bucket's default then
   */
  record Case(Action action, SseType type, boolean byDefault) {}

  /** An operation on the store. */
  private interface Step {
    void run() throws IOException;
  }

  private final SplittableRandom random;
  private final FusedStore store = new FusedStore();
  private final List<String> keyArns = new ArrayList<>();
  private final Map<Spot, List<Kept>> spots = new LinkedHashMap<>();
  private int marks;
  private int crashes;

  EncryptionModel(SplittableRandom random) {
    this.random = random;
    keyArns.add(store.keys.create(FusedStore.CALLER));
    keyArns.add(store.keys.create(FusedStore.CALLER));
  }

  int crashes() {
    return crashes;
  }

  void run(Case next) throws IOException {
    int before = crashes;
    act(next);
    if (crashes > before) {
      all().forEach(kept -> kept.verifyOnce(store));
    }
  }

  private void act(Case next) throws IOException {
    Protection protection = protection(next.type());
    Spot spot = spot();
    switch (next.action()) {
      case PUT -> put(spot, next, protection, true);
      case POST -> post(spot, next, protection);
      case MULTIPART -> multipart(spot, next, protection, true);
      case PART_COPY -> partCopy(spot, next, protection);
      case COPY -> copy(source(), spot, next, protection);
      case SAME_KEY_COPY -> copy(current(spot, next), spot, next, protection);
      case UPDATE -> {
        put(spot, next, protection, false);
        update(spots.get(spot).getFirst());
      }
      case RANGE -> {
        put(spot, next, protection, false);
        read(spots.get(spot).getFirst());
      }
      case PART_NUMBER -> {
        multipart(spot, next, protection, false);
        readParts(spots.get(spot).getFirst());
      }
      case VERSION -> {
        var versioned = new Spot(FusedStore.VERSIONED, spot.key());
        put(versioned, next, protection, false);
        Kept earlier = spots.get(versioned).getFirst();
        put(versioned, next, protection(anyType()), true);
        read(earlier);
      }
    }
    verifyOne(spot);
    verifyOne(spot());
  }

  /** A last look at everything, in a new process and after a sweep. */
  void finish() {
    store.restart();
    store.sweep();
    all().forEach(kept -> kept.verify(store, random));
    for (String bucket : List.of(FusedStore.PLAIN, FusedStore.VERSIONED)) {
      List<String> known =
          all().stream()
              .filter(kept -> kept.spot.bucket().equals(bucket))
              .map(Kept::listed)
              .toList();
      assertThat(store.versions(bucket)).containsExactlyInAnyOrderElementsOf(known);
    }
  }

  private List<Kept> all() {
    return spots.values().stream().flatMap(List::stream).toList();
  }

  private void verifyOne(Spot spot) {
    List<Kept> versions = spots.getOrDefault(spot, List.of());
    if (!versions.isEmpty()) {
      anyOf(versions).verify(store, random);
    }
  }

  private Protection protection(SseType type) {
    return switch (type) {
      case S3 -> Protection.S3;
      case KMS, KMS_BUCKET_KEY, DSSE -> new Protection(type, anyOf(keyArns));
      case CUSTOMER -> new Protection(type, anyOf(Arrays.asList(CUSTOMER_KEYS)));
    };
  }

  private SseType anyType() {
    return anyOf(Arrays.asList(SseType.values()));
  }

  private Spot spot() {
    String bucket = random.nextBoolean() ? FusedStore.PLAIN : FusedStore.VERSIONED;
    return new Spot(bucket, "key-" + random.nextInt(3));
  }

  private <T> T anyOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private byte[] bytes(int size) {
    int first = random.nextInt(NOISE.length - size);
    return Arrays.copyOfRange(NOISE, first, first + size);
  }

  private byte[] content() {
    return bytes(SIZES[random.nextInt(SIZES.length)]);
  }

  private Kept kept(Spot spot, byte[] content, List<Integer> parts, Protection protection) {
    return new Kept(spot, "mark-" + ++marks, content, parts, protection);
  }

  /** The headers of a write; the bucket is told what it shall say for those who say nothing. */
  private Asked asked(Kept kept, Case by) {
    Protection protection = kept.protection();
    boolean customer = protection.type() == SseType.CUSTOMER;
    SseType bucket = by.byDefault() && !customer ? protection.type() : managed();
    Protection byDefault = bucket == protection.type() ? protection : protection(bucket);
    store.byDefault(kept.spot.bucket(), byDefault);
    boolean said = !by.byDefault() || protection.type() != bucket;
    return new Asked(
        said ? protection.headers() : Sse.NONE, protection.customerHeaders(), kept.mark);
  }

  private SseType managed() {
    SseType type = anyType();
    return type == SseType.CUSTOMER ? SseType.S3 : type;
  }

  private void put(Spot spot, Case by, Protection protection, boolean mayCrash) throws IOException {
    Kept kept = kept(spot, content(), List.of(), protection);
    Asked asked = asked(kept, by);
    write(kept, mayCrash, () -> store.put(spot, asked, kept.content));
  }

  private void post(Spot spot, Case by, Protection protection) throws IOException {
    Kept kept = kept(spot, content(), List.of(), protection);
    Asked asked = asked(kept, by);
    write(kept, true, () -> store.post(spot, asked, kept.content));
  }

  private void multipart(Spot spot, Case by, Protection protection, boolean mayCrash)
      throws IOException {
    byte[] last = content();
    boolean two = random.nextInt(10) == 0;
    byte[] first = two ? bytes(SMALLEST_PART) : new byte[0];
    List<Integer> sizes = two ? List.of(first.length, last.length) : List.of(last.length);
    Kept kept = kept(spot, joined(first, last), sizes, protection);
    Asked asked = asked(kept, by);
    write(
        kept,
        mayCrash,
        () -> {
          FusedStore.Upload upload = store.begin(spot, asked);
          List<CompletedPart> parts = new ArrayList<>();
          if (two) {
            parts.add(store.part(upload, 1, first));
          }
          parts.add(store.part(upload, parts.size() + 1, last));
          store.complete(upload, parts);
        });
  }

  private void partCopy(Spot spot, Case by, Protection protection) throws IOException {
    Kept source = source();
    boolean large = source.content.length >= SMALLEST_PART;
    int first = large ? 0 : random.nextInt(source.content.length);
    int end = large ? SMALLEST_PART : first + 1 + random.nextInt(source.content.length - first);
    byte[] own = large ? content() : new byte[0];
    byte[] copied = Arrays.copyOfRange(source.content, first, end);
    List<Integer> sizes = large ? List.of(copied.length, own.length) : List.of(copied.length);
    Kept kept = kept(spot, joined(copied, own), sizes, protection);
    Asked asked = asked(kept, by);
    write(
        kept,
        true,
        () -> {
          FusedStore.Upload upload = store.begin(spot, asked);
          List<CompletedPart> parts = new ArrayList<>();
          parts.add(store.partCopy(upload, 1, source.at(), new Extent(first, end - 1L)));
          if (large) {
            parts.add(store.part(upload, 2, own));
          }
          store.complete(upload, parts);
        });
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private void copy(Kept source, Spot to, Case by, Protection protection) throws IOException {
    Kept kept = kept(to, source.content, List.of(), protection);
    Asked asked = asked(kept, by);
    write(kept, true, () -> store.copy(source.at(), to, asked));
  }

  /** Any version that has bytes. */
  private Kept source() throws IOException {
    List<Kept> all = all().stream().filter(kept -> kept.content.length > 0).toList();
    if (!all.isEmpty()) {
      return anyOf(all);
    }
    Kept first = kept(spot(), bytes(30_000), List.of(), protection(anyType()));
    Asked asked = asked(first, new Case(Action.PUT, first.protection().type(), false));
    write(first, false, () -> store.put(first.spot, asked, first.content));
    return first;
  }

  private Kept current(Spot spot, Case by) throws IOException {
    if (!spots.containsKey(spot)) {
      put(spot, by, protection(anyType()), false);
    }
    return spots.get(spot).getFirst();
  }

  private void write(Kept kept, boolean mayCrash, Step step) throws IOException {
    boolean done = attempt(mayCrash, step);
    List<Kept> before = spots.getOrDefault(kept.spot, List.of());
    boolean there = kept.current(store, before.isEmpty() ? null : before.getFirst());
    assertThat(there || !done).as("an acknowledged write is there").isTrue();
    if (there) {
      List<Kept> versions = spots.computeIfAbsent(kept.spot, _ -> new ArrayList<>());
      if (kept.spot.bucket().equals(FusedStore.PLAIN)) {
        versions.clear();
      }
      versions.addFirst(kept);
      kept.verify(store, random);
    }
  }

  private void update(Kept kept) throws IOException {
    kept.verify(store, random);
    Protection to = protection(random.nextBoolean() ? SseType.KMS : SseType.KMS_BUCKET_KEY);
    if (!kept.protection().kms() && kept.protection().type() != SseType.S3) {
      S3Exception refusal = Refusals.refusal(() -> store.update(kept.at(), to));
      assertThat(refusal.error()).isEqualTo(S3Error.InvalidRequest);
      return;
    }
    boolean done = attempt(true, () -> store.update(kept.at(), to));
    SseApplied applied = store.head(kept.at()).sse();
    boolean there = applied.equals(to.applied());
    assertThat(there || !done).as("an acknowledged update is there").isTrue();
    if (there) {
      kept.rewrapped(to);
    }
    assertThat(applied).isEqualTo(kept.protection().applied());
  }

  private void read(Kept kept) throws IOException {
    attempt(true, () -> kept.verify(store, random));
  }

  private void readParts(Kept kept) throws IOException {
    attempt(true, () -> kept.verifyParts(store));
  }

  /**
   * Whether it answered. A process may die after that which its answer tells of is done, and then a
   * new one begins all the same.
   */
  private boolean attempt(boolean mayCrash, Step step) throws IOException {
    if (mayCrash && random.nextInt(2) == 0) {
      store.fuse.burn(random.nextInt(random.nextInt(5) == 0 ? 80 : 14));
    }
    boolean answered = false;
    try {
      step.run();
      answered = true;
    } catch (Unavailable e) {
      if (!store.fuse.blown()) {
        throw e;
      }
    }
    if (store.fuse.blown()) {
      crashes++;
      store.restart();
    } else {
      store.fuse.stop();
    }
    return answered;
  }

  @Override
  public void close() {
    store.close();
  }
}
