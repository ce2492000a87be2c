package dev.coffer.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One measured combination: which work, how many clients.
 *
 * <p>Ends after {@code seconds}, {@link #ENDLESS} if only the other counts, or after {@code limit}
 * operations, of which each client does as many, whichever is first.
 */
record Cell(Work work, int clients, double seconds, int limit) {
  /** About thirty years; more would not fit into nanoseconds. */
  static final double ENDLESS = 1e9;

  private static final int ERRORS_OF_A_CLIENT = 20; // then it gives up
  private static final long GRACE_SECONDS = 180; // for what was begun in time

  /**
   * What came of it.
   *
   * @param nanos of each operation that succeeded, ascending
   * @param clientCpuSeconds of the process that made the load
   * @param errors operations that failed, or were answered with the wrong status or bytes
   */
  record Result(
      List<Long> nanos,
      double elapsedSeconds,
      double cpuSeconds,
      double clientCpuSeconds,
      long bytes,
      int errors,
      @Nullable String firstError) {
    double perSecond() {
      return nanos.size() / elapsedSeconds;
    }

    double megabytesPerSecond() {
      return bytes / 1e6 / elapsedSeconds;
    }

    double cpuMicrosPerOperation() {
      return nanos.isEmpty() ? 0 : cpuSeconds * 1e6 / nanos.size();
    }

    double clientMicrosPerOperation() {
      return nanos.isEmpty() ? 0 : clientCpuSeconds * 1e6 / nanos.size();
    }

    double millisAt(double quantile) {
      if (nanos.isEmpty()) {
        return 0;
      }
      int at = (int) Math.min(nanos.size() - 1, Math.floor(nanos.size() * quantile));
      return nanos.get(at) / 1e6;
    }
  }

  /** As {@link #measure}, where an error makes the figures worthless. */
  Result run(Endpoint endpoint) throws IOException, InterruptedException {
    Result result = measure(endpoint);
    if (result.errors() > 0) {
      throw new IOException(result.errors() + " errors, first: " + result.firstError());
    }
    return result;
  }

  /** Prepares all clients, then lets all of them begin. */
  Result measure(Endpoint endpoint) throws IOException, InterruptedException {
    var begun = new ArrayList<Client>();
    try (var threads = Executors.newFixedThreadPool(clients)) {
      var beginnings = new ArrayList<Callable<Client>>();
      for (int client = 0; client < clients; client++) {
        int number = client;
        beginnings.add(() -> begin(endpoint, number));
      }
      begun.addAll(all(threads, beginnings, GRACE_SECONDS));
      return measure(endpoint, threads, begun);
    } finally {
      for (Client client : begun) {
        client.connection.close();
      }
    }
  }

  private Result measure(Endpoint endpoint, ExecutorService threads, List<Client> begun)
      throws IOException, InterruptedException {
    long self = ProcessHandle.current().pid();
    double cpuBefore = endpoint.cpuSeconds();
    double selfBefore = Endpoint.cpuSeconds(self);
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    int most = Math.min(work.most(), Math.ceilDiv(limit, clients));
    List<Callable<Client>> tasks =
        begun.stream().map(client -> (Callable<Client>) () -> client.repeat(end, most)).toList();
    all(threads, tasks, GRACE_SECONDS + (long) seconds);
    double elapsed = (System.nanoTime() - start) / 1e9;
    double cpu = endpoint.cpuSeconds() - cpuBefore;
    double selfCpu = Endpoint.cpuSeconds(self) - selfBefore;
    List<Long> nanos =
        begun.stream()
            .flatMapToLong(client -> Arrays.stream(client.nanos, 0, client.done))
            .sorted()
            .boxed()
            .toList();
    return new Result(
        nanos,
        elapsed,
        cpu,
        selfCpu,
        nanos.size() * work.sizeBytes(),
        begun.stream().mapToInt(client -> client.errors).sum(),
        begun.stream().map(client -> client.error).filter(e -> e != null).findFirst().orElse(null));
  }

  private Client begin(Endpoint endpoint, int number) throws IOException {
    var connection = new Connection(endpoint);
    try {
      return new Client(connection, work.begin(connection, number));
    } catch (IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Waits no longer than that; who is late is interrupted, which closes its connection. */
  private static List<Client> all(
      ExecutorService threads, List<Callable<Client>> tasks, long seconds)
      throws IOException, InterruptedException {
    var done = new ArrayList<Client>();
    for (Future<Client> each : threads.invokeAll(tasks, seconds, TimeUnit.SECONDS)) {
      if (each.isCancelled()) {
        throw new IOException("a client waits in vain for an answer");
      }
      try {
        done.add(each.get());
      } catch (ExecutionException e) {
        throw new IOException(e.getCause());
      }
    }
    return done;
  }

  /** One client and what came of it; used by one thread at a time. */
  private static final class Client {
    private final Connection connection;
    private final Work.Task task;
    private long[] nanos = new long[1024];
    private int done;
    private int errors;
    private @Nullable String error;

    Client(Connection connection, Work.Task task) {
      this.connection = connection;
      this.task = task;
    }

    Client repeat(long end, int most) {
      int number = 0;
      for (long now = System.nanoTime(); now < end && number < most; number++) {
        try {
          task.perform(number);
        } catch (IOException e) {
          error = error == null ? e.toString() : error;
          if (++errors == ERRORS_OF_A_CLIENT) {
            break;
          }
          now = System.nanoTime();
          continue;
        }
        long after = System.nanoTime();
        if (done == nanos.length) {
          nanos = Arrays.copyOf(nanos, done * 2);
        }
        nanos[done++] = after - now;
        now = after;
      }
      return this;
    }
  }
}
