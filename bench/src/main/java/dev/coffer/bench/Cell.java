package dev.coffer.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One measured combination: which work, how many clients.
 *
 * <p>Ends after {@code seconds}, {@link #ENDLESS} if only the other counts, or after {@code limit}
 * operations, whichever is first.
 */
record Cell(Work work, int clients, double seconds, int limit) {
  /** About thirty years; more would not fit into nanoseconds. */
  static final double ENDLESS = 1e9;

  /** What came of it; times in nanoseconds, ascending. */
  record Result(List<Long> nanos, double elapsedSeconds, double cpuSeconds, long bytes) {
    double perSecond() {
      return nanos.size() / elapsedSeconds;
    }

    double megabytesPerSecond() {
      return bytes / 1e6 / elapsedSeconds;
    }

    double cpuSecondsPerGigabyte() {
      return bytes == 0 ? 0 : cpuSeconds / (bytes / 1e9);
    }

    double cpuMicrosPerOperation() {
      return nanos.isEmpty() ? 0 : cpuSeconds * 1e6 / nanos.size();
    }

    double millisAt(double quantile) {
      int at = (int) Math.min(nanos.size() - 1, Math.floor(nanos.size() * quantile));
      return nanos.get(at) / 1e6;
    }
  }

  Result run(Endpoint endpoint) throws IOException, InterruptedException {
    prepare(endpoint);
    double cpuBefore = endpoint.cpuSeconds();
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    var tasks = new ArrayList<Callable<List<Long>>>();
    for (int client = 0; client < clients; client++) {
      int number = client;
      tasks.add(() -> repeat(endpoint, number, end));
    }
    var nanos = new ArrayList<Long>();
    try (var threads = Executors.newFixedThreadPool(clients)) {
      for (Future<List<Long>> done : threads.invokeAll(tasks)) {
        nanos.addAll(done.get());
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    double elapsed = (System.nanoTime() - start) / 1e9;
    nanos.sort(null);
    return new Result(
        nanos, elapsed, endpoint.cpuSeconds() - cpuBefore, nanos.size() * work.sizeBytes());
  }

  private void prepare(Endpoint endpoint) throws IOException {
    try (var connection = new Connection(endpoint)) {
      for (int client = 0; client < clients; client++) {
        work.prepare(connection, client);
      }
    }
  }

  private List<Long> repeat(Endpoint endpoint, int client, long end) throws IOException {
    var nanos = new long[1024];
    long most = limit / clients + 1L;
    int done = 0;
    try (var connection = new Connection(endpoint)) {
      for (long now = System.nanoTime(); now < end && done < most; ) {
        connection.exchange(work.next(client, done));
        long after = System.nanoTime();
        if (done == nanos.length) {
          nanos = Arrays.copyOf(nanos, done * 2);
        }
        nanos[done++] = after - now;
        now = after;
      }
    }
    return Arrays.stream(nanos, 0, done).boxed().toList();
  }
}
