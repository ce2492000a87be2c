package dev.coffer.crypto.material;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.vectors.FormatDocument;
import dev.coffer.vectors.VectorFile;
import dev.coffer.vectors.VectorFolder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CiphertextVectorsTest {
  private static final String FOLDER = "kms-ciphertext-v1";

  static List<VectorFile> vectors() {
    return VectorFolder.named(FOLDER).read();
  }

  @Test
  void theGeneratorReproducesTheFolder() {
    VectorFolder.named(FOLDER).requireExactly(new CiphertextVectors().all());
  }

  @Test
  void theDocumentIsOfThisVersionAndNamesEveryVector() {
    FormatDocument.of("kms-ciphertext", CiphertextBlob.VERSION)
        .requireVectors(VectorFolder.named(FOLDER));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void thePlaintextComesOutOrNothingDoes(VectorFile vector) {
    switch (vector.text("expect")) {
      case CiphertextVectors.OPENS -> assertThat(open(vector)).isEqualTo(vector.hex("plaintext"));
      case CiphertextVectors.REFUSED ->
          assertThatExceptionOfType(NotAuthentic.class)
              .isThrownBy(() -> CiphertextBlob.parse(vector.body()));
      case CiphertextVectors.NOT_AUTHENTIC -> {
        assertThat(CiphertextBlob.find(vector.body())).isPresent();
        assertThatExceptionOfType(NotAuthentic.class).isThrownBy(() -> open(vector));
      }
      default -> throw new IllegalStateException("a vector that expects something else");
    }
  }

  private static byte[] open(VectorFile vector) {
    CiphertextBlob blob = CiphertextBlob.parse(vector.body());
    Map<String, String> context = CiphertextVectors.context(vector.text("context"));
    try (var material = new KeyMaterial(Secret.of(vector.hex("material")))) {
      return material.open(blob, context);
    }
  }
}
