package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.RocksKv;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Somebody with the disk changes a counter while the server is stopped: reports cannot know, a
 * recount tells. Source: docs/formats/metadata-v1.md.
 */
@DisabledIfEnvironmentVariable(named = "AWS_ACCESS_KEY_ID", matches = ".+")
class DriftedCountersTest {
  private static final int BUCKET_ID_BYTES = 16;
  private static final int COUNTER_ID_BYTES = 15;

  @TempDir private Path folder;

  @Test
  void aRecountFindsWhatWasPlanted() throws Exception {
    try (var coffer = new Neighbour(folder)) {
      coffer.start();
      for (String target : List.of("/kept", "/kept/a", "/kept/b")) {
        assertThat(
                coffer
                    .s3("PUT", target, Map.of(), target.equals("/kept") ? "" : "123")
                    .statusCode())
            .isEqualTo(200);
      }
      assertThat(report("kept", "--recount").status()).isZero();

      coffer.stop();
      assertThat(plant(coffer.data().resolve("meta"))).isEqualTo(1);
      coffer.start();

      LiveServer.Run plain = report("kept", "--json");
      assertThat(plain.status()).isZero();
      assertThat(versions(plain.json().path("versions"))).isEqualTo(7);
      LiveServer.Run proof = report("kept", "--recount", "--json");
      assertThat(proof.status()).isEqualTo(65);
      assertThat(proof.err())
          .isEqualTo("coffer: kept: the counters are not what the versions add up to");
      assertThat(versions(proof.json().path("report").path("versions"))).isEqualTo(7);
      assertThat(versions(proof.json().path("found"))).isEqualTo(2);
      assertThat(coffer.s3("GET", "/kept/a", Map.of(), "").body())
          .as("nothing is decided by a counter")
          .isEqualTo("123");
    }
  }

  private static long versions(JsonNode lines) {
    assertThat(lines).hasSize(1);
    return lines.get(0).path("versions").asLong(0);
  }

  /** Five versions more under each name that the bucket has counted under. */
  private static int plant(Path meta) {
    int planted = 0;
    try (RocksKv kv = RocksKv.open(meta)) {
      Key first = Key.startOf(Bytes.utf8("t"));
      Iterator<Entry> rows = KvScan.entries(kv, new Index("hints"), first, 100);
      while (rows.hasNext()) {
        Key key = rows.next().key();
        boolean named =
            key.group().startsWith(Bytes.utf8("t")) && key.suffix().size() == COUNTER_ID_BYTES + 1;
        if (named) {
          Bytes bucketId = key.group().slice(1, 1 + BUCKET_ID_BYTES);
          String counter = "v-" + key.suffix().slice(1, 1 + COUNTER_ID_BYTES).toHex();
          var commit = Commit.in(new Index("bucket-" + bucketId.toHex()), Bytes.utf8("any"));
          kv.commit(commit.add(counter, 5).build());
          planted++;
        }
      }
    }
    return planted;
  }

  private LiveServer.Run report(String... line) throws Exception {
    JsonNode ready = new JsonMapper().readTree(Files.readAllBytes(folder.resolve("ready.json")));
    var whole = new ArrayList<>(List.of("bucket", "encryption", "report"));
    whole.addAll(List.of(line));
    whole.addAll(List.of("--endpoint", ready.get("http").asString()));
    var environment =
        Map.of(
            "AWS_ACCESS_KEY_ID",
            ready.get("accessKeyId").asString(),
            "AWS_SECRET_ACCESS_KEY",
            ready.get("secretAccessKey").asString());
    return LiveServer.run(environment, whole.toArray(String[]::new));
  }
}
