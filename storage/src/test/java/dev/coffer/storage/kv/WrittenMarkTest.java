package dev.coffer.storage.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Corrupt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that end before their last commit, in whatever way they lost it. */
class WrittenMarkTest {
  private static final int COMMITS = 30;
  private static final int FLUSHED = 330;
  private static final int NEXT_LOG = 900;
  private static final int RECORD_HEADER = 7;

  @TempDir private Path folder;

  /** A store that was stopped once and then killed, with commits from both times. */
  private Path killed() throws IOException {
    Path live = folder.resolve("live");
    try (RocksKv kv = RocksKv.open(live)) {
      kv.create(NumberedCommits.INDEX);
      commit(kv, 0, COMMITS);
    }
    Path left = folder.resolve("left");
    try (RocksKv kv = RocksKv.open(live)) {
      commit(kv, COMMITS, 2 * COMMITS);
      copy(live, left);
    }
    return left;
  }

  private static void commit(RocksKv kv, int from, int to) {
    var random = new SplittableRandom(5);
    for (int i = from; i < to; i++) {
      NumberedCommits.commit(kv, i, random, 200);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.resolve("rows"));
    Files.copy(from.resolve("written"), to.resolve("written"));
    for (Path file : NumberedCommits.files(from, "")) {
      Files.copy(file, to.resolve("rows").resolve(file.getFileName()));
    }
  }

  private static Path one(Path store, String name) throws IOException {
    return NumberedCommits.files(store, "").stream()
        .filter(file -> file.getFileName().toString().matches(name))
        .findFirst()
        .orElseThrow();
  }

  private static void requireRefused(Path store) {
    assertThatThrownBy(() -> RocksKv.open(store)).isInstanceOf(Corrupt.class);
    // And again: nothing was changed that hides it.
    assertThatThrownBy(() -> RocksKv.open(store)).isInstanceOf(Corrupt.class);
  }

  @Test
  void aKilledStoreIsWhole() throws IOException {
    assertThat(NumberedCommits.count(killed())).isEqualTo(2 * COMMITS);
  }

  @Test
  void aLogThatIsCutOrGoneIsRefused() throws IOException {
    Path store = killed();
    Path log = one(store, ".*\\.log");
    byte[] whole = Files.readAllBytes(log);
    for (int size = 0; size < whole.length; size += 397) {
      Files.write(log, Arrays.copyOf(whole, size));
      requireRefused(store);
    }
    byte[] flipped = whole.clone();
    flipped[whole.length - 1] ^= 1;
    Files.write(log, flipped);
    requireRefused(store);
    Files.delete(log);
    requireRefused(store);
    Files.write(log, whole);
    assertThat(NumberedCommits.count(store)).isEqualTo(2 * COMMITS);
  }

  @Test
  void whoeverTakesWhatIsLeftIsNotAskedAgain() throws IOException {
    Path store = killed();
    Files.delete(one(store, ".*\\.log"));
    requireRefused(store);
    try (RocksKv kv = RocksKv.openDespiteLostCommits(store)) {
      assertThat(kv.exists(NumberedCommits.INDEX)).isTrue();
    }
    assertThat(NumberedCommits.count(store)).isEqualTo(COMMITS);
  }

  @Test
  void aPowerLossDoesNotBringTheMarkBackThatWasSetBack() throws IOException {
    Path store = killed();
    Files.delete(one(store, ".*\\.log"));
    Path events = folder.resolve("events.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.FileForce").withoutThreshold();
      recording.start();
      RocksKv.openDespiteLostCommits(store).close();
      recording.stop();
      recording.dump(events);
    }
    String mark = store.resolve("written").toString();
    assertThat(RecordingFile.readAllEvents(events))
        .anyMatch(event -> mark.equals(event.getString("path")));
  }

  @Test
  void aManifestThatIsCutIsRefusedAndNoTableIsRemoved() throws IOException {
    Path store = killed();
    assertThat(NumberedCommits.count(store)).isEqualTo(2 * COMMITS);
    Path manifest = one(store, "MANIFEST.*");
    byte[] whole = Files.readAllBytes(manifest);
    int refused = 0;
    for (int size = 0; size < whole.length; size += 7) {
      Files.write(manifest, Arrays.copyOf(whole, size));
      Path copied = folder.resolve("cut-" + size);
      copy(store, copied);
      refused += refusedOrWhole(copied, 2 * COMMITS) ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(whole.length / 7 / 2);
    Files.write(manifest, whole);
    assertThat(NumberedCommits.count(store)).isEqualTo(2 * COMMITS);
  }

  /** The newest log is whole, and the mark lies in it. */
  @Test
  void aTableThatTheManifestForgotIsMissed() throws IOException {
    Path store = killedAfterFlush();
    Path manifest = one(store, "MANIFEST.*");
    byte[] whole = Files.readAllBytes(manifest);
    Path untouched = folder.resolve("untouched");
    copy(store, untouched);
    assertThat(NumberedCommits.count(untouched)).isEqualTo(FLUSHED + 3);
    int size = 0;
    Files.write(manifest, new byte[0]);
    while (refusedOrWhole(store, FLUSHED + 3)) {
      assertThat(size).isLessThan(whole.length);
      size += 11;
      Files.write(manifest, Arrays.copyOf(whole, Math.min(size, whole.length)));
    }
    assertThat(size).isGreaterThan(whole.length / 2);
  }

  /** Whoever copies a folder over an older one leaves logs that RocksDB passes over. */
  @Test
  void aLogWhoseCommitsAreInTheTablesIsNoGap() throws IOException {
    Path store = killed();
    Path log = one(store, ".*\\.log");
    Path live = folder.resolve("older");
    try (RocksKv kv = RocksKv.open(live)) {
      kv.create(NumberedCommits.INDEX);
      commit(kv, 0, COMMITS / 2);
      Path stale = one(live, ".*\\.log");
      assertThat(stale.getFileName().toString()).isLessThan(log.getFileName().toString());
      Files.copy(stale, log.resolveSibling(stale.getFileName()));
    }
    assertThat(NumberedCommits.count(store)).isEqualTo(2 * COMMITS);
  }

  /** A store that has written a table by itself, and was killed in the log after that. */
  private Path killedAfterFlush() throws IOException {
    Path live = folder.resolve("flushed");
    Path left = folder.resolve("left");
    var random = new SplittableRandom(6);
    try (RocksKv kv = RocksKv.open(live)) {
      kv.create(NumberedCommits.INDEX);
      for (int i = 0; i < FLUSHED; i++) {
        NumberedCommits.commit(kv, i, random, 60_000);
      }
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (NumberedCommits.files(live, ".sst").isEmpty() || logs(live) > 1) {
        assertThat(System.nanoTime()).isLessThan(end);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      }
      for (int i = 0; i < 3; i++) {
        NumberedCommits.commit(kv, FLUSHED + i, random, 200);
      }
      copy(live, left);
    }
    return left;
  }

  private static int logs(Path store) throws IOException {
    return NumberedCommits.files(store, ".log").size();
  }

  /** Where nothing is damaged that is there, a gap between what is there shows what is not. */
  @Test
  void aLogThatIsGoneBeforeAnotherIsMissed() throws IOException {
    Path store = killed();
    Path log = one(store, ".*\\.log");
    byte[] whole = Files.readAllBytes(log);
    int half = recordAfter(whole, whole.length / 2);
    Path next = log.resolveSibling("%06d.log".formatted(NEXT_LOG));
    Files.write(next, Arrays.copyOfRange(whole, half, whole.length));
    Files.write(log, Arrays.copyOf(whole, half));
    Path both = folder.resolve("both");
    copy(store, both);
    assertThat(NumberedCommits.count(both)).isEqualTo(2 * COMMITS);
    Files.delete(log);
    requireRefused(store);

    int quarter = recordAfter(whole, whole.length / 4);
    Files.write(log, Arrays.copyOf(whole, quarter));
    requireRefused(store);
    Files.write(log, Arrays.copyOf(whole, half));
    assertThat(NumberedCommits.count(store)).isEqualTo(2 * COMMITS);
  }

  /** Where the next record begins, in a log of one block whose records are whole fragments. */
  private static int recordAfter(byte[] log, int place) {
    ByteBuffer bytes = ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    while (at < place) {
      at += RECORD_HEADER + Short.toUnsignedInt(bytes.getShort(at + Integer.BYTES));
    }
    return at;
  }

  /** Its last words may be of files that are gone anyway. */
  private static boolean refusedOrWhole(Path store, int commits) throws IOException {
    List<Path> tables = NumberedCommits.files(store, ".sst");
    try {
      assertThat(NumberedCommits.count(store)).isEqualTo(commits);
      return false;
    } catch (Corrupt e) {
      assertThat(NumberedCommits.files(store, ".sst")).as(e.getMessage()).isEqualTo(tables);
      return true;
    }
  }

  @Test
  void rowsWithoutTheirBeginningAreNotBegunAnew() throws IOException {
    Path store = killed();
    Path current = one(store, "CURRENT");
    byte[] whole = Files.readAllBytes(current);
    Files.delete(current);
    requireRefused(store);
    Files.delete(store.resolve("written"));
    requireRefused(store);
    Files.write(current, whole);
    assertThat(NumberedCommits.count(store)).isEqualTo(2 * COMMITS);
    for (Path file : NumberedCommits.files(store, "")) {
      Files.delete(file);
    }
    requireRefused(store);
  }

  /** A power loss may take it, or leave an older one; then it says nothing. */
  @Test
  void aMarkThatIsOldTornOrGoneSaysNothing() throws IOException {
    Path store = killed();
    Path mark = store.resolve("written");
    byte[] whole = Files.readAllBytes(mark);
    for (int size = 0; size < whole.length; size++) {
      Files.write(mark, Arrays.copyOf(whole, size));
      assertThat(NumberedCommits.count(store)).isEqualTo(2 * COMMITS);
      assertThat(Files.readAllBytes(mark)).isEqualTo(whole);
    }
    whole[3] ^= 1;
    Files.write(mark, whole);
    assertThat(NumberedCommits.count(store)).isEqualTo(2 * COMMITS);
    Files.delete(mark);
    assertThat(NumberedCommits.count(store)).isEqualTo(2 * COMMITS);
    try (WrittenMark old = WrittenMark.open(store)) {
      old.set(1);
    }
    assertThat(NumberedCommits.count(store)).isEqualTo(2 * COMMITS);
  }
}
