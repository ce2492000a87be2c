package dev.coffer.storage.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class DirectorySyncTest {
  private static final Path FOLDER = Path.of("folder");

  @Test
  void callersShareASyncThatBeganAfterThem() throws Exception {
    AtomicInteger synced = new AtomicInteger();
    CountDownLatch firstRuns = new CountDownLatch(1);
    CountDownLatch letGo = new CountDownLatch(1);
    DirectorySync directories =
        new DirectorySync(folder -> {
          if (synced.incrementAndGet() == 1) {
            firstRuns.countDown();
            await(letGo);
          }
        });
    Thread first = Thread.ofVirtual().start(() -> sync(directories));
    await(firstRuns);
    List<Thread> others = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      others.add(Thread.ofVirtual().start(() -> sync(directories)));
    }
    while (directories.waiting(FOLDER) < 21) {
      Thread.onSpinWait();
    }
    assertThat(synced).hasValue(1);
    letGo.countDown();
    first.join();
    for (Thread other : others) {
      other.join();
    }
    assertThat(synced).hasValue(2);
    assertThat(directories.waiting(FOLDER)).isZero();
  }

  @Test
  void allWhomAFailedSyncCoveredFail() throws Exception {
    AtomicInteger synced = new AtomicInteger();
    CountDownLatch letGo = new CountDownLatch(1);
    DirectorySync directories =
        new DirectorySync(folder -> {
          int count = synced.incrementAndGet();
          await(letGo);
          if (count == 2) {
            throw new IOException("disk");
          }
        });
    List<Callable<Boolean>> callers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      callers.add(() -> syncs(directories));
    }
    callers.add(() -> {
      while (directories.waiting(FOLDER) < 10) {
        Thread.onSpinWait();
      }
      letGo.countDown();
      return true;
    });
    List<Boolean> results = BlobStoreContract.inParallel(callers);
    assertThat(synced).hasValue(2);
    assertThat(results.stream().filter(ok -> !ok)).hasSize(9);
    sync(directories);
    assertThat(synced).hasValue(3);
  }

  @Test
  void missingFolderFails() {
    DirectorySync directories = new DirectorySync();
    assertThatThrownBy(() -> directories.sync(Path.of("no", "such", "folder")))
        .isInstanceOf(IOException.class);
  }

  private static boolean syncs(DirectorySync directories) {
    try {
      directories.sync(FOLDER);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void sync(DirectorySync directories) {
    assertThat(syncs(directories)).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
