package dev.coffer.storage.kv;

import dev.coffer.storage.Bytes;
import java.nio.file.Path;

/** Commits from many threads, and prints each group once its commit is acknowledged. */
final class AcknowledgingWriter {
  static final Index INDEX = new Index("acknowledged");
  static final Bytes ROW = Bytes.utf8("v");
  private static final int THREADS = 8;

  private AcknowledgingWriter() {}

  public static void main(String[] arguments) throws InterruptedException {
    KvStore kv = RocksKv.open(Path.of(arguments[0]));
    kv.create(INDEX);
    Thread[] threads = new Thread[THREADS];
    for (int i = 0; i < THREADS; i++) {
      String name = arguments[1] + "-" + i + "-";
      threads[i] = Thread.ofVirtual().start(() -> write(kv, name));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void write(KvStore kv, String name) {
    for (int i = 0; i < Integer.MAX_VALUE; i++) {
      Bytes group = Bytes.utf8(name + i);
      Commit put =
          Commit.in(INDEX, group)
              .expectAbsent(ROW)
              .put(ROW, group)
              .put(Bytes.utf8("w"), group)
              .add("commits", 1)
              .build();
      if (!(kv.commit(put) instanceof Outcome.Done)) {
        throw new IllegalStateException("not done");
      }
      System.out.println(name + i);
    }
  }
}
