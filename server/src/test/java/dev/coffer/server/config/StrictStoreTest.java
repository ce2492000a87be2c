package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** A custom key store over a second Coffer: keys that stop with their backend. */
@DisabledIfEnvironmentVariable(named = "AWS_ACCESS_KEY_ID", matches = ".+")
class StrictStoreTest {
  private static final Pattern ID = Pattern.compile("cks-[0-9a-f]{17}");

  @TempDir private Path folder;
  private Neighbour backend = unset();
  private Neighbour coffer = unset();
  private String store = "";
  private String settings = "";

  // Replaced before each test.
  @SuppressWarnings("NullAway")
  private static Neighbour unset() {
    return null;
  }

  @BeforeEach
  void registerAStore() throws Exception {
    backend = new Neighbour(folder.resolve("backend"));
    coffer = new Neighbour(folder.resolve("coffer"));
    backend.start();
    Path credentials = folder.resolve("kms.env");
    backend.writeCredentials(credentials);
    settings = backend.settingsFor(backend.createKey("{}"), credentials);
    coffer.start();
    Matcher id = ID.matcher(coffer.done("custody strict add DATA far aws-kms" + settings));
    assertThat(id.find()).isTrue();
    store = id.group();
  }

  @AfterEach
  void stopBoth() {
    coffer.close();
    backend.close();
  }

  private void restart() throws Exception {
    coffer.stop();
    coffer.start();
  }

  private String createStrict() throws Exception {
    return coffer.createKey("{\"CustomKeyStoreId\":\"%s\"}".formatted(store));
  }

  private Neighbour.Said dataKey(String key) throws Exception {
    return coffer.kms(
        "GenerateDataKey", "{\"KeyId\":\"%s\",\"KeySpec\":\"AES_256\"}".formatted(key));
  }

  private String decrypt(Neighbour.Said sealed) throws Exception {
    Neighbour.Said said =
        coffer.kms(
            "Decrypt", "{\"CiphertextBlob\":\"%s\"}".formatted(sealed.text("CiphertextBlob")));
    assertThat(said.refusal()).isEmpty();
    return said.text("Plaintext");
  }

  private String metadata(String key, String member) throws Exception {
    return coffer
        .kms("DescribeKey", "{\"KeyId\":\"%s\"}".formatted(key))
        .json()
        .at("/KeyMetadata/" + member)
        .asString();
  }

  @Test
  void aStoreServesFromTheNextUnsealingOn() throws Exception {
    String create = "{\"CustomKeyStoreId\":\"%s\"}".formatted(store);
    assertThat(coffer.kms("CreateKey", create).refusal())
        .startsWith("400 CustomKeyStoreNotFoundException");
    restart();
    String key = createStrict();
    assertThat(metadata(key, "CustomKeyStoreId")).isEqualTo(store);
    assertThat(metadata(key, "Origin")).isEqualTo("AWS_CLOUDHSM");
    Neighbour.Said sealed = dataKey(key);
    assertThat(decrypt(sealed)).isEqualTo(sealed.text("Plaintext"));
    restart();
    assertThat(decrypt(sealed)).isEqualTo(sealed.text("Plaintext"));
  }

  @Test
  void anOutageOfTheBackendStopsItsKeysAndNoOthers() throws Exception {
    restart();
    String key = createStrict();
    String other = coffer.createKey("{}");
    Neighbour.Said sealed = dataKey(key);
    backend.stop();
    assertThat(dataKey(key).refusal())
        .startsWith("500 KeyUnavailableException: arn:aws:kms:us-east-1:")
        .endsWith(":key/" + key + " is unavailable.");
    assertThat(metadata(key, "KeyState")).isEqualTo("Unavailable");
    assertThat(dataKey(other).refusal()).isEmpty();
    restart();
    assertThat(coffer.state()).isEqualTo("unsealed");
    assertThat(dataKey(other).refusal()).isEmpty();
    backend.start();
    assertThat(decrypt(sealed)).isEqualTo(sealed.text("Plaintext"));
    assertThat(metadata(key, "KeyState")).isEqualTo("Enabled");
  }

  /** The backend is away while the root key is replaced. */
  @Test
  void aRotationOfTheRootKeyKeepsStrictKeys() throws Exception {
    restart();
    Neighbour.Said sealed = dataKey(createStrict());
    coffer.stop();
    backend.stop();
    coffer.done("custody rotate DATA");
    backend.start();
    coffer.start();
    assertThat(decrypt(sealed)).isEqualTo(sealed.text("Plaintext"));
  }

  @Test
  void aStoreWithKeysIsNotRemovedAndAnEmptyOneIs() throws Exception {
    restart();
    createStrict();
    assertThat(coffer.run("custody strict remove DATA far").status()).isEqualTo(ExitCode.TRY_LATER);
    coffer.stop();
    assertThat(coffer.run("custody strict remove DATA far").err()).contains("has 1 keys");
    coffer.done("custody strict add DATA empty aws-kms --cache-seconds 60" + settings);
    assertThat(coffer.done("custody strict test DATA")).contains("far  opens", "empty  opens");
    assertThat(coffer.done("custody strict remove DATA empty")).contains("Removed");
    assertThat(coffer.done("custody strict list DATA"))
        .contains(store, "far", "cache=0s")
        .doesNotContain("empty");
    backend.stop();
    assertThat(coffer.run("custody strict test DATA").out()).contains("far  UNREACHABLE");
  }

  private void put(String target, Map<String, String> headers, String body) throws Exception {
    var answer = coffer.s3("PUT", target, headers, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  /** Though the backend runs: without a server nobody asks it. */
  @Test
  void whatAStoreKeepsIsListedWithoutAServerAndNeverOpened() throws Exception {
    restart();
    String key = createStrict();
    String here = coffer.createKey("{}");
    String type = "x-amz-server-side-encryption";
    String named = "x-amz-server-side-encryption-aws-kms-key-id";
    String shared = "x-amz-server-side-encryption-bucket-key-enabled";
    put("/kept", Map.of(), "");
    put("/kept/one", Map.of(type, "aws:kms", named, key), "secret 1");
    put("/kept/shared", Map.of(type, "aws:kms", named, key, shared, "true"), "secret 2");
    put("/kept/twice", Map.of(type, "aws:kms:dsse", named, key), "secret 3");
    put("/kept/here", Map.of(type, "aws:kms", named, here), "secret 4");
    String arn = metadata(key, "Arn");
    coffer.stop();

    String needs = "KMS key " + arn + ", material 1, in custom key store " + store;
    Neighbour.Run listed = coffer.run("recover DATA");
    assertThat(listed.status()).as(listed.err()).isZero();
    assertThat(listed.out().lines())
        .containsExactly(
            "kept\there\tnull\t8\tSSE-KMS\tKMS key " + arn.replace(key, here) + ", material 1\t-",
            "kept\tone\tnull\t8\tSSE-KMS\t" + needs + "\t-",
            "kept\tshared\tnull\t8\tSSE-KMS with a Bucket Key\t" + needs + "\t-",
            "kept\ttwice\tnull\t8\tDSSE-KMS\t" + needs + " and the bucket's key, generation 1\t-");

    String refused = "! KMS key " + arn + " is kept by custom key store " + store + ", not here";
    for (String way : List.of("--check", "--to " + folder.resolve("to"))) {
      Neighbour.Run run = coffer.run("recover DATA " + way);
      assertThat(run.status()).as(way).isEqualTo(ExitCode.INCOMPLETE);
      assertThat(run.err()).contains("4 versions; 0 damaged, 3 without their key");
      assertThat(run.out().lines().filter(line -> line.endsWith(refused))).hasSize(3);
    }
    Path kept = folder.resolve("to/kept");
    assertThat(kept.resolve("here")).hasContent("secret 4");
    assertThat(kept.toFile().list()).containsExactly("here");
  }

  @Test
  void aBrokenFileStopsTheStart() throws Exception {
    coffer.stop();
    Path file = coffer.data().resolve("keys/key-stores.json");
    String text = Files.readString(file);
    Files.writeString(file, text.replace("\"aws-kms\"", "\"abacus\""));
    org.assertj.core.api.Assertions.assertThatExceptionOfType(StartFailure.class)
        .isThrownBy(coffer::start)
        .withMessageContaining("knows no custody abacus");
    coffer.stop();
    Files.writeString(file, text);
    coffer.start();
    assertThat(coffer.state()).isEqualTo("unsealed");
  }
}
