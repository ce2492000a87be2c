package dev.coffer.storage.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.ChildProcess;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.Unavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RocksKvTest extends KvStoreContract {
  private static final int KILLS = 5;

  @TempDir Path folder;

  @Override
  KvStore open() {
    return RocksKv.open(folder);
  }

  @Override
  KvStore reopen(KvStore open) {
    open.close();
    return RocksKv.open(folder);
  }

  @Test
  void secondOpenerIsRefused() {
    done(commit().put(ROW, ONE));
    assertThatThrownBy(() -> RocksKv.open(folder))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("in use by another opener");
    assertThatThrownBy(() -> RocksKv.open(folder.resolve("../" + folder.getFileName())))
        .isInstanceOf(Unavailable.class);
    assertThat(get(ROW)).contains(ONE);
    done(commit().put(ROW, TWO));
  }

  @Test
  void openerInAnotherProcessIsRefused() throws Exception {
    kv.close();
    try (ChildProcess child = ChildProcess.start(AcknowledgingWriter.class, folder, "x")) {
      child.awaitLine();
      assertThatThrownBy(() -> RocksKv.open(folder))
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("in use by another opener");
    }
  }

  @Test
  void acknowledgedCommitsSurviveKilling() throws Exception {
    kv.close();
    int acknowledged = 0;
    for (int round = 0; round < KILLS; round++) {
      List<String> lines;
      try (ChildProcess child =
          ChildProcess.start(AcknowledgingWriter.class, folder, "r" + round)) {
        lines = child.killAfterLines(100 + 150 * round);
      }
      kv = RocksKv.open(folder);
      for (String line : lines) {
        Key key = new Key(Bytes.utf8(line), AcknowledgingWriter.ROW);
        assertThat(kv.get(AcknowledgingWriter.INDEX, key)).contains(Bytes.utf8(line));
      }
      acknowledged += lines.size();
      assertCountsMatch(acknowledged);
      kv.close();
    }
  }

  /** Each commit puts two rows and counts one: all three or none. */
  private void assertCountsMatch(int atLeast) {
    List<Entry> rows = all(AcknowledgingWriter.INDEX);
    long commits = kv.counter(AcknowledgingWriter.INDEX, "commits");
    assertThat(rows).hasSize((int) (2 * commits));
    assertThat(commits).isGreaterThanOrEqualTo(atLeast);
  }

  @Test
  void otherFormatIsRefused() {
    kv.close();
    try (RocksRows rows = RocksRows.open(folder, true)) {
      rows.write(Map.of(RowKeys.FORMAT_ROW, Optional.of(Bytes.utf8("kv-keys-v9"))));
    }
    assertThatThrownBy(() -> RocksKv.open(folder)).isInstanceOf(Corrupt.class);
    assertThatThrownBy(() -> RocksKv.open(folder)).isInstanceOf(Corrupt.class);
  }

  @Test
  void nativeLibraryLiesInTheFolderOnceHoweverOftenItIsOpened() throws Exception {
    try (var files = Files.walk(folder)) {
      assertThat(files.filter(file -> file.toString().endsWith(".so")).count())
          .isLessThanOrEqualTo(1);
    }
  }

  @Test
  void interruptedCallerStillGetsItsAnswerOrNothingIsApplied() throws Exception {
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              Thread.currentThread().interrupt();
              assertThatThrownBy(() -> kv.commit(commit().put(ROW, ONE).build()))
                  .isInstanceOf(Unavailable.class);
              assertThat(Thread.currentThread().isInterrupted()).isTrue();
            });
    caller.join();
    assertThat(get(ROW)).isEmpty();
    done(commit().put(ROW, TWO));
  }
}
