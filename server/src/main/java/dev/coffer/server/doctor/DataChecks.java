package dev.coffer.server.doctor;

import dev.coffer.kms.custody.Described;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.storage.blob.HardLinks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks at a data folder, whether a server runs on it or not.
 *
 * <p>The times of syncs say what the disk answers; whether it tells the truth shows when power
 * fails.
 */
public final class DataChecks {
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");
  private static final int SYNCS = 9;
  private static final Duration SLOW_SYNC = Duration.ofMillis(100);
  private static final Duration PLAUSIBLE = Duration.ofMinutes(1);

  private final Path data;
  private final Path keys;
  private final InstantSource clock;

  public DataChecks(Path data, InstantSource clock) {
    this.data = data;
    this.keys = data.resolve("keys");
    this.clock = clock;
  }

  /** All checks of the folder. */
  public List<Finding> all() throws IOException {
    List<Finding> findings = new ArrayList<>();
    findings.add(clockIsAfterTheFiles());
    findings.add(fileSystem());
    findings.add(links());
    findings.add(syncs());
    findings.addAll(permissions());
    findings.addAll(rootKey());
    findings.addAll(certificates());
    return findings;
  }

  /** A clock that was set back gives wrong times and breaks signatures. */
  private Finding clockIsAfterTheFiles() throws IOException {
    Instant newest = Instant.EPOCH;
    try (Stream<Path> files = Files.walk(data, 2)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Instant modified = Files.getLastModifiedTime(file).toInstant();
        newest = modified.isAfter(newest) ? modified : newest;
      }
    }
    Instant now = clock.instant();
    return newest.isAfter(now.plus(PLAUSIBLE))
        ? Finding.error("clock", "it is " + now + ", but files in DATA are of " + newest)
        : Finding.ok("clock", "it is " + now + ", after all files in DATA");
  }

  private Finding fileSystem() throws IOException {
    String type = Files.getFileStore(data).type();
    return type.equals("tmpfs") || type.equals("ramfs")
        ? Finding.error("disk", "DATA is on " + type + ": everything is lost when power fails")
        : Finding.ok("disk", "DATA is on " + type);
  }

  private Finding links() {
    Path blobs = data.resolve("blobs");
    try {
      return HardLinks.refusal(Files.isDirectory(blobs) ? blobs : data)
          .map(DataChecks::noLinks)
          .orElseGet(() -> Finding.ok("links", "a file in DATA can have two names"));
    } catch (IOException e) {
      return Finding.error("links", "cannot write in DATA/blobs: no body can be kept: " + e);
    }
  }

  private static Finding noLinks(IOException why) {
    return Finding.error(
        "links", "no file in DATA/blobs can have two names: no body can be kept: " + why);
  }

  private Finding syncs() throws IOException {
    Path file = Files.createTempFile(data, ".coffer-doctor-", ".tmp");
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      List<Duration> times = new ArrayList<>();
      for (int i = 0; i < SYNCS; i++) {
        long before = System.nanoTime();
        out.write(ByteBuffer.wrap(new byte[4096]));
        out.force(true);
        times.add(Duration.ofNanos(System.nanoTime() - before));
      }
      Collections.sort(times);
      Duration median = times.get(SYNCS / 2);
      String text = "a synced write of 4 KiB takes " + median.toNanos() / 1000 + " µs (median)";
      return median.compareTo(SLOW_SYNC) > 0
          ? Finding.warning("sync", text + ": small writes will be slow")
          : Finding.ok("sync", text);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private List<Finding> permissions() throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (String name :
        List.of(
            "keys",
            "keys/root.json",
            "keys/root.key",
            "meta",
            "blobs",
            "tls/server.key",
            "tls/ca.key",
            "first-run.env")) {
      Path file = data.resolve(name);
      if (Files.exists(file)
          && !Collections.disjoint(Files.getPosixFilePermissions(file), OTHERS)) {
        findings.add(Finding.error("permissions", "others than its owner may use " + file));
      }
    }
    if (findings.isEmpty()) {
      findings.add(Finding.ok("permissions", "keys and rows are their owner's alone"));
    }
    if (Files.exists(data.resolve("first-run.env"))) {
      findings.add(
          Finding.warning(
              "credentials", "the root credentials lie beside the data: first-run.env"));
    }
    return findings;
  }

  private List<Finding> rootKey() {
    Described described = RootKeyFile.describe(keys);
    List<Finding> findings = new ArrayList<>();
    if (described.has("keyfile") && Files.exists(keys.resolve(RootKeyFile.KEY_FILE_NAME))) {
      findings.add(
          Finding.warning(
              "root-key",
              "it lies beside the data, and protects against a stolen disk only if you keep it"
                  + " elsewhere"));
    } else {
      findings.add(Finding.ok("root-key", "it does not lie beside the data"));
    }
    findings.add(
        described.has("recovery") || described.has("shamir")
            ? Finding.ok("recovery", "there is a recovery key, or there are shares")
            : Finding.warning("recovery", "there is no recovery key and there are no shares"));
    if (described.rotating()) {
      findings.add(Finding.warning("rotation", "a rotation was begun and is not finished"));
    }
    return findings;
  }

  private List<Finding> certificates() {
    Path own = data.resolve("tls").resolve("server.pem");
    return Files.exists(own) ? List.of(Certificate.check(own, clock.instant())) : List.of();
  }
}
