package dev.coffer.store.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Bytes;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ContinuationTokenTest {
  private static final Bytes LAST = Bytes.utf8("photos/é//2026 +%");

  @Test
  void whatWasFormattedIsParsed() {
    String token = ContinuationToken.format("bucket", LAST);

    assertThat(token).matches("[A-Za-z0-9_-]+");
    assertThat(ContinuationToken.parse("bucket", token)).isEqualTo(LAST);
  }

  @Test
  void everyChangedCharacterIsNoticed() {
    String token = ContinuationToken.format("bucket", LAST);

    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      refused("bucket", token.substring(0, i) + other + token.substring(i + 1));
      refused("bucket", token.substring(0, i));
    }
    refused("bucket", token + "A");
  }

  @Test
  void theTokenOfAnotherBucketIsRefused() {
    refused("other", ContinuationToken.format("bucket", LAST));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "not base64!", "AAAA", "AQAAAAAAAAAA"})
  void whatWasNeverATokenIsRefused(String text) {
    refused("bucket", text);
  }

  @Test
  void anEndlessTokenIsRefusedUnread() {
    refused("bucket", "A".repeat(100_000));
  }

  private static void refused(String bucket, String token) {
    assertThatThrownBy(() -> ContinuationToken.parse(bucket, token))
        .isInstanceOfSatisfying(
            S3Exception.class,
            refusal -> {
              assertThat(refusal.error()).isEqualTo(S3Error.InvalidArgument);
              assertThat(refusal.text()).isEqualTo("The continuation token provided is incorrect");
              assertThat(refusal.elements()).containsEntry("ArgumentName", "continuation-token");
            });
  }
}
