package dev.coffer.kms.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.Full;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChainedLogTest {
  private final Logs logs;

  ChainedLogTest(@TempDir Path folder) {
    this.logs = new Logs(folder);
  }

  /** Reads all files as one chain; the sequence it ends with. */
  private long authentic() throws IOException {
    Chain chain = logs.ground().chain("kms");
    Link link = chain.start();
    for (long number : logs.disk.numbers("kms")) {
      for (String line : logs.lines((int) number)) {
        link = chain.follow(link, Bytes.utf8(line).toByteArray()).orElseThrow();
      }
    }
    return link.sequence();
  }

  @Test
  void aLineIsInTheFileWhenItIsKept() throws IOException {
    try (ChainedLog log = logs.open()) {
      log.append(Logs.line("CreateKey"));
      assertThat(logs.lines(1)).hasSize(2);
      assertThat(logs.lines(1).get(0)).startsWith("{\"record\":\"file\"");
      assertThat(logs.lines(1).get(1)).startsWith("{\"eventName\":\"CreateKey\",\"chain\":{");
    }
    assertThat(authentic()).isEqualTo(2);
    assertThat(logs.head().link().sequence()).isEqualTo(2);
    assertThat(logs.alarms).isEmpty();
  }

  @Test
  void filesAreTheirOwnersAlone() throws IOException {
    logs.open().close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(logs.file(1))))
        .isEqualTo("rw-------");
    DiskFolder made = DiskFolder.make(logs.folder.resolve("audit"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.folder())))
        .isEqualTo("rwx------");
  }

  @Test
  void everyOpeningBeginsAFileAndGoesOnWithTheChain() throws IOException {
    for (int i = 0; i < 3; i++) {
      try (ChainedLog log = logs.open()) {
        log.append(Logs.line("ListKeys"));
      }
    }
    assertThat(logs.disk.numbers("kms")).containsExactly(1L, 2L, 3L);
    assertThat(authentic()).isEqualTo(6);
  }

  @Test
  void aFileThatIsFullOrOfYesterdayIsFollowedByTheNext() throws IOException {
    try (ChainedLog log = logs.open()) {
      log.append(Bytes.utf8("{\"a\":\"" + "x".repeat(70_000) + "\"}"));
      log.append(Logs.line("a"));
      logs.now = Logs.START.plus(Duration.ofHours(11));
      log.append(Logs.line("b"));
      logs.now = Logs.START.plus(Duration.ofHours(12));
      log.append(Logs.line("c"));
    }
    assertThat(logs.lines(1)).hasSize(2);
    assertThat(logs.lines(2)).hasSize(3);
    assertThat(logs.lines(3)).hasSize(2);
    assertThat(authentic()).isEqualTo(7);
  }

  @Test
  void manyThreadsShareASyncAndLoseNothing() throws Exception {
    int threads = 64;
    int each = 20;
    try (ChainedLog log = logs.open();
        ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      logs.disk.syncing.acquireUninterruptibly();
      int before = logs.disk.syncs.get();
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int number = thread;
        running.add(
            pool.submit(() -> {
              for (int i = 0; i < each; i++) {
                log.append(Logs.line(number + "-" + i));
              }
            }));
      }
      logs.disk.syncing.release();
      for (Future<?> task : running) {
        task.get();
      }
      assertThat(logs.disk.syncs.get() - before).isLessThan(threads * each);
    }
    Set<String> names = new HashSet<>();
    for (long number : logs.disk.numbers("kms")) {
      for (String line : logs.lines((int) number)) {
        names.add(line.replaceAll(",\"chain\".*", "}"));
      }
    }
    assertThat(names).contains("{\"eventName\":\"0-0\"}", "{\"eventName\":\"63-19\"}");
    assertThat(authentic()).isGreaterThanOrEqualTo(threads * each + 1);
  }

  @Test
  void aFullDiskRefusesAndLeavesNoTraceInTheChain() throws IOException {
    try (ChainedLog log = logs.open()) {
      log.append(Logs.line("a"));
      logs.disk.full = true;
      assertThatThrownBy(() -> log.append(Logs.line("b"))).isInstanceOf(Full.class);
      assertThatThrownBy(log::requireReady).isInstanceOf(Full.class);
      logs.disk.full = false;
      log.requireReady();
      log.append(Logs.line("c"));
    }
    List<String> lines = logs.lines(1);
    assertThat(lines).hasSize(4);
    assertThat(lines.get(1)).contains("\"a\"");
    assertThat(lines.get(2))
        .contains("\"record\":\"gap\"", "No space left on device", "\"lost\":0")
        .containsPattern("\"refused\":[23]");
    assertThat(lines.get(3)).contains("\"c\"");
    assertThat(authentic()).isEqualTo(4);
    assertThat(logs.alarms)
        .containsExactly(
            "lines of the log kms cannot be kept", "lines of the log kms are kept again");
  }

  @Test
  void aSyncThatFailsRefusesWhatItCovered() throws IOException {
    try (ChainedLog log = logs.open()) {
      logs.disk.failingSync = true;
      assertThatThrownBy(() -> log.append(Logs.line("b"))).isInstanceOf(Unavailable.class);
      assertThatThrownBy(() -> log.append(Logs.line("b"))).isInstanceOf(Unavailable.class);
      logs.disk.failingSync = false;
      log.append(Logs.line("c"));
    }
    assertThat(logs.lines(1)).hasSize(3).noneMatch(line -> line.contains("\"b\""));
    assertThat(authentic()).isEqualTo(3);
  }

  @Test
  void aDiskThatIsFullWhenTheNextFileIsDueRefuses() throws IOException {
    try (ChainedLog log = logs.open()) {
      logs.now = Logs.START.plus(Duration.ofDays(1));
      logs.disk.full = true;
      assertThatThrownBy(() -> log.append(Logs.line("b"))).isInstanceOf(Full.class);
      logs.disk.full = false;
      log.append(Logs.line("c"));
    }
    assertThat(logs.disk.numbers("kms")).containsExactly(1L, 2L);
    assertThat(authentic()).isEqualTo(4);
  }

  @Test
  void aLogOpensOnAFullDiskAndKeepsLinesWhenThereIsRoom() throws IOException {
    logs.disk.full = true;
    try (ChainedLog log = logs.open()) {
      assertThatThrownBy(log::requireReady).isInstanceOf(Full.class);
      logs.disk.full = false;
      log.requireReady();
      log.append(Logs.line("a"));
    }
    assertThat(authentic()).isEqualTo(3);
  }

  @Test
  void whereTheOperatorChoseSoKeyUseGoesOnAndTheGapIsNamed() throws IOException {
    try (ChainedLog log = logs.open(Logs.rules(Duration.ZERO, OnFailure.CONTINUE))) {
      logs.disk.full = true;
      log.append(Logs.line("a"));
      log.append(Logs.line("b"));
      log.requireReady();
      logs.disk.full = false;
      log.append(Logs.line("c"));
    }
    assertThat(logs.lines(1)).hasSize(3);
    assertThat(logs.lines(1).get(1)).contains("\"record\":\"gap\"", "\"lost\":2");
    assertThat(authentic()).isEqualTo(3);
  }

  @Test
  void gatheredLinesAreKeptWhenTheLogIsClosed() throws IOException {
    try (ChainedLog log = logs.open(Logs.rules(Duration.ofHours(1), OnFailure.REFUSE))) {
      for (int i = 0; i < 5000; i++) {
        log.append(Logs.line("a"));
      }
    }
    assertThat(authentic()).isGreaterThanOrEqualTo(5001);
    assertThat(logs.head().link().sequence()).isEqualTo(authentic());
  }

  @Test
  void gatheredLinesOutliveAFullDisk() throws IOException {
    try (ChainedLog log = logs.open(Logs.rules(Duration.ofMillis(1), OnFailure.REFUSE))) {
      logs.disk.full = true;
      for (int i = 0; i < 100; i++) {
        log.append(Logs.line("a"));
      }
      awaitAlarm("lines of the log kms cannot be kept");
      assertThatThrownBy(log::requireReady).isInstanceOf(Full.class);
      logs.disk.full = false;
      awaitAlarm("lines of the log kms are kept again");
      log.requireReady();
    }
    assertThat(logs.lines(1).stream().filter(line -> line.contains("\"a\""))).hasSize(100);
    assertThat(authentic()).isEqualTo(102);
  }

  @Test
  void gatheredLinesThatAreLostAtTheEndAreTold() throws IOException {
    try (ChainedLog log = logs.open(Logs.rules(Duration.ofHours(1), OnFailure.REFUSE))) {
      log.append(Logs.line("a"));
      log.append(Logs.line("a"));
      logs.disk.full = true;
    }
    assertThat(logs.alarms).contains("2 lines of the log kms are lost");
  }

  private void awaitAlarm(String sentence) {
    while (!logs.alarms.contains(sentence)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void linesBehindTheHeadAreTheLogs() throws IOException {
    LogHead early;
    try (ChainedLog log = logs.open()) {
      log.append(Logs.line("a"));
    }
    early = logs.head();
    try (ChainedLog log = logs.open()) {
      log.append(Logs.line("b"));
    }
    logs.ground().head("kms").put(early);
    logs.open().close();
    assertThat(logs.alarms).isEmpty();
    assertThat(authentic()).isEqualTo(5);
  }

  @Test
  void aTornLineIsSetAsideAndTold() throws IOException {
    try (ChainedLog log = logs.open()) {
      log.append(Logs.line("a"));
    }
    Files.writeString(logs.file(1), "{\"eventName\":\"b\",\"cha", StandardOpenOption.APPEND);
    logs.open().close();
    assertThat(logs.lines(1)).hasSize(2);
    assertThat(logs.folder.resolve("kms-00000001.jsonl.rest-1"))
        .hasContent("{\"eventName\":\"b\",\"cha");
    assertThat(logs.lines(2).get(1))
        .contains("\"record\":\"recovered\"", "kms-00000001.jsonl.rest-1");
    assertThat(logs.alarms).containsExactly("behind line 2 in kms-00000001.jsonl stood no line");
    assertThat(authentic()).isEqualTo(4);
  }

  @Test
  void aFileThatWasBarelyBegunIsBegunAgain() throws IOException {
    logs.open().close();
    Files.createFile(logs.file(2));
    logs.open().close();
    assertThat(logs.alarms).isEmpty();
    assertThat(logs.disk.numbers("kms")).containsExactly(1L, 2L);
    assertThat(authentic()).isEqualTo(2);
  }

  @Test
  void aCutLogGoesOnBehindTheHoleWhichStays() throws IOException {
    try (ChainedLog log = logs.open()) {
      log.append(Logs.line("a"));
      log.append(Logs.line("b"));
    }
    LogHead head = logs.head();
    List<String> lines = logs.lines(1);
    Files.writeString(logs.file(1), lines.get(0) + "\n" + lines.get(1) + "\n");
    logs.open().close();
    assertThat(logs.lines(1)).hasSize(2);
    assertThat(logs.lines(2).get(0)).contains(head.link().mac().toHex(), "\"sequence\":4");
    assertThat(logs.lines(2).get(1)).contains("line 3, the last one that was kept, is not in");
    assertThat(logs.alarms)
        .containsExactly("line 3, the last one that was kept, is not in kms-00000001.jsonl");
  }

  @Test
  void aRemovedLastFileIsTold() throws IOException {
    logs.open().close();
    Files.delete(logs.file(1));
    logs.open().close();
    assertThat(logs.alarms).hasSize(1);
    assertThat(logs.disk.numbers("kms")).containsExactly(2L);
  }

  @Test
  void filesThatFollowNothingArePutAway() throws IOException {
    logs.open().close();
    Files.writeString(logs.file(7), "{\"eventName\":\"forged\"}\n");
    logs.open().close();
    assertThat(logs.folder.resolve("kms-00000007.jsonl.rest-1")).exists();
    assertThat(logs.alarms).containsExactly("the lines of kms-00000007.jsonl follow no line");
    assertThat(logs.disk.numbers("kms")).containsExactly(1L, 2L);
    assertThat(authentic()).isEqualTo(3);
  }

  @Test
  void aHeadThatIsNotAuthenticIsCorrupt() throws IOException {
    logs.open().close();
    var key = new Key(Bytes.utf8("audit-log"), Bytes.utf8("kms"));
    byte[] row = logs.store.get(Logs.INDEX, key).orElseThrow().toByteArray();
    for (int i = 0; i < row.length; i++) {
      byte[] changed = row.clone();
      changed[i] ^= 1;
      logs.store.commit(
          Commit.in(Logs.INDEX, key.group()).put(key.suffix(), Bytes.copyOf(changed)).build());
      assertThatThrownBy(logs::open).isInstanceOf(Corrupt.class);
    }
  }

  @Test
  void aHeadThatIsMissingIsTold() throws IOException {
    logs.open().close();
    var key = new Key(Bytes.utf8("audit-log"), Bytes.utf8("kms"));
    logs.store.commit(Commit.in(Logs.INDEX, key.group()).delete(key.suffix()).build());
    logs.open().close();
    assertThat(logs.alarms).containsExactly("lines were there, but no head of them in the store");
    assertThat(authentic()).isEqualTo(3);
  }

  @Test
  void aClosedLogKeepsNothing() throws IOException {
    ChainedLog log = logs.open();
    log.close();
    log.close();
    assertThatThrownBy(() -> log.append(Logs.line("a"))).isInstanceOf(Unavailable.class);
    assertThatThrownBy(log::requireReady).isInstanceOf(Unavailable.class);
  }
}
