package dev.coffer.server.config;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A file system in memory that is soon full, mounted on a folder of its own. */
record SmallDisk(Path folder) implements AutoCloseable {
  private static final int PAGE = 4096;

  /** Says in a line when nothing may be mounted here. */
  static boolean possible() throws IOException {
    Path folder = Files.createTempDirectory("coffer-test-disk");
    boolean possible = false;
    try (var disk = mount(folder, 64)) {
      possible = Files.isWritable(disk.folder());
    } catch (IOException e) {
      System.out.println("Full disk tests skipped: no tmpfs can be mounted (they need root)");
    } finally {
      Files.delete(folder);
    }
    return possible;
  }

  /**
   * Mounts one on a folder, which is made when it is not there.
   *
   * @throws IOException when that is not allowed, or there is no such command
   */
  static SmallDisk mount(Path folder, int kibibytes) throws IOException {
    Files.createDirectories(folder);
    run("mount", "-t", "tmpfs", "-o", "mode=0700,size=" + kibibytes + "k", "tmpfs", "" + folder);
    return new SmallDisk(folder);
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    byte[] said = process.getInputStream().readAllBytes();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(new String(said, StandardCharsets.UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted before the command ended", e);
    }
  }

  private Path filling() {
    return folder.resolve("filling");
  }

  /** Leaves room for nothing but what is left of the last page of each file. */
  void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(filling())) {
      while (true) {
        out.write(new byte[PAGE]);
      }
    } catch (IOException full) {
      if (!String.valueOf(full.getMessage()).contains("No space left")) {
        throw full;
      }
    }
  }

  void makeRoom() throws IOException {
    Files.delete(filling());
  }

  @Override
  public void close() throws IOException {
    run("umount", folder.toString());
  }
}
