package dev.coffer.store.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.secret.Entropy;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UploadIdTest {
  private static final Instant NOW = Instant.parse("2026-11-23T21:00:00Z");

  @Test
  void theTextIsUrlSafeAndParsesBack() {
    UploadId id = UploadId.begin(NOW, Entropy.system());

    assertThat(id.format()).matches("[A-Za-z0-9_-]{22}");
    assertThat(UploadId.parse(id.format())).contains(id);
  }

  @Test
  void laterUploadsSortBehindEarlierOnes() {
    UploadId earlier = UploadId.begin(NOW, Entropy.system());
    UploadId later = UploadId.begin(NOW.plusNanos(1000), Entropy.system());

    assertThat(earlier.bytes16()).isLessThan(later.bytes16());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "AAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAB",
        "AAAAAAAAAAAAAAAAAAAA+A",
        "AAAAAAAAAAAAAAAAAAAA==",
        "AAAAAAAAAAAAAAAAAAAAAAA"
      })
  void whatWasNeverGivenIsNoUploadId(String text) {
    assertThat(UploadId.parse(text)).isEmpty();
  }
}
