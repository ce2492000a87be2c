package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The key service's quotas on a server: there when they were asked for. */
@DisabledIfEnvironmentVariable(named = "AWS_ACCESS_KEY_ID", matches = ".+")
final class QuotasTest {
  /** One in four seconds, so that the second is too early however slow the machine is. */
  private static final String SLOWEST = "GetParametersForImport";

  private static final String TOO_EARLY =
      "400 ThrottlingException: You have exceeded the rate at which you may call KMS. Reduce the"
          + " frequency of your calls.";

  @TempDir private Path folder;

  @Test
  void anAccountThatCallsTooOftenIsRefusedWhereQuotasWereAskedFor() throws Exception {
    try (Neighbour coffer = started(true)) {
      String refusal = firstRefusal(coffer);
      assertThat(refusal).isEqualTo(TOO_EARLY);
      assertThat(coffer.kms("ListKeys", "{}").refusal()).isEmpty();
    }
  }

  @Test
  void withoutThemNobodyIs() throws Exception {
    try (Neighbour coffer = started(false)) {
      assertThat(firstRefusal(coffer)).isEmpty();
    }
  }

  private Neighbour started(boolean quotas) throws IOException {
    var coffer =
        new Neighbour(folder.resolve("coffer"), new ServerOptions.Requests(Set.of(), quotas));
    coffer.start();
    return coffer;
  }

  /** Empty when none of five calls was refused. */
  private static String firstRefusal(Neighbour coffer) throws Exception {
    String key = coffer.createKey("{\"Origin\":\"EXTERNAL\"}");
    String asked =
        "{\"KeyId\":\"%s\",\"WrappingAlgorithm\":\"RSAES_OAEP_SHA_256\",\"WrappingKeySpec\":\"RSA_2048\"}"
            .formatted(key);
    for (int i = 0; i < 5; i++) {
      String refusal = coffer.kms(SLOWEST, asked).refusal();
      if (!refusal.isEmpty()) {
        return refusal;
      }
    }
    return "";
  }
}
