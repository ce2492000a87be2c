package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What is alive in a server's memory. */
final class Heap {
  private Heap() {}

  /**
   * The live objects, after a full collection; memory outside the heap is not part of it.
   *
   * @param file where the dump lies meanwhile
   */
  static byte[] of(StartedServer server, Path file) throws Exception {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(server.pid()),
                "GC.heap_dump",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
    assertThat(jcmd.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(jcmd.exitValue()).as(said).isZero();
    byte[] content = Files.readAllBytes(file);
    Files.delete(file);
    return content;
  }
}
