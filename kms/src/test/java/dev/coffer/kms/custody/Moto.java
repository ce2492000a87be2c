package dev.coffer.kms.custody;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server of moto, from {@code COFFER_MOTO_SERVER} or the path. */
record Moto(Process process, URI endpoint) implements AutoCloseable {
  static Optional<Moto> start(Path folder) throws Exception {
    Optional<Path> program = findProgram();
    if (program.isEmpty()) {
      System.out.println("AwsKmsMotoTest skipped: no moto_server (COFFER_MOTO_SERVER or the path)");
      return Optional.empty();
    }
    int port = freePort();
    Process process =
        new ProcessBuilder(program.get().toString(), "-H", "127.0.0.1", "-p", String.valueOf(port))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("moto.log").toFile())
            .start();
    for (int i = 0; i < 1200 && process.isAlive(); i++) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return Optional.of(new Moto(process, URI.create("http://127.0.0.1:" + port)));
      } catch (IOException notYet) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    throw new IllegalStateException(Files.readString(folder.resolve("moto.log")));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Optional<Path> findProgram() {
    Map<String, String> environment = System.getenv();
    String named = environment.get("COFFER_MOTO_SERVER");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    return Stream.of(environment.getOrDefault("PATH", "").split(":", -1))
        .map(entry -> Path.of(entry, "moto_server"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Its keys lie in its memory, so it is stopped and not ended. */
  void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
