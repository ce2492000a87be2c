package dev.coffer.kms.custody;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RootKeyFileVectorsTest {
  private static final String FOLDER = "root-key-file-v1";
  private static final byte[] HERE = {1};

  private final Entropy entropy = new Random(6)::nextBytes;
  @TempDir private Path keys;

  static List<VectorFile> vectors() {
    return VectorFolder.named(FOLDER).read();
  }

  @Test
  void theGeneratorReproducesTheFolder() {
    VectorFolder.named(FOLDER).requireExactly(new RootKeyFileVectors().all());
  }

  @Test
  void theDocumentIsOfThisVersionAndNamesEveryVector() throws IOException {
    Path file = Path.of("docs/formats/root-key-file-v%d.md".formatted(RootKeyFile.VERSION));
    String document = Files.readString(VectorFolder.repository().resolve(file));
    assertThat(document.lines().findFirst().orElseThrow())
        .endsWith(", version " + RootKeyFile.VERSION);
    assertThat(vectors())
        .isNotEmpty()
        .allSatisfy(vector -> assertThat(document).contains("`" + vector.name() + "`"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theRootKeyComesOutOrNothingDoes(VectorFile vector) throws IOException {
    Files.write(keys.resolve(RootKeyFile.FILE_NAME), vector.body().toArray());
    UnlockSecret secret = secret(vector);
    if (vector.text("expect").equals(RootKeyFileVectors.OPENS)) {
      try (StoreRootKey opened = RootKeyFile.open(keys, secret)) {
        requireRootKey(vector, opened);
      }
    } else {
      assertThatExceptionOfType(CustodyException.class)
          .isThrownBy(() -> RootKeyFile.open(keys, secret).close())
          .extracting(CustodyException::reason)
          .isEqualTo(CustodyException.Reason.valueOf(vector.text("expect")));
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void whatOpensEncodesAlike(VectorFile vector) {
    if (vector.text("expect").equals(RootKeyFileVectors.OPENS)) {
      byte[] body = vector.body().toArray();
      assertThat(new String(RootKeyDocument.decode(body).encode(), UTF_8))
          .isEqualTo(new String(body, UTF_8));
    }
  }

  private UnlockSecret secret(VectorFile vector) throws IOException {
    return switch (vector.text("secret-kind")) {
      case "keyfile" ->
          new UnlockSecret.KeyFile(Files.write(keys.resolve("some.key"), vector.hex("secret")));
      case "passphrase" -> new UnlockSecret.Passphrase(Secret.of(vector.hex("secret")));
      case "recovery" -> new UnlockSecret.Recovery(vector.text("secret"));
      default -> throw new IllegalStateException("a vector with another secret");
    };
  }

  private void requireRootKey(VectorFile vector, StoreRootKey opened) {
    Bytes installationId = opened.installationId();
    try (var expected = new StoreRootKey(installationId, 1, Secret.of(vector.hex("root-key")));
        Secret key = Secret.random(entropy, 32);
        Secret unwrapped =
            opened.unwrap("vector", expected.wrap("vector", key, HERE, entropy), HERE)) {
      assertThat(unwrapped.sameAs(key)).isTrue();
    }
  }
}
