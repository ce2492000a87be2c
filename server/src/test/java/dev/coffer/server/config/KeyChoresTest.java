package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The job that rotates, expires and destroys keys, in the whole server on a clock that is moved.
 */
@DisabledIfEnvironmentVariable(named = "AWS_ACCESS_KEY_ID", matches = ".+")
class KeyChoresTest {
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  @TempDir private Path folder;

  private ClockedRooms open(Duration after) throws IOException {
    return new ClockedRooms(folder.resolve("data"), START.plus(after));
  }

  private static String of(String key) {
    return "{\"KeyId\":\"" + key + "\"}";
  }

  private static String newKey(ClockedRooms rooms) throws IOException {
    return rooms.kms("CreateKey", "{}").at("/KeyMetadata/KeyId").asString();
  }

  private static JsonNode rotations(ClockedRooms rooms, String key) throws IOException {
    return rooms.kms("ListKeyRotations", of(key)).path("Rotations");
  }

  private String events(String name) throws IOException {
    var found = new StringBuilder();
    try (Stream<Path> files = Files.list(folder.resolve("data/audit"))) {
      for (Path file : files.filter(each -> each.toString().contains("kms")).toList()) {
        Files.readAllLines(file).stream()
            .filter(line -> line.contains("\"eventName\":\"" + name + "\""))
            .forEach(found::append);
      }
    }
    return found.toString();
  }

  /** What the job does is done soon after it was started, and nobody tells when. */
  private interface Sign {
    boolean seen() throws IOException;
  }

  private static void await(Sign sign) throws IOException, InterruptedException {
    while (!sign.seen()) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  @Test
  @Timeout(60)
  void whatIsDueWhenTheServerComesBackIsDoneOnceAndByItself() throws Exception {
    String yearly;
    String quarterly;
    String deleted;
    String waiting;
    try (ClockedRooms rooms = open(Duration.ZERO)) {
      yearly = newKey(rooms);
      quarterly = newKey(rooms);
      deleted = newKey(rooms);
      waiting = newKey(rooms);
      rooms.kms("EnableKeyRotation", of(yearly));
      rooms.kms("EnableKeyRotation", of(quarterly).replace("}", ",\"RotationPeriodInDays\":90}"));
      rooms.kms("CreateAlias", "{\"AliasName\":\"alias/a\",\"TargetKeyId\":\"" + deleted + "\"}");
      rooms.kms("ScheduleKeyDeletion", of(deleted).replace("}", ",\"PendingWindowInDays\":7}"));
    }
    Duration late = Duration.ofDays(1000);
    try (ClockedRooms rooms = open(late)) {
      rooms.kms("ScheduleKeyDeletion", of(waiting));
      await(() -> rotations(rooms, yearly).size() > 0 && rotations(rooms, quarterly).size() > 0);
      await(() -> rooms.said("DescribeKey", of(deleted)).contains("NotFoundException"));
      for (String key : new String[] {yearly, quarterly}) {
        JsonNode only = rotations(rooms, key);
        assertThat(only.size()).isEqualTo(1);
        assertThat(only.get(0).path("RotationType").asString()).isEqualTo("AUTOMATIC");
        assertThat(only.get(0).path("RotationDate").asLong())
            .isEqualTo(START.plus(late).getEpochSecond());
      }
      assertThat(rooms.kms("GetKeyRotationStatus", of(quarterly)).path("NextRotationDate").asLong())
          .isEqualTo(START.plus(late).plus(Duration.ofDays(90)).getEpochSecond());
      assertThat(rooms.said("DescribeKey", of("alias/a"))).contains("alias/a is not found.");
    }
    try (ClockedRooms rooms = open(late.plusDays(29))) {
      rooms.advance(Duration.ofMillis(1));
      assertThat(rotations(rooms, yearly).size()).isEqualTo(1);
      assertThat(rotations(rooms, quarterly).size()).isEqualTo(1);
      assertThat(rooms.kms("DescribeKey", of(waiting)).at("/KeyMetadata/KeyState").asString())
          .isEqualTo("PendingDeletion");
      assertThat(rooms.intact()).isTrue();
    }
    assertThat(events("RotateKey"))
        .contains(yearly, quarterly, "\"eventType\":\"AwsServiceEvent\"")
        .doesNotContain(deleted);
    assertThat(events("DeleteKey")).contains(deleted).doesNotContain(waiting);
  }

  @Test
  @Timeout(60)
  void importedMaterialIsTakenOutWhenItHasExpired() throws Exception {
    String key;
    String sealed;
    String state = "/KeyMetadata/KeyState";
    try (ClockedRooms rooms = open(Duration.ZERO)) {
      key = rooms.kms("CreateKey", "{\"Origin\":\"EXTERNAL\"}").at("/KeyMetadata/KeyId").asString();
      JsonNode given = rooms.kms("GetParametersForImport", Imported.parametersOf(key));
      String until = "\"ValidTo\":" + START.plus(Duration.ofDays(30)).getEpochSecond();
      String wrapped = Imported.wrapped(given, new byte[32]);
      rooms.kms("ImportKeyMaterial", Imported.request(key, given, wrapped, until));
      String asked = "{\"KeyId\":\"" + key + "\",\"Plaintext\":\"YQ==\"}";
      sealed = rooms.kms("Encrypt", asked).path("CiphertextBlob").asString();
    }
    String decrypt = "{\"CiphertextBlob\":\"" + sealed + "\"}";
    try (ClockedRooms rooms = open(Duration.ofDays(30).minusMillis(1))) {
      assertThat(rooms.kms("Decrypt", decrypt).path("Plaintext").asString()).isEqualTo("YQ==");
      rooms.advance(Duration.ofMillis(1));
      assertThat(rooms.said("Decrypt", decrypt))
          .startsWith("400 ")
          .contains("KMSInvalidStateException", key + " is pending import.");
    }
    try (ClockedRooms rooms = open(Duration.ofDays(31))) {
      await(() -> !events("DeleteExpiredKeyMaterial").isEmpty());
      assertThat(rooms.kms("DescribeKey", of(key)).at(state).asString()).isEqualTo("PendingImport");
    }
    try (ClockedRooms rooms = open(Duration.ofDays(32))) {
      assertThat(rooms.kms("DescribeKey", of(key)).at(state).asString()).isEqualTo("PendingImport");
      assertThat(rooms.intact()).isTrue();
    }
    assertThat(events("DeleteExpiredKeyMaterial")).containsOnlyOnce("eventID").contains(key);
  }
}
