package dev.coffer.kms.custody;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.vectors.FormatDocument;
import dev.coffer.vectors.VectorFile;
import dev.coffer.vectors.VectorFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
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
  void theDocumentIsOfThisVersionAndNamesEveryVector() {
    FormatDocument.of("root-key-file", RootKeyFile.VERSION)
        .requireVectors(VectorFolder.named(FOLDER));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theRootKeyComesOutOrNothingDoes(VectorFile vector) throws IOException {
    Files.write(keys.resolve(RootKeyFile.FILE_NAME), vector.body());
    if (vector.text("expect").equals(RootKeyFileVectors.OPENS)) {
      try (StoreRootKey opened = RootKeyFile.open(keys, secret(vector))) {
        requireRootKey(vector, opened);
      }
    } else {
      assertThatExceptionOfType(CustodyException.class)
          .isThrownBy(() -> RootKeyFile.open(keys, secret(vector)).close())
          .extracting(CustodyException::reason)
          .isEqualTo(CustodyException.Reason.valueOf(vector.text("expect")));
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void whatOpensEncodesAlike(VectorFile vector) {
    if (vector.text("expect").equals(RootKeyFileVectors.OPENS)) {
      byte[] body = vector.body();
      assertThat(new String(RootKeyDocument.decode(body).encode(), UTF_8))
          .isEqualTo(new String(body, UTF_8));
    }
  }

  private UnlockSecret secret(VectorFile vector) throws IOException {
    return switch (vector.text("secret-kind")) {
      case "keyfile" -> new UnlockSecret.KeyFile(keyFile(vector.hex("secret")));
      case "shares" -> new UnlockSecret.Shares(shares(vector.text("secret")));
      case "backend" -> new UnlockSecret.Backends(backend(vector.hex("secret")));
      case "passphrase" -> new UnlockSecret.Passphrase(Secret.of(vector.hex("secret")));
      case "recovery" -> new UnlockSecret.Recovery(vector.text("secret"));
      default -> throw new IllegalStateException("a vector with another secret");
    };
  }

  private Path keyFile(byte[] content) throws IOException {
    Path file = Files.write(keys.resolve("some.key"), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private GivenShares shares(String typed) {
    GivenShares given = GivenShares.of(keys);
    for (String share : typed.split(" / ", -1)) {
      given.add(share);
    }
    return given;
  }

  private Surroundings backend(byte[] slotKey) {
    var type =
        new CustodyType<>(
            RootKeyFileVectors.VECTOR_BACKEND,
            settings -> settings.require("memory-key"),
            (_, _) -> new Giving(Bytes.of(slotKey)));
    return new Surroundings(InstantSource.system(), entropy, List.of(type));
  }

  /** Gives always the same key. */
  private record Giving(Bytes slotKey) implements KeyCustody {
    @Override
    public Bytes wrap(Secret key, Binding binding) {
      throw new IllegalStateException("a reader wraps nothing");
    }

    @Override
    public Secret unwrap(Bytes wrapped, Binding binding) {
      return Secret.of(slotKey.toArray());
    }

    @Override
    public void probe() {}

    @Override
    public void close() {}
  }

  private void requireRootKey(VectorFile vector, StoreRootKey opened) {
    requireWraps(opened, vector.hex("root-key"), opened.version());
    assertThat(opened.rotating()).isEqualTo(vector.has("retiring-root-key"));
    if (opened.rotating()) {
      requireWraps(opened, vector.hex("retiring-root-key"), opened.version() - 1);
    }
  }

  private void requireWraps(StoreRootKey opened, byte[] rootKey, int version) {
    Bytes installationId = opened.installationId();
    try (var expected = new StoreRootKey(installationId, version, Secret.of(rootKey));
        Secret key = Secret.random(entropy, 32);
        Secret unwrapped =
            opened.unwrap("vector", expected.wrap("vector", key, HERE, entropy), HERE)) {
      assertThat(unwrapped.sameAs(key)).isTrue();
    }
  }
}
