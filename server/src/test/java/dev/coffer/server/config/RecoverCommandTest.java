package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.bucket.Profile;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.sigv4.ContentHash;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The recovery as somebody types it, over what a server wrote. */
@DisabledIfEnvironmentVariable(named = "AWS_ACCESS_KEY_ID", matches = ".+")
class RecoverCommandTest {
  private static final byte[] LARGE = new byte[100_000];

  static {
    new Random(5).nextBytes(LARGE);
  }

  @TempDir private Path folder;
  private Path data = Path.of("unset");

  @BeforeEach
  void fillAStore() throws Exception {
    data = folder.resolve("data");
    House house = House.build(options());
    try {
      JsonNode ready = new JsonMapper().readTree(Files.readAllBytes(folder.resolve("ready.json")));
      put(ready, "/first", new byte[0]);
      put(ready, "/first/a/small", "hello".getBytes(StandardCharsets.UTF_8));
      put(ready, "/first/large", LARGE);
      put(ready, "/first/a", "a folder's name".getBytes(StandardCharsets.UTF_8));
      put(ready, "/first/..%2Fescape", "no path".getBytes(StandardCharsets.UTF_8));
      put(ready, "/first/line%0Aend", "no path".getBytes(StandardCharsets.UTF_8));
    } finally {
      house.close();
    }
  }

  private ServerOptions options() {
    return new ServerOptions(
        data,
        new HostPort(InetAddress.getLoopbackAddress(), 0),
        new ServerOptions.TlsOptions(null, null, null, false),
        new ServerOptions.Buckets("us-east-1", Profile.YEAR_2026, List.of(), Duration.ZERO),
        ServerOptions.Secrets.NONE,
        folder.resolve("ready.json"),
        false);
  }

  private static void put(JsonNode ready, String path, byte[] body) throws Exception {
    var endpoint = URI.create(ready.get("http").asString());
    var signer =
        new Signer(
            ready.get("accessKeyId").asString(),
            SecretAccessKey.of(ready.get("secretAccessKey").asString()),
            "us-east-1",
            "s3",
            null);
    var unsigned =
        new Request(
            "PUT",
            path,
            null,
            Headers.of("Host", endpoint.getAuthority()),
            Body.of(body),
            Request.Peer.LOCAL);
    Request signed =
        signer.sign(unsigned, ContentHash.Exact.of(body), InstantSource.system().instant());
    var request =
        HttpRequest.newBuilder(URI.create(endpoint + path))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(body));
    for (Headers.Field field : signed.headers().fields()) {
      if (!field.name().equalsIgnoreCase("Host")) {
        request.header(field.name(), field.value());
      }
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }

  private record Said(int status, List<String> out, String err) {}

  private Said recover(String... options) {
    var out = new StringWriter();
    var err = new StringWriter();
    String[] words =
        Stream.concat(Stream.of("recover", data.toString()), Stream.of(options))
            .toArray(String[]::new);
    int status =
        Main.commands()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(words);
    return new Said(status, out.toString().lines().toList(), err.toString());
  }

  @Test
  void aListHasALineForEachObject() {
    Said said = recover();
    assertThat(said.status()).isZero();
    assertThat(said.out())
        .hasSize(5)
        .contains(
            "first\tlarge\tnull\t100000\tSSE-S3\tthe bucket's key, generation 1\t-",
            "first\tline\\u000aend\tnull\t7\tSSE-S3\tthe bucket's key, generation 1\t-");
    assertThat(said.err()).contains("! No policy").contains("5 versions; 0 damaged, 0 without");
  }

  @Test
  void everythingIsExtractedUnderItsNameOrANumber() throws IOException {
    Path to = folder.resolve("to");
    Said said = recover("--to", to.toString());
    assertThat(said.status()).as(said.err()).isZero();
    assertThat(to.resolve("first/large")).hasBinaryContent(LARGE);
    assertThat(to.resolve("first/a")).hasContent("a folder's name");
    assertThat(folder.resolve("escape")).doesNotExist();
    assertThat(to.resolve("escape")).doesNotExist();
    List<JsonNode> manifest = manifest(to);
    assertThat(manifest).hasSize(5);
    for (JsonNode object : manifest) {
      Path file = to.resolve(object.get("file").asString());
      assertThat(Files.size(file)).isEqualTo(object.get("size").asLong());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(fileOf(manifest, "a/small")).startsWith("first/.coffer/");
    assertThat(fileOf(manifest, "../escape")).startsWith("first/.coffer/");
    assertThat(to.resolve(fileOf(manifest, "a/small"))).hasContent("hello");
  }

  private static List<JsonNode> manifest(Path to) throws IOException {
    return Files.readAllLines(to.resolve(RecoverFolder.MANIFEST)).stream()
        .map(line -> new JsonMapper().readTree(line))
        .toList();
  }

  private static String fileOf(List<JsonNode> manifest, String key) {
    return manifest.stream()
        .filter(object -> object.get("key").asString().equals(key))
        .findFirst()
        .orElseThrow()
        .get("file")
        .asString();
  }

  @Test
  void aFolderThatHoldsSomethingIsLeftAlone() throws IOException {
    Path to = Files.createDirectory(folder.resolve("to"));
    Files.writeString(to.resolve("mine"), "mine");
    Said said = recover("--to", to.toString());
    assertThat(said.status()).isEqualTo(ExitCode.CANNOT_CREATE);
    assertThat(said.err()).contains("is not empty");
    assertThat(to.toFile().list()).containsExactly("mine");
  }

  @Test
  void aDamagedBlobLeavesNoFileAndTheRestIsExtracted() throws IOException {
    try (Stream<Path> blobs = Files.walk(data.resolve("blobs/blobs"))) {
      Path blob = blobs.filter(Files::isRegularFile).findFirst().orElseThrow();
      byte[] content = Files.readAllBytes(blob);
      content[content.length - 1] ^= 1;
      Files.write(blob, content);
    }
    Path to = folder.resolve("to");
    Said said = recover("--to", to.toString());
    assertThat(said.status()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(said.err()).contains("5 versions; 1 damaged, 0 without");
    assertThat(said.out()).anyMatch(line -> line.contains("large") && line.contains("! it is"));
    assertThat(to.resolve("first/large")).doesNotExist();
    assertThat(to.resolve(".coffer-partial")).doesNotExist();
    assertThat(manifest(to)).hasSize(4);
    assertThat(recover("--check").status()).isEqualTo(ExitCode.INCOMPLETE);
  }

  @Test
  void aFolderInUseIsRefused() {
    House house = House.build(options());
    try {
      Said said = recover();
      assertThat(said.status()).isEqualTo(ExitCode.TRY_LATER);
      assertThat(said.out()).isEmpty();
      assertThat(said.err()).contains("another server is running");
    } finally {
      house.close();
    }
  }

  @Test
  void withoutASecretNothingIsOpened() throws IOException {
    Files.delete(data.resolve("keys/root.key"));
    Said said = recover();
    assertThat(said.status()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(said.err()).contains("no secret of the root key is at hand");
  }

  @Test
  void aWrongCustomersKeyFileIsSaid() throws IOException {
    Path file = folder.resolve("customer");
    Files.writeString(file, "c2hvcnQ=\n");
    Said said = recover("--customer-key-file", file.toString());
    assertThat(said.status()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(said.err()).contains("not the base64 of 32 bytes").doesNotContain("c2hvcnQ");
  }

  @Test
  void whatIsNoStoreIsRefusedAndNotMadeOne() {
    data = folder.resolve("nothing");
    assertThat(recover().status()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(data).doesNotExist();
  }
}
