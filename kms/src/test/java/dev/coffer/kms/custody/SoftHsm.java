package dev.coffer.kms.custody;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A token of Debian's SoftHSM 2 in a folder of its own. */
record SoftHsm(Path folder) {
  static final String PIN = "1234";
  private static final Path MODULE = Path.of("/usr/lib/softhsm/libsofthsm2.so");

  static boolean installed() {
    boolean there = Files.exists(MODULE) && Files.isExecutable(Path.of("/usr/bin/softhsm2-util"));
    if (!there) {
      System.out.println("SoftHSM tests skipped: no softhsm2 (apt-get install softhsm2)");
    }
    return there;
  }

  static SoftHsm in(Path folder) throws IOException, InterruptedException {
    var hsm = new SoftHsm(folder);
    Files.createDirectories(hsm.tokens());
    Files.writeString(
        hsm.configuration(),
        "directories.tokendir = "
            + hsm.tokens()
            + "\nobjectstore.backend = file\nlog.level = ERROR\n");
    hsm.pin(PIN);
    hsm.util("--init-token", "--free", "--label", "coffer-test", "--so-pin", "5678", "--pin", PIN);
    return hsm;
  }

  private Path tokens() {
    return folder.resolve("tokens");
  }

  private Path configuration() {
    return folder.resolve("softhsm2.conf");
  }

  private Path pinFile() {
    return folder.resolve("pin");
  }

  void pin(String pin) throws IOException {
    Files.writeString(pinFile(), pin + "\n");
    Files.setPosixFilePermissions(pinFile(), PosixFilePermissions.fromString("rw-------"));
  }

  void takeAway() throws IOException {
    Files.move(tokens(), folder.resolve("away"));
    Files.createDirectories(tokens());
  }

  void putBack() throws IOException {
    if (Files.exists(folder.resolve("away"))) {
      Files.delete(tokens());
      Files.move(folder.resolve("away"), tokens());
    }
  }

  Map<String, String> settings(String key) {
    return Map.of(
        "module",
        MODULE.toString(),
        "token",
        "coffer-test",
        "key",
        key,
        "pin-file",
        pinFile().toString(),
        "timeout-seconds",
        "30",
        "environment",
        "SOFTHSM2_CONF=" + configuration());
  }

  /** Says what the tool says of the token's flags. */
  String util(String... arguments) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<>(List.of("softhsm2-util"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SOFTHSM2_CONF", configuration().toString());
    Process process = builder.start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException(said);
    }
    return said;
  }
}
