package dev.coffer.storage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own that runs a class of this test's class path, to be killed at any moment. */
public final class ChildProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;

  private ChildProcess(Process process) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts {@code main} with the folder and the arguments. */
  public static ChildProcess start(Class<?> main, Path folder, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                folder.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return new ChildProcess(builder.start());
  }

  public String awaitLine() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      throw new IllegalStateException("the process ended early");
    }
    return line;
  }

  /** Kills the process after so many lines; answers all whole lines that it printed until then. */
  public List<String> killAfterLines(int count) throws IOException {
    List<String> printed = new ArrayList<>();
    while (printed.size() < count) {
      printed.add(awaitLine());
    }
    process.destroyForcibly();
    StringBuilder rest = new StringBuilder();
    try {
      for (int next = lines.read(); next >= 0; next = lines.read()) {
        rest.append((char) next);
      }
    } catch (IOException e) {
      // The pipe is closed with the process; what was not read was not acknowledged to anybody.
    }
    int whole = rest.lastIndexOf("\n");
    if (whole >= 0) {
      printed.addAll(rest.substring(0, whole).lines().toList());
    }
    return printed;
  }

  /** Kills the process and waits for its end. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
      lines.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
