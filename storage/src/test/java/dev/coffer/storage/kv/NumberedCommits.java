package dev.coffer.storage.kv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Commits whose groups are numbered, so that it shows which are there. */
final class NumberedCommits {
  static final Index INDEX = new Index("test");
  private static final Bytes ROW = Bytes.utf8("r");

  private NumberedCommits() {}

  static void commit(RocksKv kv, int number, SplittableRandom random, int valueBytes) {
    byte[] value = new byte[valueBytes];
    random.nextBytes(value);
    commit(kv, number, value);
  }

  static void commit(RocksKv kv, int number, byte[] value) {
    Commit put = Commit.in(INDEX, Bytes.utf8("g" + number)).put(ROW, Bytes.copyOf(value)).build();
    assertThat(kv.commit(put)).isInstanceOf(Outcome.Done.class);
  }

  static boolean isThere(RocksKv kv, int number) {
    return kv.get(INDEX, new Key(Bytes.utf8("g" + number), ROW)).isPresent();
  }

  /** How many are there, from the first on and without a gap. */
  static int count(Path store) {
    try (RocksKv kv = RocksKv.open(store)) {
      int found = 0;
      while (isThere(kv, found)) {
        found++;
      }
      return found;
    }
  }

  /** RocksDB's own files, by name. */
  static List<Path> files(Path store, String ending) throws IOException {
    try (Stream<Path> files = Files.list(store.resolve("rows"))) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
