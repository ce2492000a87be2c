package dev.coffer.storage.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Corrupt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs as a store leaves them that was killed, and what becomes of them on the disk. */
class LogCheckTest {
  private static final int COMMITS = 40;
  private static final int BLOCK = 32 * 1024;

  @TempDir private Path folder;
  private int lastCommitAt;

  /** Commits, and takes the folder away as a killed process leaves it. */
  private Path killed(int commits, int valueBytes) throws IOException {
    Path live = folder.resolve("live");
    Path left = Files.createDirectory(folder.resolve("left"));
    var random = new SplittableRandom(7);
    try (RocksKv kv = RocksKv.open(live)) {
      kv.create(NumberedCommits.INDEX);
      for (int i = 0; i < commits; i++) {
        lastCommitAt = (int) Files.size(log(live));
        NumberedCommits.commit(kv, i, random, valueBytes);
      }
      copy(live.resolve("rows"), Files.createDirectory(left.resolve("rows")));
    }
    return left;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static Path log(Path store) throws IOException {
    List<Path> logs = NumberedCommits.files(store, ".log");
    assertThat(logs).hasSize(1);
    return logs.getFirst();
  }

  private static void flip(Path file, byte[] whole, int at) throws IOException {
    byte[] flipped = whole.clone();
    flipped[at] ^= 0x10;
    Files.write(file, flipped);
  }

  @Test
  void theLogOfAKilledStoreIsWhole() throws IOException {
    Path store = killed(COMMITS, 100);
    LogCheck.require(store.resolve("rows"));
    assertThat(NumberedCommits.count(store)).isEqualTo(COMMITS);
  }

  @Test
  void aFlippedBitEndsTheOpeningOrTakesTheLastCommitAtMost() throws IOException {
    Path store = killed(COMMITS, 100);
    Path log = log(store);
    byte[] whole = Files.readAllBytes(log);
    int last = lastCommitAt;
    for (int at = 0; at < whole.length; at++) {
      flip(log, whole, at);
      if (at < last) {
        assertThatThrownBy(() -> LogCheck.require(store.resolve("rows")))
            .as("byte %d of %d", at, whole.length)
            .isInstanceOf(Corrupt.class)
            .hasMessageContaining("commits in it are lost");
      } else {
        LogCheck.require(store.resolve("rows"));
      }
    }
    flip(log, whole, last / 2);
    assertThatThrownBy(() -> RocksKv.open(store)).isInstanceOf(Corrupt.class);
    try (RocksKv kv = RocksKv.openDespiteLostCommits(store)) {
      assertThat(NumberedCommits.isThere(kv, 0)).isTrue();
      assertThat(NumberedCommits.isThere(kv, COMMITS - 1)).isFalse();
    }
  }

  @Test
  void aFlippedBitInTheLastCommitIsTakenForACutOff() throws IOException {
    Path store = killed(COMMITS, 100);
    byte[] whole = Files.readAllBytes(log(store));
    flip(log(store), whole, whole.length - 1);
    assertThat(NumberedCommits.count(store)).isEqualTo(COMMITS - 1);
  }

  @Test
  void whatAPowerLossCutsOffIsNoLoss() throws IOException {
    Path store = killed(COMMITS, 100);
    Path log = log(store);
    byte[] whole = Files.readAllBytes(log);
    for (int size = 0; size < whole.length; size++) {
      Files.write(log, Arrays.copyOf(whole, size));
      LogCheck.require(store.resolve("rows"));
      // A size that reached the disk before the bytes.
      byte[] zeros = Arrays.copyOf(Arrays.copyOf(whole, size), size + 70_000);
      Files.write(log, zeros);
      LogCheck.require(store.resolve("rows"));
    }
  }

  @Test
  void recordsOverManyBlocksAreFollowed() throws IOException {
    Path store = killed(12, 60_000);
    Path log = log(store);
    byte[] whole = Files.readAllBytes(log);
    LogCheck.require(store.resolve("rows"));
    var random = new SplittableRandom(11);
    for (int i = 0; i < 60; i++) {
      flip(log, whole, random.nextInt(lastCommitAt));
      assertThatThrownBy(() -> LogCheck.require(store.resolve("rows"))).isInstanceOf(Corrupt.class);
    }
    // Of a write that was not synced any block may be missing, the others there.
    byte[] torn = whole.clone();
    Arrays.fill(torn, whole.length - 50_000, whole.length - 40_000, (byte) 0);
    Files.write(log, torn);
    LogCheck.require(store.resolve("rows"));
    assertThat(NumberedCommits.count(store)).isEqualTo(11);
  }

  /**
   * Of a batch that begins in the last bytes of a block, the header is in two fragments. After it a
   * batch was cut off, and a later log goes on from there: nothing is lost.
   */
  @Test
  void aHeaderOverTwoBlocksIsFollowed() throws IOException {
    Path live = folder.resolve("live");
    Path rows = Files.createDirectories(folder.resolve("two/rows"));
    try (RocksKv kv = RocksKv.open(live)) {
      kv.create(NumberedCommits.INDEX);
      int around = putAndMeasure(kv, live, 100, 20_000) - 20_000;
      for (int left = 7; left < 19; left++) {
        int room = BLOCK - (int) (Files.size(log(live)) % BLOCK);
        int value = room - around - left;
        // Its length takes a byte less then.
        putAndMeasure(kv, live, 200 + left, value < 16_384 ? value + 1 : value);
        assertThat(BLOCK - Files.size(log(live)) % BLOCK).isEqualTo(left);
        putAndMeasure(kv, live, 300 + left, 500);
        byte[] whole = Files.readAllBytes(log(live));
        putAndMeasure(kv, live, 400 + left, 500);
        byte[] longer = Files.readAllBytes(log(live));
        byte[] torn = Arrays.copyOf(whole, whole.length + 40);
        Arrays.fill(torn, whole.length, torn.length, (byte) 3);
        Files.write(rows.resolve("000004.log"), torn);
        Files.write(
            rows.resolve("000009.log"), Arrays.copyOfRange(longer, whole.length, longer.length));
        LogCheck.require(rows);
        flip(rows.resolve("000004.log"), torn, whole.length - 20);
        assertThatThrownBy(() -> LogCheck.require(rows)).isInstanceOf(Corrupt.class);
      }
    }
  }

  /** By how much a commit lets the log grow. */
  private static int putAndMeasure(RocksKv kv, Path store, int number, int valueBytes)
      throws IOException {
    long before = Files.size(log(store));
    NumberedCommits.commit(kv, number, new byte[valueBytes]);
    return (int) (Files.size(log(store)) - before);
  }

  @Test
  void aLostEndOfAnEarlierLogIsSeenInTheNextOne() throws IOException {
    Path store = killed(COMMITS, 100);
    byte[] whole = Files.readAllBytes(log(store));
    Path rows = Files.createDirectories(folder.resolve("two/rows"));
    int begin = lastCommitAt;
    Files.write(rows.resolve("000004.log"), Arrays.copyOf(whole, begin));
    Path next = rows.resolve("000009.log");
    Files.write(next, Arrays.copyOfRange(whole, begin, whole.length));
    LogCheck.require(rows);
    flip(rows.resolve("000004.log"), Arrays.copyOf(whole, begin), begin - 1);
    assertThatThrownBy(() -> LogCheck.require(rows)).isInstanceOf(Corrupt.class);
  }

  @Test
  void aStoreThatWasClosedHasEverythingUnderChecksums() throws IOException {
    killed(COMMITS, 100);
    Path store = folder.resolve("live");
    for (Path log : NumberedCommits.files(store, ".log")) {
      assertThat(log).isEmptyFile();
    }
    try (RocksKv kv = RocksKv.open(store)) {
      kv.verify();
    }
    for (Path table : NumberedCommits.files(store, ".sst")) {
      byte[] whole = Files.readAllBytes(table);
      flip(table, whole, whole.length / 3);
      assertThatThrownBy(
              () -> {
                try (RocksKv kv = RocksKv.open(store)) {
                  kv.verify();
                }
              })
          .isInstanceOf(Corrupt.class);
      Files.write(table, whole);
    }
    assertThat(NumberedCommits.count(store)).isEqualTo(COMMITS);
  }
}
