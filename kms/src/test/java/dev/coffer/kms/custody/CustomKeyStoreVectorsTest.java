package dev.coffer.kms.custody;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.vectors.FormatDocument;
import dev.coffer.vectors.VectorFile;
import dev.coffer.vectors.VectorFolder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CustomKeyStoreVectorsTest {
  private static final String FOLDER = "key-stores-v1";

  static List<VectorFile> vectors() {
    return VectorFolder.named(FOLDER).read();
  }

  static List<VectorFile> files() {
    return vectors().stream().filter(vector -> vector.text("what").equals("file")).toList();
  }

  static List<VectorFile> materials() {
    return vectors().stream().filter(vector -> vector.text("what").equals("material")).toList();
  }

  @Test
  void theGeneratorReproducesTheFolder() {
    VectorFolder.named(FOLDER).requireExactly(new CustomKeyStoreVectors().all());
  }

  @Test
  void theDocumentIsOfThisVersionAndNamesEveryVector() {
    FormatDocument.of("key-stores", CustomKeyStoreFile.VERSION)
        .requireVectors(VectorFolder.named(FOLDER));
  }

  @ParameterizedTest
  @MethodSource("files")
  void theStoresComeOutOrNothingDoes(VectorFile vector) {
    byte[] body = vector.body();
    Bytes installationId = Bytes.of(vector.hex("installation"));
    if (vector.text("expect").equals(CustomKeyStoreVectors.READS)) {
      var document = CustomKeyStoreDocument.decode(body);
      document.requireOf(installationId);
      assertThat(new String(document.encode(), UTF_8)).isEqualTo(new String(body, UTF_8));
    } else {
      assertThatExceptionOfType(CustodyException.class)
          .isThrownBy(() -> CustomKeyStoreDocument.decode(body).requireOf(installationId))
          .extracting(CustodyException::reason)
          .isEqualTo(CustodyException.Reason.valueOf(vector.text("expect")));
    }
  }

  @ParameterizedTest
  @MethodSource("materials")
  void theMaterialComesOutOrNothingDoes(VectorFile vector) {
    var binding =
        new Binding(
            Bytes.of(vector.hex("installation")),
            vector.text("place"),
            Integer.parseInt(vector.text("number")));
    try (Secret between = Secret.of(vector.hex("between"));
        Secret expected = Secret.of(vector.hex("material"))) {
      if (vector.text("expect").equals(CustomKeyStoreVectors.OPENS)) {
        try (Secret opened =
            StrictMaterial.decode(Bytes.of(vector.body())).unwrap(between, binding)) {
          assertThat(opened.sameAs(expected)).isTrue();
        }
      } else {
        assertThatExceptionOfType(NotAuthentic.class)
            .isThrownBy(() ->
                StrictMaterial.decode(Bytes.of(vector.body())).unwrap(between, binding).close());
      }
    }
  }
}
