package dev.coffer.crypto.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.seal.SealedSource;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.vectors.VectorFile;
import dev.coffer.vectors.VectorFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of payload-v1 that have two layers. */
final class LayerVectorsTest {
  static List<VectorFile> vectors() {
    return VectorFolder.named("payload-v1").read().stream()
        .filter(vector -> vector.has("outer-key"))
        .toList();
  }

  @Test
  void thereAreSome() {
    assertThat(vectors()).hasSizeGreaterThan(15);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void bothLayersOpenOrNothingComesOut(VectorFile vector) throws Exception {
    var released = new ByteArrayOutputStream();
    if (vector.text("expect").equals("opens")) {
      read(vector, released);
      assertThat(MessageDigest.getInstance("SHA-256").digest(released.toByteArray()))
          .isEqualTo(vector.hex("released-sha256"));
    } else {
      assertThatExceptionOfType(NotAuthentic.class).isThrownBy(() -> read(vector, released));
    }
    assertThat(released.size()).isEqualTo(Integer.parseInt(vector.text("released-bytes")));
  }

  private static void read(VectorFile vector, ByteArrayOutputStream released) throws IOException {
    byte[] sealed = vector.body();
    int ordinal = Integer.parseInt(vector.text("ordinal"));
    try (DataKeys keys =
            DataKeys.two(Secret.of(vector.hex("key")), Secret.of(vector.hex("outer-key")));
        InputStream in =
            keys.opening(
                SealedSource.of(sealed),
                vector.hex("blob-id"),
                ordinal,
                0,
                keys.plainSize(sealed.length))) {
      in.transferTo(released);
    }
  }
}
