package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.server.control.ControlClient;
import dev.coffer.server.control.Order;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * A root key that opens its file and not the store: the start is refused and nothing is changed.
 */
@DisabledIfEnvironmentVariable(named = "AWS_ACCESS_KEY_ID", matches = ".+")
class BadKeysTest {
  private static final String FOREIGN = "the root key opens its file and not this store";

  @TempDir private Path folder;
  private Neighbour coffer = unset();

  // Replaced before each test.
  @SuppressWarnings("NullAway")
  private static Neighbour unset() {
    return null;
  }

  @BeforeEach
  void foundAStore() throws IOException {
    coffer = new Neighbour(folder.resolve("coffer"));
    coffer.start();
    coffer.stop();
  }

  @AfterEach
  void stop() {
    coffer.close();
  }

  private Path keys(String name) {
    return coffer.data().resolve("keys").resolve(name);
  }

  private void startIsRefused() {
    assertThatExceptionOfType(StartFailure.class)
        .isThrownBy(coffer::start)
        .withMessageContaining(FOREIGN)
        .extracting(StartFailure::exitCode)
        .isEqualTo(ExitCode.CONFIGURATION);
    coffer.stop();
  }

  /** Two generations: the root key of before two rotations. */
  @Test
  void anOlderRootKeyFileIsRefusedUntilTheRightOneIsBack() throws Exception {
    byte[] oldest = Files.readAllBytes(keys("root.json"));
    coffer.done("custody rotate DATA");
    coffer.done("custody rotate DATA");
    byte[] right = Files.readAllBytes(keys("root.json"));
    Files.write(keys("root.json"), oldest);
    startIsRefused();
    assertThat(Files.readAllBytes(keys("root.json"))).isEqualTo(oldest);
    Files.write(keys("root.json"), right);
    coffer.start();
    assertThat(coffer.state()).isEqualTo("unsealed");
    coffer.createKey("{}");
  }

  @Test
  void theKeysOfAnotherInstallationAreRefused() throws Exception {
    try (var other = new Neighbour(folder.resolve("other"))) {
      other.start();
      other.stop();
      for (String name : new String[] {"root.json", "root.key"}) {
        Files.copy(keys(name), folder.resolve(name));
        Path theirs = other.data().resolve("keys").resolve(name);
        Files.copy(
            theirs,
            keys(name),
            StandardCopyOption.REPLACE_EXISTING,
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    startIsRefused();
    for (String name : new String[] {"root.json", "root.key"}) {
      Files.copy(folder.resolve(name), keys(name), StandardCopyOption.REPLACE_EXISTING);
    }
    coffer.start();
    assertThat(coffer.state()).isEqualTo("unsealed");
  }

  @Test
  void aSealedStoreDoesNotOpenWithThemEither() throws Exception {
    byte[] oldest = Files.readAllBytes(keys("root.json"));
    coffer.done("custody rotate DATA");
    byte[] right = Files.readAllBytes(keys("root.json"));
    coffer.start();
    coffer.done("seal DATA");
    Files.write(keys("root.json"), oldest);
    byte[] path = keys("root.key").toString().getBytes(StandardCharsets.UTF_8);
    var refused = ControlClient.give(coffer.data(), Order.UNSEAL_BY_KEY_FILE, path);
    assertThat(refused.done()).isFalse();
    assertThat(refused.said().get("message").asString()).contains("the store does not");
    assertThat(coffer.state()).isEqualTo("sealed");
    Files.write(keys("root.json"), right);
    assertThat(ControlClient.give(coffer.data(), Order.UNSEAL_BY_KEY_FILE, path).done()).isTrue();
  }
}
