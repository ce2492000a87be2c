package dev.coffer.kms.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.CustodyException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract on SoftHSM 2, and what only tokens do. */
final class Pkcs11TokenTest extends KeyCustodyContract {
  private static boolean installed;

  private final Entropy entropy = new Random(21)::nextBytes;
  private final Surroundings around = new Surroundings(InstantSource.system(), entropy);
  @TempDir private Path folder;
  private SoftHsm hsm = new SoftHsm(Path.of("unset"));

  @BeforeAll
  static void look() {
    installed = SoftHsm.installed();
  }

  @BeforeEach
  void makeToken() throws IOException, InterruptedException {
    assumeTrue(installed);
    hsm = SoftHsm.in(folder);
  }

  private KeyCustody client(Map<String, String> settings) {
    return Pkcs11Token.TYPE.open(settings, around);
  }

  @Override
  KeyCustody open() {
    KeyCustody custody = client(hsm.settings("coffer-root-1"));
    custody.createKey();
    return custody;
  }

  @Override
  KeyCustody reopen() {
    return client(hsm.settings("coffer-root-1"));
  }

  @Override
  KeyCustody openWithoutKey() {
    return client(hsm.settings("coffer-root-2"));
  }

  @Override
  void stopServer() throws IOException {
    hsm.takeAway();
  }

  @Override
  void startServer() throws IOException {
    hsm.putBack();
  }

  @Override
  void killInTheMiddle() {
    workers().forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  int bitStep() {
    return 7;
  }

  /** Only those that this test's process started. */
  private static List<ProcessHandle> workers() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
  }

  @Test
  void aWrongPinIsAskedOnce() throws IOException, InterruptedException {
    try (KeyCustody custody = open();
        Secret key = Secret.random(entropy, 32)) {
      Bytes wrapped = custody.wrap(key, at("a", 1));
      hsm.pin("9999");
      try (KeyCustody wrong = client(hsm.settings("coffer-root-1"))) {
        for (int i = 0; i < 20; i++) {
          requireReason(Reason.REFUSED, () -> wrong.unwrap(wrapped, at("a", 1)));
        }
        assertThat(workers()).hasSize(1); // the good client's alone
      }
      hsm.pin(SoftHsm.PIN);
      try (KeyCustody right = client(hsm.settings("coffer-root-1"))) {
        requireGivesBack(right, wrapped, at("a", 1), key);
      }
    }
  }

  @Test
  void aKilledWorkerIsReplacedWithinTheCall() {
    try (KeyCustody custody = open();
        Secret key = Secret.random(entropy, 32)) {
      Bytes wrapped = custody.wrap(key, at("a", 1));
      for (int i = 0; i < 3; i++) {
        killInTheMiddle();
        requireGivesBack(custody, wrapped, at("a", 1), key);
      }
    }
    assertThat(workers()).isEmpty();
  }

  /** The worker is stopped, as a module hangs that waits for its device. */
  @Test
  void aHungWorkerIsKilledAndReplaced() throws IOException, InterruptedException {
    var settings = new HashMap<>(hsm.settings("coffer-root-1"));
    settings.put("timeout-seconds", "8");
    open().close();
    try (KeyCustody custody = client(settings);
        Secret key = Secret.random(entropy, 32)) {
      Bytes wrapped = custody.wrap(key, at("a", 1));
      long worker = workers().getFirst().pid();
      new ProcessBuilder("kill", "-STOP", Long.toString(worker)).start().waitFor();
      long begun = System.nanoTime();
      requireReason(Reason.UNREACHABLE, () -> custody.unwrap(wrapped, at("a", 1)));
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
      requireGivesBack(custody, wrapped, at("a", 1), key);
      assertThat(ProcessHandle.of(worker).filter(ProcessHandle::isAlive)).isEmpty();
    }
  }

  @Test
  void aKeyIsNotMadeTwice() throws IOException, InterruptedException {
    try (KeyCustody custody = open()) {
      requireReason(Reason.EXISTS, custody::createKey);
    }
    assertThat(hsm.util("--show-slots")).contains("coffer-test");
  }

  @Test
  void theTokenMayDrawTheVector() {
    var settings = new HashMap<>(hsm.settings("coffer-root-1"));
    settings.put("iv", "token");
    open().close();
    try (KeyCustody custody = client(settings);
        Secret key = Secret.random(entropy, 32)) {
      // SoftHSM does not draw one: a vector of zeros must not pass for one of the token's.
      requireReason(Reason.UNSUPPORTED, () -> custody.wrap(key, at("a", 1)));
    }
  }

  @Test
  void aPinFileThatOthersMayReadIsRefused() throws IOException {
    Files.setPosixFilePermissions(
        folder.resolve("pin"), PosixFilePermissions.fromString("rw-r--r--"));
    try (KeyCustody custody = client(hsm.settings("coffer-root-1"))) {
      requireReason(Reason.EXPOSED, custody::probe);
    }
  }

  @Test
  void aModuleThatIsNoneIsUnreachable() {
    for (String module : List.of("/nowhere/module.so", "/usr/lib/x86_64-linux-gnu/libc.so.6")) {
      var settings = new HashMap<>(hsm.settings("coffer-root-1"));
      settings.put("module", module);
      try (KeyCustody custody = client(settings)) {
        requireReason(Reason.UNREACHABLE, custody::probe);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "timeout-seconds,61",
    "timeout-seconds,0",
    "iv,maybe",
    "environment,=x",
    "module,relative.so",
    "pin,1234"
  })
  void wrongSettingsAreRefused(String name, String value) {
    var settings = new HashMap<>(hsm.settings("coffer-root-1"));
    settings.put(name, value);
    requireReason(Reason.UNSUPPORTED, () -> client(settings));
  }

  @Test
  void aSlotOfATokenOpensTheRootKey() throws IOException {
    Path keys = folder.resolve("keys");
    open().close();
    try (StoreRootKey root = RootKeyFile.create(keys, new FirstSecret.KeyFile(), entropy).root()) {
      RootKeyFile.addSlot(
          keys,
          root,
          new FirstSecret.Backend("pkcs11", hsm.settings("coffer-root-1"), around),
          entropy);
    }
    var backends = new UnlockSecret.Backends(around);
    RootKeyFile.open(keys, backends).close();
    hsm.takeAway();
    requireReason(Reason.UNREACHABLE, () -> RootKeyFile.open(keys, backends));
    hsm.putBack();
    RootKeyFile.open(keys, backends).close();
  }
}
