package dev.coffer.crypto.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.vectors.FormatDocument;
import dev.coffer.vectors.VectorFile;
import dev.coffer.vectors.VectorFolder;
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
    VectorFolder.named(FOLDER).requireExactly(EnvelopeVectors.every());
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
        open(vector);
        assertThat(decoded(vector).encode()).isEqualTo(vector.body());
      }
      case EnvelopeVectors.REFUSED ->
          assertThatExceptionOfType(NotAuthentic.class).isThrownBy(() -> decoded(vector));
      case EnvelopeVectors.NOT_AUTHENTIC -> {
        assertThat(decoded(vector)).isNotNull();
        assertThatExceptionOfType(NotAuthentic.class).isThrownBy(() -> open(vector));
      }
      case EnvelopeVectors.OTHER_CUSTOMER_KEY -> {
        assertThat(decoded(vector)).isNotNull();
        assertThatExceptionOfType(OtherCustomerKey.class).isThrownBy(() -> open(vector));
      }
      default -> throw new IllegalStateException("a vector that expects something else");
    }
  }

  private static Envelope decoded(VectorFile vector) {
    return Envelope.decode(vector.body());
  }

  /** Opens what there is and holds it against the vector's keys. */
  private static void open(VectorFile vector) {
    var binding = Binding.of(vector.hex("installation-id"), vector.hex("object-id"));
    switch (decoded(vector).scheme()) {
      case Envelope.SseS3 s3 -> {
        try (WrappingKey key = key(vector, "bucket-key")) {
          requireKey(vector, "data-key", binding.unwrap(s3, key));
        }
      }
      case Envelope.SseKms kms -> {
        try (WrappingKey key = key(vector, "kms-plaintext")) {
          requireKey(vector, "data-key", binding.unwrap(kms, key));
        }
      }
      case Envelope.SseKmsBucketKey kms -> {
        try (WrappingKey key = key(vector, "kms-plaintext")) {
          requireKey(vector, "data-key", binding.unwrap(kms, key));
        }
      }
      case Envelope.DsseKms dsse -> {
        try (WrappingKey inner = key(vector, "kms-plaintext");
            WrappingKey outer = key(vector, "bucket-key")) {
          requireKey(vector, "data-key", binding.unwrapInner(dsse, inner));
          requireKey(vector, "outer-data-key", binding.unwrapOuter(dsse, outer));
        }
      }
      case Envelope.SseC customer -> {
        try (Secret sent = Secret.of(vector.hex("customer-key"));
            CustomerKey key = CustomerKey.forStored(sent, binding.objectId(), customer)) {
          if (!key.fits(customer)) {
            throw new OtherCustomerKey();
          }
          requireKey(vector, "data-key", binding.unwrap(customer, key));
        }
      }
    }
  }

  private static WrappingKey key(VectorFile vector, String field) {
    return new WrappingKey(Secret.of(vector.hex(field)));
  }

  private static void requireKey(VectorFile vector, String field, Secret unwrapped) {
    try (unwrapped;
        Secret expected = Secret.of(vector.hex(field))) {
      assertThat(unwrapped.sameAs(expected)).isTrue();
    }
  }

  private static final class OtherCustomerKey extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
