package dev.coffer.storage.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Unavailable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promises of {@link BlobStore}: every engine's test extends this. */
abstract class BlobStoreContract {
  static final Bytes HINT = Bytes.utf8("bucket-1/photos/cat.jpg");

  BlobStore blobs;

  /** An empty store. */
  abstract BlobStore open() throws Exception;

  /** The same content in a new session, as after a crash: writers of the old one are not closed. */
  abstract BlobStore reopen(BlobStore open) throws Exception;

  @BeforeEach
  void openEmpty() throws Exception {
    blobs = open();
  }

  @AfterEach
  void closeStore() {
    blobs.close();
  }

  // Writing and reading

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1500, 4096, 131_071, 131_072, 131_073, 1_000_003})
  void whatWasWrittenIsRead(int size) {
    byte[] content = random(size);
    BlobId id = write(content);
    assertThat(read(id)).isEqualTo(content);
  }

  @Test
  void contentMayBeWrittenInAnyPieces() {
    byte[] content = random(10_000);
    BlobId id;
    try (BlobWriter writer = blobs.create(HINT)) {
      id = writer.id();
      writer.write(content[0]);
      for (int at = 1; at < content.length; at += 777) {
        writer.write(content, at, Math.min(777, content.length - at));
      }
      writer.write(new byte[0]);
      writer.finish();
    }
    assertThat(read(id)).isEqualTo(content);
  }

  @Test
  void rangesReadAsAsked() {
    byte[] content = random(1000);
    try (BlobReader reader = blobs.open(write(content))) {
      assertThat(reader.sizeBytes()).isEqualTo(1000);
      byte[] target = new byte[1100];
      assertThat(reader.read(0, target, 0, 0)).isZero();
      assertThat(reader.read(0, target, 0, 1)).isEqualTo(1);
      assertThat(target[0]).isEqualTo(content[0]);
      assertThat(reader.read(999, target, 5, 10)).isEqualTo(1);
      assertThat(target[5]).isEqualTo(content[999]);
      assertThat(reader.read(500, target, 100, 1000)).isEqualTo(500);
      assertThat(Arrays.copyOfRange(target, 100, 600))
          .isEqualTo(Arrays.copyOfRange(content, 500, 1000));
      assertThat(reader.read(1000, target, 0, 10)).isEqualTo(-1);
      assertThat(reader.read(Long.MAX_VALUE, target, 0, 10)).isEqualTo(-1);
    }
  }

  @Test
  void rangesOutsideOfTheTargetAreRefused() {
    try (BlobReader reader = blobs.open(write(random(10)))) {
      byte[] target = new byte[10];
      outside(() -> reader.read(-1, target, 0, 1));
      outside(() -> reader.read(0, target, -1, 1));
      outside(() -> reader.read(0, target, 5, 6));
      outside(() -> reader.read(0, target, 0, -1));
    }
  }

  @Test
  void emptyBlobReadsAsEnd() {
    try (BlobReader reader = blobs.open(write(new byte[0]))) {
      assertThat(reader.sizeBytes()).isZero();
      assertThat(reader.read(0, new byte[1], 0, 1)).isEqualTo(-1);
    }
  }

  @Test
  void manyReadersReadOneBlobAtOnce() throws Exception {
    byte[] content = random(300_000);
    BlobId id = write(content);
    try (BlobReader shared = blobs.open(id)) {
      List<Callable<Boolean>> readers = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        int at = i * 9000;
        readers.add(() -> {
          byte[] target = new byte[9000];
          return shared.read(at, target, 0, 9000) == 9000
              && Arrays.equals(target, Arrays.copyOfRange(content, at, at + 9000));
        });
      }
      assertThat(inParallel(readers)).hasSize(32).containsOnly(true);
    }
  }

  // Before it is finished

  @Test
  void unfinishedBlobIsInvisible() {
    try (BlobWriter writer = blobs.create(HINT)) {
      writer.write(random(100));
      assertThatThrownBy(() -> blobs.open(writer.id())).isInstanceOf(NoSuchBlob.class);
      writer.finish();
      assertThat(read(writer.id())).hasSize(100);
    }
  }

  @Test
  void abandonedBlobLeavesNothing() throws Exception {
    BlobId id;
    try (BlobWriter writer = blobs.create(HINT)) {
      id = writer.id();
      writer.write(random(100));
    }
    assertAbsent(id);
    BlobId kept = write(random(1));
    blobs = reopen(blobs);
    assertThat(candidates(kept.session())).extracting(Candidate::id).containsExactly(kept);
  }

  @Test
  void finishedWriterTakesNoMore() {
    BlobWriter writer = blobs.create(HINT);
    writer.finish();
    assertThatThrownBy(() -> writer.write(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
    writer.close();
    writer.close();
    assertThat(read(writer.id())).isEmpty();
  }

  @Test
  void abandonedWriterCannotBeFinished() {
    BlobWriter writer = blobs.create(HINT);
    writer.close();
    writer.close();
    assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
    assertAbsent(writer.id());
  }

  @Test
  void hintsOutsideOfTheirLimitsAreRefused() {
    assertThatThrownBy(() -> blobs.create(Bytes.EMPTY))
        .isInstanceOf(IllegalArgumentException.class);
    Bytes longest = Bytes.copyOf(new byte[BlobStore.MAX_HINT]);
    assertThatThrownBy(() -> blobs.create(longest.concat(Bytes.of((byte) 1))))
        .isInstanceOf(IllegalArgumentException.class);
    try (BlobWriter writer = blobs.create(longest)) {
      writer.write(7);
      writer.finish();
      assertThat(read(writer.id())).containsExactly(7);
    }
  }

  // Removing

  @Test
  void removedBlobIsGoneAndRemovingIsIdempotent() {
    BlobId id = write(random(10));
    BlobId other = write(random(11));
    blobs.remove(id);
    blobs.remove(id);
    blobs.remove(new BlobId(id.session(), 1_000_000));
    assertAbsent(id);
    assertThat(read(other)).hasSize(11);
  }

  @Test
  void runningReaderSurvivesRemoval() {
    byte[] content = random(500_000);
    BlobId id = write(content);
    try (BlobReader reader = blobs.open(id)) {
      byte[] target = new byte[content.length];
      assertThat(reader.read(0, target, 0, 1000)).isEqualTo(1000);
      blobs.remove(id);
      assertThat(reader.sizeBytes()).isEqualTo(content.length);
      assertThat(reader.read(1000, target, 1000, 499_000)).isEqualTo(499_000);
      assertThat(target).isEqualTo(content);
    }
    assertAbsent(id);
  }

  @Test
  void severalAreRemovedAtOnce() {
    List<BlobId> ids = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      ids.add(write(new byte[] {1}));
    }
    BlobId kept = write(new byte[] {2});
    blobs.remove(ids.getFirst());
    assertThat(blobs.removeEach(ids)).isEmpty();
    assertThat(blobs.removeEach(List.of())).isEmpty();
    ids.forEach(this::assertAbsent);
    assertThat(read(kept)).containsExactly(2);
  }

  @Test
  void removingAnUnfinishedBlobOfThisSessionDoesNothing() {
    try (BlobWriter writer = blobs.create(HINT)) {
      writer.write(1);
      blobs.remove(writer.id());
      writer.finish();
      assertThat(read(writer.id())).containsExactly(1);
    }
  }

  // Names

  @Test
  void idsAreNeverGivenTwice() throws Exception {
    Set<BlobId> ids = new HashSet<>();
    for (int session = 0; session < 4; session++) {
      List<Callable<BlobId>> writers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        writers.add(() -> write(new byte[0]));
      }
      ids.addAll(inParallel(writers));
      for (int i = 0; i < 40; i++) {
        try (BlobWriter abandoned = blobs.create(HINT)) {
          ids.add(abandoned.id());
        }
      }
      blobs = reopen(blobs);
    }
    assertThat(ids).hasSize(320);
  }

  @Test
  void finishedBlobsSurviveReopening() throws Exception {
    List<Callable<BlobId>> writers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      byte[] content = {(byte) i};
      writers.add(() -> write(content));
    }
    List<BlobId> ids = inParallel(writers);
    blobs = reopen(blobs);
    for (int i = 0; i < 64; i++) {
      assertThat(read(ids.get(i))).containsExactly(i);
    }
  }

  // Collecting

  @Test
  void runningSessionIsNotCollected() {
    BlobId id = write(random(1));
    try (BlobWriter writer = blobs.create(HINT)) {
      Collector collector = blobs.collector();
      assertThat(collector.sessions()).isEmpty();
      refused(() -> collector.candidates(id.session()));
      refused(() -> collector.candidates(id.session() + 1));
      refused(() -> collector.forget(id.session()));
      refused(() -> collector.remove(new Candidate(id, HINT)));
      writer.finish();
    }
    assertThat(read(id)).hasSize(1);
  }

  @Test
  void leftoversOfDeadSessionsAreFoundWithTheirHints() throws Exception {
    Bytes hint = Bytes.copyOf(random(BlobStore.MAX_HINT));
    BlobId finished = write(random(100));
    BlobId removed = write(random(100));
    blobs.remove(removed);
    BlobWriter unfinished = blobs.create(hint);
    unfinished.write(random(1000));
    BlobWriter barely = blobs.create(HINT);
    blobs = reopen(blobs);
    BlobId running = write(random(1));
    assertThat(candidates(finished.session()))
        .containsExactly(
            new Candidate(finished, HINT),
            new Candidate(unfinished.id(), hint),
            new Candidate(barely.id(), HINT));
    assertThat(read(running)).hasSize(1);
    assertThat(blobs.collector().sessions()).containsExactly(finished.session());
  }

  @Test
  void removedCandidatesAreGoneAndOthersStay() throws Exception {
    BlobId used = write(random(5));
    BlobId orphan = write(random(6));
    BlobWriter unfinished = blobs.create(HINT);
    unfinished.write(random(7));
    blobs = reopen(blobs);
    Collector collector = blobs.collector();
    for (Candidate candidate : candidates(used.session())) {
      if (!candidate.id().equals(used)) {
        collector.remove(candidate);
        collector.remove(candidate);
      }
    }
    assertThat(read(used)).hasSize(5);
    assertAbsent(orphan);
    assertThat(candidates(used.session())).containsExactly(new Candidate(used, HINT));
    assertThatThrownBy(unfinished::finish).isInstanceOf(Unavailable.class);
    assertAbsent(unfinished.id());
  }

  @Test
  void forgottenSessionIsNeverSweptAgainAndKeepsItsBlobs() throws Exception {
    BlobId used = write(random(5));
    blobs = reopen(blobs);
    BlobId later = write(random(6));
    blobs = reopen(blobs);
    write(random(7));
    Collector collector = blobs.collector();
    assertThat(collector.sessions()).containsExactly(used.session(), later.session());
    collector.forget(used.session());
    collector.forget(used.session());
    assertThat(collector.sessions()).containsExactly(later.session());
    refused(() -> collector.candidates(used.session()));
    blobs = reopen(blobs);
    assertThat(blobs.collector().sessions()).doesNotContain(used.session()).hasSize(2);
    assertThat(read(used)).hasSize(5);
  }

  @Test
  void writerOfADeadSessionIsRefused() throws Exception {
    BlobWriter late = blobs.create(HINT);
    late.write(1);
    blobs = reopen(blobs);
    assertThatThrownBy(late::finish).isInstanceOf(Unavailable.class);
    assertAbsent(late.id());
  }

  @Test
  void sweepOfManyLeftoversEndsWithNothingLeft() throws Exception {
    List<BlobId> used = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      BlobWriter writer = blobs.create(Bytes.utf8("group-" + i));
      writer.write(random(3));
      if (i % 3 != 0) {
        writer.finish();
      }
      if (i % 3 == 1) {
        used.add(writer.id());
      }
    }
    long dead = used.getFirst().session();
    blobs = reopen(blobs);
    assertThat(candidates(dead)).hasSize(300);
    for (Candidate candidate : candidates(dead)) {
      if (!used.contains(candidate.id())) {
        blobs.collector().remove(candidate);
      }
    }
    assertThat(candidates(dead)).extracting(Candidate::id).containsExactlyElementsOf(used);
    blobs.collector().forget(dead);
    used.forEach(id -> assertThat(read(id)).hasSize(3));
  }

  // Life

  @Test
  void closedStoreIsUnavailable() {
    BlobId id = write(random(4));
    BlobReader reader = blobs.open(id);
    blobs.close();
    blobs.close();
    unavailable(() -> blobs.create(HINT));
    unavailable(() -> blobs.open(id));
    unavailable(() -> blobs.remove(id));
    unavailable(() -> blobs.collector());
    unavailable(() -> reader.read(0, new byte[1], 0, 1));
    reader.close();
  }

  @Test
  void closedReaderReadsNoMore() {
    BlobReader reader = blobs.open(write(random(4)));
    reader.close();
    reader.close();
    assertThatThrownBy(() -> reader.read(0, new byte[1], 0, 1))
        .isInstanceOf(IllegalStateException.class);
  }

  // Tools

  BlobId write(byte[] content) {
    try (BlobWriter writer = blobs.create(HINT)) {
      writer.write(content);
      writer.finish();
      return writer.id();
    }
  }

  byte[] read(BlobId id) {
    try (BlobReader reader = blobs.open(id)) {
      byte[] content = new byte[(int) reader.sizeBytes()];
      int count = reader.read(0, content, 0, content.length);
      assertThat(count).isEqualTo(content.length == 0 ? -1 : content.length);
      return content;
    }
  }

  List<Candidate> candidates(long session) {
    List<Candidate> found = new ArrayList<>();
    Iterator<Candidate> candidates = blobs.collector().candidates(session);
    candidates.forEachRemaining(found::add);
    return found;
  }

  void assertAbsent(BlobId id) {
    assertThatThrownBy(() -> blobs.open(id)).isInstanceOf(NoSuchBlob.class);
  }

  static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static void refused(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
  }

  private static void outside(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static void unavailable(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(Unavailable.class);
  }

  static <T> List<T> inParallel(List<Callable<T>> tasks) throws Exception {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : pool.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
