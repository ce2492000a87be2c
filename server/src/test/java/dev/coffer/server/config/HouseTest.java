package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.custody.CustodyException;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.kms.custody.Surroundings;
import dev.coffer.kms.custody.UnlockSecret;
import dev.coffer.store.bucket.Profile;
import dev.coffer.store.sse.Sse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** First starts, later ones, and those that are refused; in this process. */
@DisabledIfEnvironmentVariable(named = "AWS_ACCESS_KEY_ID", matches = ".+")
class HouseTest {
  @TempDir private Path folder;

  private Path data() {
    return folder.resolve("data");
  }

  private Path ready() {
    return folder.resolve("ready.json");
  }

  private ServerOptions options(HostPort listen, @Nullable HostPort tls, boolean iKnow) {
    return new ServerOptions(
        data(),
        listen,
        new ServerOptions.TlsOptions(tls, null, null, false),
        new ServerOptions.Buckets("us-east-1", Profile.YEAR_2026, List.of(), Sse.Kms.DEFAULT_LIFE),
        ServerOptions.Secrets.NONE,
        ready(),
        iKnow);
  }

  private ServerOptions local() {
    return options(anyPort(), null, false);
  }

  private static HostPort anyPort() {
    return new HostPort(InetAddress.getLoopbackAddress(), 0);
  }

  private static HostPort everywhere() {
    return HostPort.parse("--listen", "0.0.0.0:0");
  }

  private JsonNode start(ServerOptions options) throws IOException {
    try (House house = House.build(options)) {
      assertThat(house).isNotNull();
      return new JsonMapper().readTree(Files.readAllBytes(ready()));
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void whereNoFileCanHaveTwoNamesThereIsNoStart() throws IOException {
    try (OtherDisk elsewhere = OtherDisk.beside(folder)) {
      start(local());
      Files.delete(data().resolve("blobs/blobs"));
      Files.createSymbolicLink(data().resolve("blobs/blobs"), elsewhere.folder());
      StartFailure failure = catchThrowableOfType(StartFailure.class, () -> House.build(local()));
      assertThat(failure.exitCode()).isEqualTo(ExitCode.CANNOT_CREATE);
      assertThat(failure)
          .hasMessageContaining("no file in ")
          .hasMessageContaining(" can have two names")
          .hasMessageContaining("hard links");
      assertThat(elsewhere.folder()).isEmptyDirectory();
      assertThat(data().resolve("blobs/pending")).isEmptyDirectory();
    }
  }

  /** Nobody can make a file in a folder of processes; that is no matter of links. */
  @Test
  void whereNoFileCanBeMadeThereIsNoStart() throws IOException {
    Path processes = Path.of("/proc/self");
    assumeTrue(Files.isDirectory(processes), "there is no /proc");
    start(local());
    Files.delete(data().resolve("blobs/blobs"));
    Files.createSymbolicLink(data().resolve("blobs/blobs"), processes);
    StartFailure failure = catchThrowableOfType(StartFailure.class, () -> House.build(local()));
    assertThat(failure.exitCode()).isEqualTo(ExitCode.CANNOT_CREATE);
    assertThat(failure)
        .hasMessageContaining("cannot write in " + data().toRealPath().resolve("blobs"))
        .hasMessageContaining("Exception: ")
        .message()
        .doesNotContain("two names");
  }

  @Test
  void theFirstStartMakesSecretsThatOnlyTheOwnerMayRead() throws IOException {
    JsonNode ready = start(options(anyPort(), anyPort(), false));
    assertThat(mode(data())).isEqualTo("rwx------");
    assertThat(mode(data().resolve("keys"))).isEqualTo("rwx------");
    for (String file :
        List.of(
            "first-run.env", "keys/root.key", "keys/root.json", "tls/ca.key", "tls/server.key")) {
      assertThat(mode(data().resolve(file))).as(file).isEqualTo("rw-------");
    }
    assertThat(mode(ready())).isEqualTo("rw-------");
    assertThat(Files.readString(data().resolve("first-run.env")))
        .contains(
            "AWS_ACCESS_KEY_ID=" + ready.get("accessKeyId").asString(),
            "AWS_SECRET_ACCESS_KEY=" + ready.get("secretAccessKey").asString());
  }

  @Test
  void theReadyFileSaysWhereAndWithWhat() throws IOException {
    JsonNode ready = start(local());
    assertThat(ready.get("http").asString()).matches("http://127\\.0\\.0\\.1:[1-9][0-9]*");
    assertThat(ready.get("https").isNull()).isTrue();
    assertThat(ready.get("ca").isNull()).isTrue();
    assertThat(ready.get("region").asString()).isEqualTo("us-east-1");
    assertThat(ready.get("account").asString()).isEqualTo("000000000000");
    assertThat(ready.get("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
  }

  @Test
  void aLaterStartKeepsTheCredentialsAndTheCertificate() throws IOException {
    JsonNode first = start(options(anyPort(), anyPort(), false));
    byte[] certificate = Files.readAllBytes(data().resolve("tls/server.pem"));
    Files.delete(data().resolve("first-run.env"));
    JsonNode second = start(options(anyPort(), anyPort(), false));
    assertThat(second.get("secretAccessKey")).isEqualTo(first.get("secretAccessKey"));
    assertThat(data().resolve("first-run.env")).doesNotExist();
    assertThat(data().resolve("tls/server.pem")).hasBinaryContent(certificate);
  }

  @Test
  void aFirstStartThatBrokeOffIsTakenUpWithTheSameCredentials() throws IOException {
    Files.createDirectories(data());
    Files.writeString(
        data().resolve("first-run.env"),
        "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nAWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI\n");
    JsonNode ready = start(local());
    assertThat(ready.get("accessKeyId").asString()).isEqualTo("AKIAIOSFODNN7EXAMPLE");
    assertThat(ready.get("secretAccessKey").asString()).isEqualTo("wJalrXUtnFEMI");
  }

  @Test
  void bodiesWithoutTheirRowsAreRefusedAndNothingIsMade() throws IOException {
    start(local());
    Path rows = data().resolve("meta");
    Path away = data().resolveSibling("away");
    Files.move(rows, away);
    assertThatThrownBy(() -> start(local()))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("put the rows back");
    assertThat(rows).doesNotExist();
    Files.move(away, rows);
    start(local());
  }

  @Test
  void dataWithoutItsRootKeyFileIsRefusedAndNothingIsMade() throws IOException {
    start(local());
    Path rootKey = data().resolve("keys/root.json");
    byte[] kept = Files.readAllBytes(rootKey);
    Files.delete(rootKey);
    assertThatThrownBy(() -> start(local()))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("put the root key file back");
    assertThat(rootKey).doesNotExist();
    Files.write(rootKey, kept);
    start(local());
  }

  @Test
  void theRecoveryKeyOpensWhatTheKeyFileNoLongerDoes() throws IOException {
    start(local());
    String recovery;
    try (DataFolder taken = DataFolder.take(data())) {
      RootKey known = rootKey(taken, ServerOptions.Secrets.NONE);
      recovery = String.valueOf(known.shownOnce(taken.keys(), Entropy.system()).recoveryKey());
      known.key().close();
    }
    Files.delete(data().resolve("keys/root.key"));
    Path printed = Files.writeString(folder.resolve("recovery"), recovery + "\n");
    try (DataFolder taken = DataFolder.take(data())) {
      RootKey opened = rootKey(taken, new ServerOptions.Secrets(null, printed, null));
      assertThat(opened.toString()).doesNotContain(recovery);
      opened.key().close();
    }
  }

  @Test
  void aFirstStartThatBrokeOffAfterItsRootKeyStillShowsARecoveryKey() throws IOException {
    RootKey root;
    try (DataFolder taken = DataFolder.take(data())) {
      root = rootKey(taken, ServerOptions.Secrets.NONE);
    }
    String lost = root.recoveryKey();
    root.key().close();
    var out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      start(local());
    } finally {
      System.setOut(before);
    }
    List<String> shown =
        Pattern.compile("Recovery\\s+([0-9A-Z-]{20,})")
            .matcher(out.toString(StandardCharsets.UTF_8))
            .results()
            .map(each -> each.group(1))
            .toList(); // what starts beside this test shows its own
    assertThat(shown).doesNotContain(lost).anyMatch(this::opensTheRootKey);
  }

  private boolean opensTheRootKey(String recoveryKey) {
    try {
      RootKeyFile.open(data().resolve("keys"), new UnlockSecret.Recovery(recoveryKey)).close();
      return true;
    } catch (CustodyException _) {
      return false;
    }
  }

  @Test
  void aSecondServerOnTheSameDataIsRefused() {
    try (House first = House.build(local())) {
      assertThat(first).isNotNull();
      StartFailure failure =
          catchThrowableOfType(StartFailure.class, () -> House.build(local()).close());
      assertThat(failure).hasMessageContaining("another server is running on");
      assertThat(failure.exitCode()).isEqualTo(ExitCode.TRY_LATER);
    }
  }

  @Test
  void generatedCredentialsAreNotForTheNetworkHoweverOftenOneAsks() {
    for (int i = 0; i < 3; i++) {
      StartFailure failure =
          catchThrowableOfType(
              StartFailure.class, () -> House.build(options(everywhere(), null, false)).close());
      assertThat(failure).hasMessageContaining("--i-know");
      assertThat(data().resolve("first-run.env")).doesNotExist();
      assertThat(data().resolve("keys")).doesNotExist();
    }
  }

  @Test
  void theSameHoldsForTls() {
    StartFailure failure =
        catchThrowableOfType(
            StartFailure.class, () -> House.build(options(anyPort(), everywhere(), false)).close());
    assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
  }

  @Test
  void whoSaysIKnowMayHaveThem() throws IOException {
    assertThat(start(options(everywhere(), null, true)).get("accessKeyId").asString()).isNotEmpty();
  }

  @Test
  void anAddressInUseIsSaidAndLeavesTheDataFree() throws IOException {
    try (var taken = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var busy = new HostPort(InetAddress.getLoopbackAddress(), taken.getLocalPort());
      StartFailure failure =
          catchThrowableOfType(
              StartFailure.class, () -> House.build(options(busy, null, false)).close());
      assertThat(failure).hasMessageContaining("cannot listen on");
    }
    assertThat(start(local()).get("http").asString()).startsWith("http://");
  }

  private static RootKey rootKey(DataFolder taken, ServerOptions.Secrets secrets) {
    var around = new Surroundings(InstantSource.system(), Entropy.system());
    return RootKey.find(taken, secrets, around).orElseThrow();
  }

  @Test
  void aKeyFileThatOthersMayReadIsRefused() throws IOException {
    start(local());
    Path rootKey = data().resolve("keys/root.key");
    Files.setPosixFilePermissions(rootKey, PosixFilePermissions.fromString("rw-r--r--"));
    StartFailure failure =
        catchThrowableOfType(StartFailure.class, () -> House.build(local()).close());
    assertThat(failure).hasMessageContaining("EXPOSED").hasMessageContaining("chmod 600");
  }

  @Test
  void aKeyFileOfAnotherInstallationIsRefusedAndNothingIsMade() throws IOException {
    start(local());
    Path rootKey = data().resolve("keys/root.key");
    byte[] json = Files.readAllBytes(data().resolve("keys/root.json"));
    Files.write(rootKey, new byte[32]);
    StartFailure failure =
        catchThrowableOfType(StartFailure.class, () -> House.build(local()).close());
    assertThat(failure).hasMessageContaining("WRONG_SECRET");
    assertThat(data().resolve("keys/root.json")).hasBinaryContent(json);
  }
}
