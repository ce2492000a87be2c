package dev.coffer.crypto.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.crypto.secret.Secret;
import dev.coffer.vectors.FormatDocument;
import dev.coffer.vectors.VectorFile;
import dev.coffer.vectors.VectorFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PayloadVectorsTest {
  private static final String FOLDER = "payload-v1";

  static List<VectorFile> vectors() {
    return VectorFolder.named(FOLDER).read();
  }

  /** One layer; those of two are DataKeys' to open. */
  static List<VectorFile> messages() {
    return vectors().stream().filter(vector -> !vector.has("outer-key")).toList();
  }

  @Test
  void theGeneratorReproducesTheFolder() {
    VectorFolder.named(FOLDER).requireExactly(PayloadVectors.every());
  }

  @Test
  void theDocumentIsOfThisVersionAndNamesEveryVector() {
    FormatDocument.of("payload", Cobblestone.VERSION).requireVectors(VectorFolder.named(FOLDER));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void messageOpensOrFailsAsAWhole(VectorFile vector) {
    try (Secret key = Secret.of(vector.hex("key"))) {
      if (opens(vector)) {
        byte[] plaintext = Cobblestone.open(key, vector.hex("context"), vector.body());
        requireReleased(vector, plaintext);
      } else {
        assertThatExceptionOfType(NotAuthentic.class)
            .isThrownBy(() -> Cobblestone.open(key, vector.hex("context"), vector.body()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void streamReleasesWhatItMay(VectorFile vector) throws IOException {
    var released = new ByteArrayOutputStream();
    if (opens(vector)) {
      stream(vector, released);
      requireReleased(vector, released.toByteArray());
    } else {
      assertThatExceptionOfType(NotAuthentic.class).isThrownBy(() -> stream(vector, released));
      // A reader that looks at the end first may release less.
      assertThat(released.size()).isIn(0, Integer.parseInt(vector.text("released-bytes")));
      if (released.size() > 0) {
        requireReleased(vector, released.toByteArray());
      }
    }
  }

  private static boolean opens(VectorFile vector) {
    String expect = vector.text("expect");
    assertThat(expect).isIn(PayloadVectors.OPENS, PayloadVectors.NOT_AUTHENTIC);
    return expect.equals(PayloadVectors.OPENS);
  }

  private static void stream(VectorFile vector, ByteArrayOutputStream released) throws IOException {
    byte[] sealed = vector.body();
    try (Secret key = Secret.of(vector.hex("key"));
        var in =
            new OpeningInput(
                key,
                vector.hex("context"),
                SealedSource.of(sealed),
                0,
                Cobblestone.plainSize(sealed.length))) {
      byte[] step = new byte[4096];
      for (int read = in.read(step); read >= 0; read = in.read(step)) {
        released.writeBytes(Arrays.copyOf(step, read));
      }
    }
  }

  private static void requireReleased(VectorFile vector, byte[] released) {
    assertThat(released).hasSize(Integer.parseInt(vector.text("released-bytes")));
    assertThat(PayloadVectors.sha256(released)).isEqualTo(vector.hex("released-sha256"));
  }
}
