package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.bucket.Profile;
import dev.coffer.store.sse.Sse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The audit commands as somebody types them, over a store with and without a server. */
@DisabledIfEnvironmentVariable(named = "AWS_ACCESS_KEY_ID", matches = ".+")
class AuditCommandTest {
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

  @Test
  void aStoppedStoresLogsAreVerified() {
    assertThat(done("audit verify DATA"))
        .contains("kms      1 lines in 1 files are authentic; the last is 1:")
        .contains("objects  1 lines in 1 files are authentic; the last is 1:");
  }

  @Test
  void theHeadIsALineThatCanBeAskedForLater() {
    String head = done("audit head DATA").lines().findFirst().orElseThrow().replace("kms", "");
    assertThat(head.strip()).matches("1:[0-9a-f]{64}");
    House.build(options()).close();
    done("audit verify DATA --stream kms --includes " + head.strip());
    Said other = run("audit verify DATA --stream kms --includes 1:" + "0".repeat(64));
    assertThat(other.status()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(other.out()).contains("NOT_INCLUDED");
    assertThat(done("audit head DATA --json")).contains("\"head\":\"2:");
  }

  @Test
  void theFirstWrongLineIsNamed() throws IOException {
    Path file = data.resolve("audit/kms-00000001.jsonl");
    Files.writeString(file, Files.readString(file).replace("\"opened\":\"2", "\"opened\":\"3"));
    Said said = run("audit verify DATA");
    assertThat(said.status()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(said.out()).contains("BROKEN   kms-00000001.jsonl line 1: ", "(LINE_CHANGED)");
    assertThat(run("audit verify DATA --json").out()).contains("\"intact\":false");
    Files.delete(file);
    assertThat(run("audit verify DATA --stream kms").out()).contains("(FILE_MISSING)");
    done("audit verify DATA --stream objects");
  }

  @Test
  void aRunningServerIsAsked() throws IOException {
    House house = House.build(options());
    try {
      assertThat(done("audit verify DATA")).contains("kms      2 lines in 2 files are authentic");
      assertThat(done("audit head DATA")).containsPattern("kms +2:[0-9a-f]{64}");
      done("seal DATA");
      Said sealed = run("audit verify DATA");
      assertThat(sealed.status()).isEqualTo(ExitCode.CONFIGURATION);
      assertThat(sealed.err()).contains("the store is sealed");
    } finally {
      house.close();
    }
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThat(run("audit verify DATA --from 2").status()).isEqualTo(ExitCode.USAGE);
    assertThat(run("audit verify DATA --stream kms --from 0").status()).isEqualTo(ExitCode.USAGE);
    assertThat(run("audit verify DATA --stream other").status()).isEqualTo(ExitCode.USAGE);
    assertThat(run("audit verify DATA --stream kms --includes x").status())
        .isEqualTo(ExitCode.USAGE);
    assertThat(run("audit verify " + folder.resolve("none")).status())
        .isEqualTo(ExitCode.CONFIGURATION);
  }
}
