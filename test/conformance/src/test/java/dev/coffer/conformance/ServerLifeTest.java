package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Headers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a server begins, ends and begins again over the same data. */
class ServerLifeTest {
  @TempDir Path folder;

  private Path data;

  @BeforeEach
  void nameTheFolder() {
    data = folder.resolve("data");
  }

  @Test
  void readyFileTellsWhatAClientNeedsAndIsPrivate() throws IOException {
    try (var server = StartedServer.over(data)) {
      assertThat(server.http().getHost()).isEqualTo("127.0.0.1");
      assertThat(server.http().getPort()).isPositive();
      assertThat(server.member("region")).contains("us-east-1");
      assertThat(server.account()).matches("[0-9]{12}");
      assertThat(server.accessKeyId()).matches("[A-Z0-9]{16,128}");
      assertThat(server.secretAccessKey()).hasSizeGreaterThanOrEqualTo(40);
      assertThat(ProcessHandle.of(server.pid())).isPresent();
      assertThat(Files.readString(server.readyFile()))
          .contains("\"https\"", "\"ca\"")
          .startsWith("{");
      assertThat(mode(server.readyFile())).isEqualTo("rw-------");
    }
  }

  @Test
  void credentialsAreShownOnceAndKeptPrivate() throws IOException {
    String secret;
    try (var first = StartedServer.over(data)) {
      secret = first.secretAccessKey();
      assertThat(first.log())
          .contains(first.accessKeyId(), secret, first.http().toString())
          .contains("export AWS_ENDPOINT_URL=", "aws s3 mb", "root key");
      assertThat(mode(firstRun())).isEqualTo("rw-------");
      assertThat(Files.readString(firstRun())).contains(secret);
    }
    try (var second = StartedServer.over(data)) {
      assertThat(second.secretAccessKey()).isEqualTo(secret);
      assertThat(second.log()).doesNotContain(secret);
    }
  }

  @Test
  void keysAreForTheOwnerOnly() throws IOException {
    try (var server = StartedServer.over(data, "--tls-listen", "127.0.0.1:0")) {
      assertThat(server.isAlive()).isTrue();
      assertThat(mode(data)).isEqualTo("rwx------");
      for (String folder : List.of("keys", "tls")) {
        try (var files = Files.list(data.resolve(folder))) {
          assertThat(files.filter(file -> !file.toString().endsWith(".pem")).toList())
              .isNotEmpty()
              .allSatisfy(file -> assertThat(mode(file)).startsWith("rw").endsWith("------"));
        }
      }
    }
  }

  private Path firstRun() throws IOException {
    try (var files = Files.walk(data)) {
      return files.filter(f -> f.endsWith("first-run.env")).findFirst().orElseThrow();
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void environmentGivesTheFirstCredentials() {
    var given =
        Map.of(
            "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE0000GIVEN",
            "AWS_SECRET_ACCESS_KEY", "a-secret-that-the-environment-gave-00001");
    try (var server = StartedServer.over(data, given)) {
      assertThat(server.accessKeyId()).isEqualTo("AKIDEXAMPLE0000GIVEN");
      assertThat(server.secretAccessKey()).isEqualTo("a-secret-that-the-environment-gave-00001");
      RawClient.of(server).get("/").is(200);
    }
    var others =
        Map.of(
            "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE0000OTHER",
            "AWS_SECRET_ACCESS_KEY", "another-secret-that-comes-too-late-00002");
    try (var server = StartedServer.over(data, others)) {
      assertThat(server.accessKeyId()).isEqualTo("AKIDEXAMPLE0000GIVEN");
      RawClient.of(server).get("/").is(200);
    }
  }

  @Test
  void secondServerOnTheSameDataIsRefused() throws Exception {
    try (var server = StartedServer.over(data)) {
      var command = new ArrayList<>(StartedServer.command(data));
      command.addAll(List.of("--listen", "127.0.0.1:0"));
      Path log = folder.resolve("second.log");
      Process second =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(second.exitValue()).isNotZero();
      assertThat(Files.readString(log))
          .containsIgnoringCase("another")
          .contains(data.toString())
          .doesNotContain("\tat ");
      RawClient.of(server).get("/").is(200);
    }
  }

  @Test
  void stopLetsARunningRequestEnd() throws Exception {
    try (var server = StartedServer.over(data)) {
      RawClient raw = RawClient.of(server);
      raw.send("PUT", "/bucket", "").is(200);
      byte[] body = ObjectsTest.random(200_000, 1);
      var request = raw.signed("PUT", "/bucket/slow", body, Headers.EMPTY);
      try (var socket = new RawSocket(server.http())) {
        socket.write(RawClient.head(request));
        socket.write(Arrays.copyOf(body, 100_000));
        TimeUnit.MILLISECONDS.sleep(300);
        var stopping = Thread.ofPlatform().start(server::stop);
        TimeUnit.MILLISECONDS.sleep(500);
        assertThat(server.isAlive()).isTrue();
        socket.write(Arrays.copyOfRange(body, 100_000, body.length));
        assertThat(socket.answer(false).status()).isEqualTo(200);
        stopping.join();
      }
      assertThat(server.stop()).isZero();
    }
    try (var server = StartedServer.over(data)) {
      assertThat(RawClient.of(server).send("HEAD", "/bucket/slow", "").is(200).header("ETag"))
          .isEqualTo(ObjectsTest.quotedMd5(ObjectsTest.random(200_000, 1)));
    }
  }

  @Test
  void everythingIsThereAfterStopAndAfterKill() {
    try (var server = StartedServer.over(data)) {
      RawClient raw = RawClient.of(server);
      raw.send("PUT", "/bucket", "").is(200);
      raw.send("PUT", "/bucket/stopped", "one").is(200);
      assertThat(server.stop()).isZero();
    }
    try (var server = StartedServer.over(data)) {
      RawClient raw = RawClient.of(server);
      assertThat(raw.get("/bucket/stopped").is(200).body()).isEqualTo("one");
      raw.send("PUT", "/bucket/killed", "two").is(200);
      server.kill();
    }
    try (var server = StartedServer.over(data)) {
      RawClient raw = RawClient.of(server);
      assertThat(raw.get("/bucket/stopped").is(200).body()).isEqualTo("one");
      assertThat(raw.get("/bucket/killed").is(200).body()).isEqualTo("two");
    }
  }

  @Test
  void wrongArgumentsAreSaidClearly() throws Exception {
    for (List<String> wrong :
        List.of(
            List.of("--profile", "1999"),
            List.of("--listen", "nonsense"),
            List.of("--no-such-option"))) {
      var command = new ArrayList<>(StartedServer.command(data));
      command.addAll(wrong);
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isNotZero();
      assertThat(said).contains(wrong.getFirst()).doesNotContain("\tat ");
    }
  }
}
