package dev.coffer.kms.custody;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed while it changes the root key file: any moment leaves a file that opens.
 */
final class RootKeyFileKillTest {
  private static final int ROUNDS = 5;

  @TempDir private Path folder;
  private final Entropy entropy = Entropy.system();

  /** The process that is killed: slots come and go, and the root key is replaced, without end. */
  static final class Changes {
    private Changes() {}

    public static void main(String[] arguments) {
      Path keys = Path.of(arguments[0]);
      UnlockSecret keyFile = new UnlockSecret.KeyFile(keys.resolve(RootKeyFile.KEY_FILE_NAME));
      Entropy entropy = Entropy.system();
      while (true) {
        try (StoreRootKey root = RootKeyFile.open(keys, keyFile)) {
          if (root.rotating()) {
            Rotation.finish(keys, root);
          }
          step();
          Added added = RootKeyFile.addSlot(keys, root, new FirstSecret.Recovery(), entropy);
          step();
          RootKeyFile.removeSlot(keys, root, added.slotId());
          step();
          Rotation.begin(keys, root, List.of(keyFile), Set.of(), entropy).root().close();
        }
      }
    }
  }

  /** Tells the one who kills that another change begins. */
  private static void step() {
    System.out.print('.');
    System.out.flush();
  }

  @Test
  void anyMomentLeavesAFileThatOpens() throws Exception {
    Path keys = folder.resolve("keys");
    RootKeyFile.create(keys, new FirstSecret.KeyFile(), entropy).root().close();
    var keyFile = new UnlockSecret.KeyFile(keys.resolve(RootKeyFile.KEY_FILE_NAME));
    int before = 0;
    for (int round = 0; round < ROUNDS; round++) {
      killedAfter(keys, 5 + round);
      try (StoreRootKey root = RootKeyFile.open(keys, keyFile);
          Secret key = Secret.random(entropy, 32)) {
        byte[] wrapped = root.wrap("row", key, new byte[] {1}, entropy);
        root.unwrap("row", wrapped, new byte[] {1}).close();
        assertThat(root.version()).isGreaterThanOrEqualTo(before);
        before = root.version();
      }
      assertThat(RootKeyFile.describe(keys).slots()).hasSizeBetween(2, RootKeyDocument.MAX_SLOTS);
    }
    assertThat(before).isGreaterThan(1);
  }

  private void killedAfter(Path keys, int steps) throws IOException, InterruptedException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                modules(classPath),
                Changes.class.getName(),
                keys.toString())
            .redirectError(log.toFile())
            .start();
    try (var in = process.getInputStream()) {
      assertThat(in.readNBytes(steps)).as(Files.readString(log)).hasSize(steps);
      TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(20));
      assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** Where tests run as a named module, what they are made of lies on the module path too. */
  private static String modules(String classPath) {
    String modulePath = System.getProperty("jdk.module.path", "");
    return modulePath.isEmpty() ? classPath : classPath + ":" + modulePath;
  }
}
