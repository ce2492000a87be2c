package dev.coffer.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends many large bodies slowly at once and watches the resident set of the server.
 *
 * <p>{@code slow-connections ENDPOINT [CONNECTIONS] [MIB] [SECONDS]}: each connection spreads its
 * body over about that many seconds.
 */
final class SlowConnections {
  private static final int PIECE_BYTES = 64 * 1024;

  private SlowConnections() {}

  public static void main(String[] arguments) throws Exception {
    Endpoint endpoint = Endpoint.parse(arguments[0]);
    int connections = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 256;
    int bodyBytes = (arguments.length > 2 ? Integer.parseInt(arguments[2]) : 64) << 20;
    int seconds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 120;
    String bucket = "slow-" + Long.toString(System.nanoTime(), 36);
    try (var connection = new Connection(endpoint)) {
      connection.exchange("PUT", "/" + bucket, new byte[0]);
    }
    System.out.printf("resident before: %d MiB%n", Memory.residentKib(endpoint.pid()) / 1024);
    var largest = new AtomicLong();
    var watcher = watch(endpoint, largest);
    int done = send(endpoint, bucket, connections, bodyBytes, seconds);
    watcher.interrupt();
    System.out.printf(
        "%d of %d bodies of %d MiB stored; resident at most %d MiB%n",
        done, connections, bodyBytes >> 20, largest.get() / 1024);
  }

  private static int send(Endpoint endpoint, String bucket, int connections, int bytes, int seconds)
      throws InterruptedException {
    int done = 0;
    var tasks = new ArrayList<Future<Boolean>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < connections; i++) {
        String path = "/" + bucket + "/slow-" + i;
        tasks.add(threads.submit(() -> body(endpoint, path, bytes, seconds)));
      }
      for (Future<Boolean> task : tasks) {
        try {
          done += task.get() ? 1 : 0;
        } catch (java.util.concurrent.ExecutionException e) {
          System.out.println("failed: " + e.getCause());
        }
      }
    }
    return done;
  }

  private static boolean body(Endpoint endpoint, String path, int bytes, int seconds)
      throws IOException, InterruptedException {
    byte[] piece = new byte[PIECE_BYTES];
    long pauseMillis = seconds * 1000L * PIECE_BYTES / bytes;
    try (var socket = new Socket(endpoint.host(), endpoint.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(head(endpoint, path, bytes).getBytes(StandardCharsets.ISO_8859_1));
      for (int sent = 0; sent < bytes; sent += PIECE_BYTES) {
        out.write(piece);
        TimeUnit.MILLISECONDS.sleep(pauseMillis);
      }
      byte[] status = socket.getInputStream().readNBytes(12);
      return new String(status, StandardCharsets.ISO_8859_1).endsWith("200");
    }
  }

  private static String head(Endpoint endpoint, String path, int bytes) {
    var head = new StringBuilder("PUT " + path + " HTTP/1.1\r\n");
    for (var field : Signed.headers(endpoint, Ask.of("PUT", path)).fields()) {
      head.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    return head.append("Content-Length: ").append(bytes).append("\r\n\r\n").toString();
  }

  private static Thread watch(Endpoint endpoint, AtomicLong largest) {
    return Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            while (true) {
              largest.accumulateAndGet(Memory.residentKib(endpoint.pid()), Math::max);
              TimeUnit.MILLISECONDS.sleep(200);
            }
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          } catch (IOException e) {
            System.out.println("cannot read the resident set: " + e.getMessage());
          }
        });
  }
}
