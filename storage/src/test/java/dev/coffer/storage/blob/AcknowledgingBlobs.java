package dev.coffer.storage.blob;

import dev.coffer.storage.Bytes;
import java.nio.file.Path;
import java.util.Random;

/** Writes blobs from many threads, and prints the id of each once it is finished. */
final class AcknowledgingBlobs {
  private static final int THREADS = 8;

  private AcknowledgingBlobs() {}

  public static void main(String[] arguments) throws InterruptedException {
    BlobStore blobs = FileBlobs.open(Path.of(arguments[0]));
    Thread[] threads = new Thread[THREADS];
    for (int i = 0; i < THREADS; i++) {
      threads[i] = Thread.ofVirtual().start(() -> write(blobs));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  static Bytes hint(BlobId id) {
    return Bytes.utf8("group of session " + id.session());
  }

  static byte[] content(BlobId id) {
    Random random = new Random(id.sequence());
    byte[] content = new byte[random.nextInt(40_000)];
    random.nextBytes(content);
    return content;
  }

  private static void write(BlobStore blobs) {
    long session;
    try (BlobWriter first = blobs.create(Bytes.utf8("abandoned"))) {
      session = first.id().session();
    }
    Bytes hint = hint(new BlobId(session, 1));
    for (int i = 0; i < Integer.MAX_VALUE; i++) {
      try (BlobWriter writer = blobs.create(hint)) {
        byte[] content = content(writer.id());
        writer.write(content, 0, content.length / 2);
        writer.write(content, content.length / 2, content.length - content.length / 2);
        writer.finish();
        System.out.println(writer.id().hex());
      }
    }
  }
}
