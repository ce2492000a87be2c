package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code coffer scrub} over a stopped store that is whole, and over what disks make of it. */
@DisabledIfEnvironmentVariable(named = "AWS_ACCESS_KEY_ID", matches = ".+")
class ScrubCommandTest {
  private static final String SSE = "x-amz-server-side-encryption";
  private static final String KEY_ID = SSE + "-aws-kms-key-id";
  private static final String CUSTOMER_KEY = "1234567890abcdef1234567890abcdef";
  private static final String BODY = "sixteen letters.".repeat(1500);
  private static final String NOBODY =
      "<ServerSideEncryptionConfiguration><Rule><BlockedEncryptionTypes><EncryptionType>NONE"
          + "</EncryptionType></BlockedEncryptionTypes></Rule></ServerSideEncryptionConfiguration>";

  @TempDir private Path folder;
  private Neighbour coffer = new Neighbour(Path.of("unset"), ServerOptions.Requests.USUAL);

  ScrubCommandTest() throws IOException {}

  @BeforeEach
  void fillAStoreAndStopIt() throws Exception {
    coffer = new Neighbour(folder);
    coffer.start();
    done("PUT", "/kept", Map.of(), "");
    done("PUT", "/kept?encryption=", Map.of(), NOBODY);
    done(
        "PUT",
        "/kept?versioning=",
        Map.of(),
        "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");
    String key = coffer.createKey("{}");
    done("PUT", "/kept/a-s3", Map.of(), BODY);
    done("PUT", "/kept/a-s3", Map.of(), BODY + "later");
    done("PUT", "/kept/b-kms", Map.of(SSE, "aws:kms", KEY_ID, key), BODY);
    done("PUT", "/kept/d-dsse", Map.of(SSE, "aws:kms:dsse", KEY_ID, key), BODY);
    done("PUT", "/kept/e-customer", customer(), BODY);
    done("PUT", "/kept/small", Map.of(), "in its row");
    done("DELETE", "/kept/small", Map.of(), "");
    String begun = done("POST", "/kept/f-parts?uploads=", Map.of(), "");
    String id = begun.replaceAll("(?s).*<UploadId>(.*)</UploadId>.*", "$1");
    done("PUT", "/kept/f-parts?partNumber=7&uploadId=" + id, Map.of(), BODY);
    coffer.stop();
  }

  @AfterEach
  void stop() {
    coffer.close();
  }

  private String done(String method, String target, Map<String, String> headers, String body)
      throws Exception {
    var answer = coffer.s3(method, target, headers, body);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
    return answer.body();
  }

  private static Map<String, String> customer() throws Exception {
    byte[] key = CUSTOMER_KEY.getBytes(StandardCharsets.US_ASCII);
    byte[] md5 = MessageDigest.getInstance("MD5").digest(key);
    return Map.of(
        SSE + "-customer-algorithm", "AES256",
        SSE + "-customer-key", Base64.getEncoder().encodeToString(key),
        SSE + "-customer-key-MD5", Base64.getEncoder().encodeToString(md5));
  }

  /** The files of bodies; each is of one object or part, whose name is found by damaging it. */
  private List<Path> blobs() throws IOException {
    try (Stream<Path> files = Files.walk(coffer.data().resolve("blobs/blobs"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private Neighbour.Run scrub() throws Exception {
    return coffer.run("scrub DATA");
  }

  private Neighbour.Run scrubWithKeys() throws Exception {
    Path keys = folder.resolve("customers");
    byte[] customer = CUSTOMER_KEY.getBytes(StandardCharsets.US_ASCII);
    Files.writeString(keys, Base64.getEncoder().encodeToString(customer) + "\n");
    return coffer.run("scrub DATA --customer-key-file " + keys);
  }

  private static List<String> damaged(Neighbour.Run run) {
    return run.out().lines().filter(line -> line.startsWith("damaged\t")).toList();
  }

  @Test
  void whatIsWholeIsReadToItsEnd() throws Exception {
    Neighbour.Run withKeys = scrubWithKeys();
    assertThat(withKeys.status()).as(withKeys.out()).isZero();
    assertThat(withKeys.out()).isEmpty();
    long bytes = 6L * BODY.length() + "later".length() + "in its row".length();
    assertThat(withKeys.err())
        .contains("6 versions and 1 parts of uploads; " + bytes + " bytes authentic; 0 not proved");
    Neighbour.Run without = scrub();
    assertThat(without.status()).isZero();
    assertThat(without.out())
        .startsWith("unproved\tkept\te-customer\t")
        .contains("it needs the customer's key")
        .hasLineCount(1);
  }

  @Test
  void everyBlobThatIsMissingCutFlippedOrExchangedIsNamed() throws Exception {
    List<Path> blobs = blobs();
    assertThat(blobs).hasSize(6);
    var random = new SplittableRandom(3);
    Map<String, Path> names = new TreeMap<>();
    for (Path blob : blobs) {
      byte[] whole = Files.readAllBytes(blob);
      Files.delete(blob);
      names.put(onlyOne(scrub()), blob);
      Files.write(blob, Arrays.copyOf(whole, whole.length - 1 - random.nextInt(20_000)));
      onlyOne(scrub());
      byte[] flipped = whole.clone();
      flipped[whole.length - 1 - random.nextInt(20_000)] ^= 1;
      Files.write(blob, flipped);
      onlyOne(scrubWithKeys());
      Files.write(blob, whole);
    }
    assertThat(names.keySet())
        .hasSize(6)
        .anyMatch(name -> name.equals("kept\tf-parts\tpart 7"))
        .anyMatch(name -> name.startsWith("kept\te-customer\t"));

    Path one = blobs.get(0);
    Path other = blobs.get(1);
    byte[] first = Files.readAllBytes(one);
    Files.write(one, Files.readAllBytes(other));
    Files.write(other, first);
    assertThat(damaged(scrubWithKeys())).hasSize(2);
    Files.write(other, Files.readAllBytes(one));
    Files.write(one, first);
    assertThat(scrubWithKeys().out()).isEmpty();
  }

  /** As where another disk is meant to be mounted there. */
  @ParameterizedTest
  @ValueSource(strings = {"scrub DATA", "audit verify DATA", "custody rotate DATA"})
  void overBodiesWithoutRowsNothingIsBegunAnew(String command) throws Exception {
    Path meta = coffer.data().resolve("meta");
    Path root = coffer.data().resolve("keys/root.json");
    byte[] before = Files.readAllBytes(root);
    Files.move(meta, folder.resolve("elsewhere"));
    Files.createDirectory(meta);
    Neighbour.Run run = coffer.run(command);
    assertThat(run.status()).as("%s", run).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(meta).isEmptyDirectory();
    assertThat(root).hasBinaryContent(before);
  }

  /** The bucket, key and version or part of the one line of damage. */
  private static String onlyOne(Neighbour.Run run) {
    assertThat(run.status()).isEqualTo(ExitCode.INCOMPLETE);
    List<String> lines = damaged(run);
    assertThat(lines).as("%s", run).hasSize(1);
    String[] fields = lines.getFirst().split("\t");
    assertThat(fields).hasSize(5);
    return fields[1] + "\t" + fields[2] + "\t" + fields[3];
  }

  @Test
  void aFlippedBitInATableOfRowsIsFound() throws Exception {
    List<Path> tables;
    try (Stream<Path> files = Files.list(coffer.data().resolve("meta/rows"))) {
      tables = files.filter(file -> file.toString().endsWith(".sst")).toList();
    }
    assertThat(tables).isNotEmpty();
    for (Path table : tables) {
      byte[] whole = Files.readAllBytes(table);
      byte[] flipped = whole.clone();
      flipped[whole.length / 2] ^= 4;
      Files.write(table, flipped);
      Neighbour.Run run = scrub();
      assertThat(run.status()).as(run.out() + run.err()).isEqualTo(ExitCode.INCOMPLETE);
      assertThat(damaged(run)).isNotEmpty();
      Files.write(table, whole);
    }
    assertThat(scrub().status()).isZero();
  }

  @Test
  void aServerIsAsked() throws Exception {
    coffer.start();
    assertThat(scrub().status()).isEqualTo(ExitCode.TRY_LATER);
  }
}
