package dev.coffer.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A token of Debian's SoftHSM 2 in a folder of its own, and how the command line names it. */
record SoftToken(Path folder) {
  private static final Path MODULE = Path.of("/usr/lib/softhsm/libsofthsm2.so");
  private static final String PIN = "1234";

  /** Says in a line when it is not. */
  static boolean installed() {
    boolean there = Files.exists(MODULE) && Files.isExecutable(Path.of("/usr/bin/softhsm2-util"));
    if (!there) {
      System.out.println("SoftHSM tests skipped: no softhsm2 (apt-get install softhsm2)");
    }
    return there;
  }

  static SoftToken in(Path folder) throws IOException, InterruptedException {
    var token = new SoftToken(folder);
    Files.createDirectories(token.tokens());
    Files.writeString(
        token.configuration(),
        "directories.tokendir = "
            + token.tokens()
            + "\nobjectstore.backend = file\nlog.level = ERROR\n");
    token.pin(PIN);
    token.initialize();
    return token;
  }

  private Path tokens() {
    return folder.resolve("tokens");
  }

  private Path configuration() {
    return folder.resolve("softhsm2.conf");
  }

  private void initialize() throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(
                List.of(
                    "softhsm2-util",
                    "--init-token",
                    "--free",
                    "--label",
                    "coffer-test",
                    "--so-pin",
                    "5678",
                    "--pin",
                    PIN))
            .redirectErrorStream(true);
    builder.environment().put("SOFTHSM2_CONF", configuration().toString());
    Process process = builder.start();
    byte[] said = process.getInputStream().readAllBytes();
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException(new String(said, StandardCharsets.UTF_8));
    }
  }

  /** What the server will offer as the PIN when it opens its stores next. */
  void pin(String pin) throws IOException {
    Path file = folder.resolve("pin");
    Files.writeString(file, pin + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  void rightPin() throws IOException {
    pin(PIN);
  }

  void takeAway() throws IOException {
    Files.move(tokens(), folder.resolve("away"));
    Files.createDirectories(tokens());
  }

  void putBack() throws IOException {
    Files.delete(tokens());
    Files.move(folder.resolve("away"), tokens());
  }

  /** The settings by which a store asks a key of this token. */
  String settings() {
    return " --set module=%s --set token=coffer-test --set key=coffer-strict-1 --set pin-file=%s"
            .formatted(MODULE, folder.resolve("pin"))
        + " --set environment=SOFTHSM2_CONF="
        + configuration();
  }
}
