package dev.coffer.crypto.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.crypto.FormatDocument;
import dev.coffer.crypto.VectorFile;
import dev.coffer.crypto.VectorFolder;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EnvelopeVectorsTest {
  private static final String FOLDER = "envelope-v1";

  static List<VectorFile> vectors() {
    return VectorFolder.named(FOLDER).read();
  }

  @Test
  void theGeneratorReproducesTheFolder() {
    VectorFolder.named(FOLDER).requireExactly(new EnvelopeVectors().all());
  }

  @Test
  void theDocumentIsOfThisVersionAndNamesEveryVector() {
    FormatDocument.of("envelope", Envelope.VERSION).requireVectors(VectorFolder.named(FOLDER));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theDataKeyComesOutOrNothingDoes(VectorFile vector) {
    switch (vector.text("expect")) {
      case EnvelopeVectors.OPENS -> {
        try (Secret dataKey = open(vector);
            Secret expected = Secret.of(vector.hex("data-key"))) {
          assertThat(dataKey.sameAs(expected)).isTrue();
        }
        assertThat(Envelope.decode(vector.body().toArray()).encode())
            .isEqualTo(vector.body().toArray());
      }
      case EnvelopeVectors.REFUSED ->
          assertThatExceptionOfType(NotAuthentic.class)
              .isThrownBy(() -> Envelope.decode(vector.body().toArray()));
      case EnvelopeVectors.NOT_AUTHENTIC -> {
        assertThat(Envelope.decode(vector.body().toArray())).isNotNull();
        assertThatExceptionOfType(NotAuthentic.class).isThrownBy(() -> open(vector));
      }
      default -> throw new IllegalStateException("a vector that expects something else");
    }
  }

  private static Secret open(VectorFile vector) {
    Envelope envelope = Envelope.decode(vector.body().toArray());
    var binding = Binding.of(vector.hex("installation-id"), vector.hex("object-id"));
    try (var wrapping = new WrappingKey(Secret.of(vector.hex("bucket-key")))) {
      return switch (envelope.scheme()) {
        case Envelope.SseS3 sseS3 -> binding.unwrap(sseS3, wrapping);
        case Envelope.SseKms _, Envelope.SseKmsBucketKey _, Envelope.DsseKms _, Envelope.SseC _ ->
            throw new IllegalStateException("no vector of this type");
      };
    }
  }
}
