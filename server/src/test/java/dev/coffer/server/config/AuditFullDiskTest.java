package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.kms.audit.OnFailure;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A whole server whose audit logs lie on a disk that gets full and empties again. */
@EnabledIf("dev.coffer.server.config.SmallDisk#possible")
@DisabledIfEnvironmentVariable(named = "AWS_ACCESS_KEY_ID", matches = ".+")
@Timeout(120)
class AuditFullDiskTest {
  /** More lines than a page of a full disk takes. */
  private static final int MANY = 60;

  @TempDir private Path folder;

  private static boolean refused(Neighbour.Said said) {
    return said.refusal().startsWith("500 KMSInternalException");
  }

  private static void unavailable(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.body()).contains("<Code>ServiceUnavailable</Code>");
  }

  /** What the full disk must not let happen, for callers of both services. */
  private static void everythingIsRefused(AuditedServer coffer, int number) throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(refused(coffer.use(number + i))).isTrue();
    }
    String about = "{\"KeyId\":\"" + coffer.key() + "\"}";
    for (String operation : List.of("DescribeKey", "DisableKey", "ScheduleKeyDeletion")) {
      assertThat(refused(coffer.server().kms(operation, about))).as(operation).isTrue();
    }
    assertThat(refused(coffer.server().kms("CreateKey", "{}"))).isTrue();
    unavailable(coffer.get("before"));
    unavailable(coffer.put("during"));
  }

  private static Neighbour.Said untilDone(AuditedServer coffer, int number) throws Exception {
    Neighbour.Said said = coffer.use(number);
    while (refused(said)) {
      TimeUnit.MILLISECONDS.sleep(50);
      said = coffer.use(number);
    }
    return said;
  }

  private static HttpResponse<String> untilRead(AuditedServer coffer, String name)
      throws Exception {
    HttpResponse<String> read = coffer.get(name);
    while (read.statusCode() == 503) {
      TimeUnit.MILLISECONDS.sleep(50);
      read = coffer.get(name);
    }
    return read;
  }

  @Test
  void keyUseStopsAndGoesOnWhenThereIsRoomAndNoLineIsLost() throws Exception {
    try (AuditedServer coffer = AuditedServer.start(folder, OnFailure.REFUSE)) {
      assertThat(coffer.put("before").statusCode()).isEqualTo(200);
      int keys = coffer.keys();
      var answered = new TreeSet<Integer>();
      coffer.disk().fill();
      int number = 0;
      while (coffer.use(number).status() == 200) {
        answered.add(number++);
        assertThat(number).as("uses on a full disk").isLessThan(MANY);
      }
      everythingIsRefused(coffer, number);
      coffer.disk().makeRoom();
      int first = number + 10;
      assertThat(untilDone(coffer, first).status()).isEqualTo(200);
      answered.add(first);
      assertThat(untilRead(coffer, "before").body()).isEqualTo(AuditedServer.BODY);
      assertThat(coffer.get("during").statusCode()).as("nothing was stored").isEqualTo(404);
      assertThat(coffer.keys()).as("no key was made").isEqualTo(keys);
      assertThat(coffer.put("after").statusCode()).isEqualTo(200);
      assertThat(coffer.writtenDown()).isEqualTo(answered);
      List<JsonNode> gaps = coffer.gaps();
      assertThat(gaps).isNotEmpty();
      assertThat(gaps)
          .allMatch(gap -> gap.path("lost").asInt(-1) == 0)
          .anyMatch(gap -> gap.path("refused").asInt(0) > 5)
          .allMatch(gap -> gap.path("reason").asString("").contains("No space left"));
      coffer.verify();
      coffer.server().stop();
      coffer.verify();
      coffer.server().start();
      assertThat(coffer.get("after").body()).isEqualTo(AuditedServer.BODY);
      coffer.verify();
    }
  }

  @Test
  void aServerThatIsStartedOnAFullDiskUsesNoKeyUntilThereIsRoom() throws Exception {
    try (AuditedServer coffer = AuditedServer.start(folder, OnFailure.REFUSE)) {
      assertThat(coffer.put("before").statusCode()).isEqualTo(200);
      coffer.server().stop();
      coffer.disk().fill();
      coffer.server().start();
      everythingIsRefused(coffer, 0);
      coffer.disk().makeRoom();
      assertThat(untilDone(coffer, MANY).status()).isEqualTo(200);
      assertThat(untilRead(coffer, "before").body()).isEqualTo(AuditedServer.BODY);
      assertThat(coffer.writtenDown()).containsExactly(MANY);
      coffer.verify();
    }
  }

  @Test
  void whereTheOperatorChoseSoKeyUseGoesOnAndTheGapIsCounted() throws Exception {
    try (AuditedServer coffer = AuditedServer.start(folder, OnFailure.CONTINUE)) {
      assertThat(coffer.put("before").statusCode()).isEqualTo(200);
      coffer.disk().fill();
      for (int number = 0; number < MANY; number++) {
        assertThat(coffer.use(number).status()).isEqualTo(200);
      }
      assertThat(coffer.get("before").body()).isEqualTo(AuditedServer.BODY);
      assertThat(coffer.put("during").statusCode()).isEqualTo(200);
      coffer.disk().makeRoom();
      int number = MANY;
      while (coffer.gaps().isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(50);
        assertThat(coffer.use(number++).status()).isEqualTo(200);
      }
      assertThat(coffer.get("during").body()).isEqualTo(AuditedServer.BODY);
      coffer.server().stop();
      int counted = coffer.writtenDown().size();
      assertThat(coffer.gaps().stream().mapToLong(gap -> gap.path("lost").asLong(0)).sum())
          .isGreaterThanOrEqualTo(number - counted)
          .isPositive();
      coffer.verify();
    }
  }
}
