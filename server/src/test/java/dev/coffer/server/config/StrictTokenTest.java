package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Objects under a key in a PKCS #11 token, which is SoftHSM's. */
@EnabledIf("dev.coffer.server.config.SoftToken#installed")
class StrictTokenTest extends StrictObjects {
  private SoftToken token = new SoftToken(Path.of("unset"));

  @BeforeEach
  void registerAStore() throws Exception {
    token = SoftToken.in(folder.resolve("token"));
    coffer = new Neighbour(folder.resolve("coffer"));
    coffer.start();
    serveStrictly(
        coffer.done("custody strict add DATA hsm pkcs11 --create-key" + token.settings()));
  }

  @Override
  void takeAway() throws Exception {
    token.takeAway();
  }

  @Override
  void bringBack() throws Exception {
    token.putBack();
  }

  /** A token locks its PIN after a few wrong ones. */
  @Test
  void aRefusedPinIsNotOfferedAgainAndTheRightOneOpens() throws Exception {
    done(put("before"));
    token.pin("9999");
    coffer.stop();
    coffer.start();
    for (int i = 0; i < 20; i++) {
      refused(get("before"));
    }
    refused(put("during"));
    String asked = "{\"KeyId\":\"%s\",\"KeySpec\":\"AES_256\"}".formatted(keyArn());
    assertThat(coffer.kms("GenerateDataKey", asked).refusal())
        .isEqualTo("500 KMSInternalException: The request failed because of an internal error.");
    token.rightPin();
    coffer.stop();
    coffer.start();
    assertThat(done(get("before"))).isEqualTo(BODY);
    assertThat(get("during").statusCode()).isEqualTo(404);
  }
}
