package dev.coffer.storage.kv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MemoryKvTest extends KvStoreContract {
  @Override
  KvStore open() {
    return new MemoryKv();
  }

  @Override
  KvStore reopen(KvStore open) {
    return ((MemoryKv) open).reopen();
  }

  @Test
  void pagesAreShortNowAndThen() {
    for (int i = 0; i < 50; i++) {
      done(Commit.in(INDEX, number(i)).put(ROW, ONE));
    }
    int shorter = 0;
    for (int i = 0; i < 100; i++) {
      Page page = kv.scan(INDEX, Key.startOf(number(0)), 20);
      shorter += page.entries().size() < 20 ? 1 : 0;
    }
    assertThat(shorter).isBetween(10, 90);
  }
}
