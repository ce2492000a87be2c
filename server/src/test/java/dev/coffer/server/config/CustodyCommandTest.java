package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.server.control.Order;
import dev.coffer.store.bucket.Profile;
import dev.coffer.store.sse.Sse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The custody commands as somebody types them, over a store that a server founded. */
@DisabledIfEnvironmentVariable(named = "AWS_ACCESS_KEY_ID", matches = ".+")
class CustodyCommandTest {
  private static final Pattern SLOT = Pattern.compile("([0-9a-f]{16})  ([a-z0-9-]+)");

  @TempDir private Path folder;
  private Path data = Path.of("unset");

  @BeforeEach
  void foundAStore() throws IOException {
    data = folder.resolve("data");
    House.build(options()).close();
  }

  private ServerOptions options() {
    return new ServerOptions(
        data,
        new HostPort(InetAddress.getLoopbackAddress(), 0),
        new ServerOptions.TlsOptions(null, null, null, false),
        new ServerOptions.Buckets("us-east-1", Profile.YEAR_2026, List.of(), Sse.Kms.DEFAULT_LIFE),
        ServerOptions.Secrets.NONE,
        folder.resolve("ready.json"),
        false);
  }

  private record Said(int status, String out, String err) {}

  /** Runs a command line in which DATA stands for the data folder. */
  private Said run(String line) {
    var out = new StringWriter();
    var err = new StringWriter();
    String[] words = line.replace("DATA", data.toString()).split(" ", -1);
    int status =
        Main.commands()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(words);
    return new Said(status, out.toString(), err.toString());
  }

  private String done(String line) {
    Said said = run(line);
    assertThat(said.err()).isEmpty();
    assertThat(said.status()).isZero();
    return said.out();
  }

  private List<MatchResult> slots() {
    return SLOT.matcher(done("custody status DATA")).results().toList();
  }

  private String slot(String kind) {
    return slots().stream()
        .filter(slot -> slot.group(2).equals(kind))
        .map(slot -> slot.group(1))
        .findFirst()
        .orElseThrow();
  }

  private JsonNode ready() throws IOException {
    return new JsonMapper().readTree(Files.readAllBytes(folder.resolve("ready.json")));
  }

  @Test
  void statusListsTheSlotsAndWhatIsAmiss() {
    assertThat(done("custody status DATA"))
        .contains("Root key      version 1", "keyfile", "recovery", "lies beside the data")
        .doesNotContain("no recovery key");
  }

  @Test
  void aPassphraseIsAddedTestedAndTheKeyFileRemoved() throws IOException {
    Path passphrase = Files.writeString(folder.resolve("pass"), "correct horse\n");
    done("custody add DATA passphrase --new-passphrase-file " + passphrase);
    assertThat(done("custody test DATA --root-key-passphrase-file " + passphrase))
        .containsPattern("passphrase  opens")
        .containsPattern("recovery  not tested");
    Files.writeString(folder.resolve("wrong"), "wrong horse\n");
    Said wrong = run("custody test DATA --root-key-passphrase-file " + folder.resolve("wrong"));
    assertThat(wrong.status()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(wrong.out()).contains("passphrase  WRONG_SECRET", "keyfile  opens");
    done("custody remove DATA " + slot("keyfile"));
    Files.delete(data.resolve("keys/root.key"));
    Said none = run("custody remove DATA " + slot("recovery"));
    assertThat(none.status()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(none.err()).contains("no secret of the root key is at hand");
    done(
        "custody remove DATA %s --root-key-passphrase-file %s"
            .formatted(slot("recovery"), passphrase));
    Said last =
        run(
            "custody remove DATA %s --root-key-passphrase-file %s"
                .formatted(slot("passphrase"), passphrase));
    assertThat(last.err()).contains("the last slot cannot be removed");
    assertThat(slots()).hasSize(1);
  }

  @Test
  void sharesAreShownOnceAndOpen() throws IOException {
    String shown = done("custody add DATA shamir --shares 3 --threshold 2");
    List<String> shares =
        Pattern.compile("  ((?:[0-9A-Z]{4}-){17}[0-9A-Z]{4})")
            .matcher(shown)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(shares).hasSize(3);
    assertThat(UnsealCommand.order(shares.get(0).toLowerCase(Locale.ROOT)))
        .isEqualTo(Order.UNSEAL_BY_SHARE);
    Path file = folder.resolve("shares");
    Files.write(file, List.of(shares.get(1), "", shares.get(2)));
    assertThat(done("custody test DATA %s --shares-file %s".formatted(slot("shamir"), file)))
        .contains("shamir  opens");
    Files.write(file, List.of(shares.get(1), shares.get(1)));
    assertThat(run("custody test DATA --shares-file " + file).err()).contains("given already");
  }

  @Test
  void rotationKeepsTheStoreAndRenewsTheRecoveryKey() throws IOException {
    JsonNode before = ready();
    String said = done("custody rotate DATA");
    assertThat(said).containsPattern("version 2; [1-9][0-9]* keys wrapped anew");
    assertThat(done("custody status DATA")).contains("version 2").doesNotContain("not finished");
    House.build(options()).close();
    assertThat(ready().get("secretAccessKey")).isEqualTo(before.get("secretAccessKey"));
    String recovery =
        Pattern.compile("  ((?:[0-9A-Z]{4}-){13}[0-9A-Z]{4})")
            .matcher(said)
            .results()
            .findFirst()
            .orElseThrow()
            .group(1);
    assertThat(UnsealCommand.order(recovery)).isEqualTo(Order.UNSEAL_BY_RECOVERY_KEY);
    Path printed = Files.writeString(folder.resolve("recovery"), recovery);
    assertThat(done("custody test DATA --recovery-key-file " + printed))
        .contains("recovery  opens");
  }

  @Test
  void rotationWantsTheServerStoppedAndEverySecret() throws IOException {
    Path passphrase = Files.writeString(folder.resolve("pass"), "correct horse\n");
    done("custody add DATA passphrase --new-passphrase-file " + passphrase);
    try (House house = House.build(options())) {
      assertThat(house).isNotNull();
      assertThat(run("custody rotate DATA").status()).isEqualTo(ExitCode.TRY_LATER);
      assertThat(done("status DATA")).contains("state: unsealed");
      assertThat(done("seal DATA")).contains("state: sealed");
      assertThat(done("unseal DATA --root-key-passphrase-file " + passphrase))
          .contains("state: unsealed");
      assertThat(run("unseal DATA --root-key-passphrase-file " + passphrase).err())
          .contains("not sealed");
    }
    assertThat(run("status DATA").err()).contains("no server answers");
    assertThat(run("custody rotate DATA").err()).contains("give the slot's secret");
    done("custody rotate DATA --drop " + slot("passphrase"));
    assertThat(slots()).extracting(found -> found.group(2)).doesNotContain("passphrase");
  }

  @Test
  void wrongWordsAreSaid() {
    assertThat(run("custody add DATA abacus").err()).contains("knows no custody abacus");
    assertThat(run("custody add DATA recovery --create-key").status()).isEqualTo(ExitCode.USAGE);
    assertThat(run("custody add DATA passphrase").status()).isEqualTo(ExitCode.USAGE);
    assertThat(run("custody add DATA shamir --shares 17").err()).contains("2 to 16 shares");
    assertThat(run("custody remove DATA zz").status()).isEqualTo(ExitCode.USAGE);
    assertThat(run("custody remove DATA 0123456789abcdef").err()).contains("no such slot");
    assertThat(run("custody test DATA 0123456789abcdef").err()).contains("no slot was tested");
    assertThat(run("custody status " + folder.resolve("nowhere")).err())
        .contains("there is no store");
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }
}
