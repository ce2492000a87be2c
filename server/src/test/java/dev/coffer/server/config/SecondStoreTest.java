package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Two servers, of which one keeps the other's root key: the remote KMS is a second Coffer. */
@DisabledIfEnvironmentVariable(named = "AWS_ACCESS_KEY_ID", matches = ".+")
class SecondStoreTest {
  @TempDir private Path folder;
  private Neighbour keeper = unset();
  private Neighbour kept = unset();
  private Path credentials = Path.of("unset");
  private String key = "";

  // Replaced before each test.
  @SuppressWarnings("NullAway")
  private static Neighbour unset() {
    return null;
  }

  /** The kept store has a slot with its keeper, and its key file is gone. */
  @BeforeEach
  void foundBoth() throws Exception {
    keeper = new Neighbour(folder.resolve("keeper"));
    kept = new Neighbour(folder.resolve("kept"));
    credentials = folder.resolve("kms.env");
    keeper.start();
    key = keeper.createKey("{}");
    keeper.writeCredentials(credentials);
    kept.start();
    kept.stop();
    kept.done("custody add DATA aws-kms" + keeper.settingsFor(key, credentials));
    Files.delete(kept.data().resolve("keys/root.key"));
  }

  @AfterEach
  void stopBoth() {
    kept.close();
    keeper.close();
  }

  @Test
  void theKeeperOpensTheRootKeyAtEachStart() throws Exception {
    for (int start = 0; start < 2; start++) {
      kept.start();
      assertThat(kept.state()).isEqualTo("unsealed");
      kept.stop();
    }
    assertThat(kept.done("custody test DATA")).contains("aws-kms  opens");
  }

  @Test
  void withoutItsKeeperItStartsSealedAndIsUnsealedWhenTheKeeperIsBack() throws Exception {
    keeper.stop();
    kept.start();
    assertThat(kept.state()).isEqualTo("sealed");
    assertThat(kept.run("unseal DATA --backends").err()).contains("UNREACHABLE");
    keeper.start();
    assertThat(kept.done("unseal DATA --backends")).contains("state: unsealed");
    String own = kept.createKey("{}");
    keeper.stop();
    assertThat(kept.kms("GenerateDataKey", dataKey(own)).refusal()).isEmpty();
    assertThat(kept.done("status DATA")).contains("state: unsealed");
  }

  private static String dataKey(String keyId) {
    return "{\"KeyId\":\"%s\",\"KeySpec\":\"AES_256\"}".formatted(keyId);
  }

  @Test
  void wrongCredentialsSealItUntilTheyAreRight() throws Exception {
    keeper.writeCredentials(credentials, "a-secret-that-the-keeper-does-not-know");
    kept.start();
    assertThat(kept.state()).isEqualTo("sealed");
    assertThat(kept.run("unseal DATA --backends").err()).contains("REFUSED");
    keeper.writeCredentials(credentials);
    assertThat(kept.done("unseal DATA --backends")).contains("state: unsealed");
  }

  @Test
  void theKeepersOwnerMayShutTheStoreOut() throws Exception {
    assertThat(keeper.kms("DisableKey", "{\"KeyId\":\"" + key + "\"}").refusal()).isEmpty();
    kept.start();
    assertThat(kept.state()).isEqualTo("sealed");
    assertThat(kept.run("unseal DATA --backends").err()).contains("REFUSED");
    assertThat(keeper.kms("EnableKey", "{\"KeyId\":\"" + key + "\"}").refusal()).isEmpty();
    assertThat(kept.done("unseal DATA --backends")).contains("state: unsealed");
  }

  @Test
  void aSealedKeeperIsNoAnswer() throws Exception {
    keeper.done("seal DATA");
    kept.start();
    assertThat(kept.run("unseal DATA --backends").err()).contains("UNREACHABLE");
    keeper.done(
        "unseal DATA --root-key-file " + keeper.data().resolve("keys/root.key").toAbsolutePath());
    assertThat(kept.done("unseal DATA --backends")).contains("state: unsealed");
  }

  @Test
  void aStoreIsNotItsOwnKeeper() throws Exception {
    kept.start();
    String own = kept.createKey("{}");
    Path ownCredentials = folder.resolve("own.env");
    kept.writeCredentials(ownCredentials);
    String settings = kept.settingsFor(own, ownCredentials);
    assertThat(kept.run("custody add DATA aws-kms" + settings).err()).contains("this very store");
    assertThat(kept.run("custody strict add DATA loop aws-kms" + settings).err())
        .contains("this very store");
    assertThat(kept.done("custody strict list DATA")).isEmpty();
  }

  @Test
  void theRootKeyIsReplacedWithTheKeepersHelp() throws Exception {
    kept.start();
    String own = kept.createKey("{}");
    String sealed = kept.kms("GenerateDataKey", dataKey(own)).text("CiphertextBlob");
    kept.stop();
    String recovery = slot("recovery");
    String keyFile = slot("keyfile");
    kept.done("custody rotate DATA --drop " + keyFile);
    assertThat(kept.done("custody status DATA")).contains("version 2", recovery);
    kept.start();
    assertThat(kept.kms("Decrypt", "{\"CiphertextBlob\":\"" + sealed + "\"}").refusal()).isEmpty();
  }

  private String slot(String kind) throws IOException {
    return kept.done("custody status DATA")
        .lines()
        .filter(line -> line.contains("  " + kind))
        .map(line -> line.replaceAll("^Slot +([0-9a-f]{16}).*$", "$1"))
        .findFirst()
        .orElseThrow();
  }
}
