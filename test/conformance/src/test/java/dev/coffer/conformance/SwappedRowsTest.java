package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.RocksKv;
import dev.coffer.wire.http.Headers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * Goal: envelopes and rows that change places between versions, buckets and types while the server
 * is down open nothing when it is up again.
 */
class SwappedRowsTest {
  private static final String CONTENT = "canary-of-swapped-rows ".repeat(1000);
  private static final Bytes CURRENT = Bytes.utf8("c");
  private static final Bytes EARLIER = Bytes.utf8("e");

  @TempDir Path folder;

  private final List<String> victims = new ArrayList<>();

  @Test
  void nothingThatChangedItsPlaceOpens() {
    Path data = folder.resolve("data");
    Index one;
    Index other;
    String bucket;
    String keyArn;
    try (var server = StartedServer.over(data);
        S3Client s3 = server.s3();
        KmsClient kms = server.kms()) {
      RawClient raw = RawClient.of(server);
      keyArn = kms.createKey().keyMetadata().arn();
      var buckets = new Buckets(s3);
      Sealed first = Sealed.fresh(raw, buckets, keyArn);
      Sealed second = Sealed.fresh(raw, buckets, keyArn);
      bucket = first.bucket();
      one = index(Blob.madeBy(data, () -> first.put("a", Type.SSE_S3, CONTENT)));
      other = index(Blob.madeBy(data, () -> second.put("a", Type.SSE_S3, CONTENT)));
      for (Type type : Type.values()) {
        first.put("donor-" + type, type, CONTENT + "!");
        second.put("donor-" + type, type, CONTENT + "!");
        first.put("moved-" + type, type, CONTENT + "!");
      }
      putVictims(first);
      buckets.versioning(bucket, BucketVersioningStatus.ENABLED);
      for (Type type : Type.values()) {
        first.put("versions-" + type, type, CONTENT + "1");
        first.put("versions-" + type, type, CONTENT + "2");
      }
      assertThat(server.stop()).isZero();
    }
    try (KvStore kv = RocksKv.open(data.resolve("meta"))) {
      swap(kv, one, other);
    }
    try (var server = StartedServer.over(data)) {
      var in = new Sealed(RawClient.of(server), bucket, keyArn);
      victims.forEach(key -> requireShut(in, key));
      for (Type type : Type.values()) {
        requireShut(in, "moved-" + type);
        requireShut(in, "versions-" + type);
        assertThat(in.get("donor-" + type, type).is(200).body()).isEqualTo(CONTENT + "!");
      }
    }
  }

  private void putVictims(Sealed in) {
    for (Type type : Type.values()) {
      for (Type donor : Type.values()) {
        for (String place : List.of("same", "other")) {
          String key = type + "/" + donor + "/" + place;
          in.put(key, type, CONTENT);
          victims.add(key);
        }
      }
    }
  }

  /** The index of the bucket that the blob is of. */
  private static Index index(Blob blob) {
    return new Index("bucket-" + Bytes.copyOf(Arrays.copyOf(blob.hint(), 16)).toHex());
  }

  // ---- with the server down

  private void swap(KvStore kv, Index one, Index other) {
    for (String victim : victims) {
      String[] parts = victim.split("/", -1);
      Index from = parts[2].equals("same") ? one : other;
      StoredRow donor = row(kv, from, "donor-" + parts[1]);
      put(kv, one, victim, row(kv, one, victim).withEnvelope(donor.envelope()));
    }
    for (Type type : Type.values()) {
      put(kv, one, "moved-" + type, row(kv, one, "donor-" + type));
      swapVersions(kv, one, "versions-" + type);
    }
  }

  private static StoredRow row(KvStore kv, Index index, String key) {
    return StoredRow.decode(kv.get(index, new Key(Bytes.utf8(key), CURRENT)).orElseThrow());
  }

  private static void put(KvStore kv, Index index, String key, StoredRow row) {
    Commit commit = Commit.in(index, Bytes.utf8(key)).put(CURRENT, row.encode()).build();
    assertThat(kv.commit(commit)).isInstanceOf(Outcome.Done.class);
  }

  private static void swapVersions(KvStore kv, Index index, String key) {
    List<Entry> rows = new ArrayList<>();
    KvScan.group(kv, index, Bytes.utf8(key))
        .forEachRemaining(entry -> {
          if (entry.key().suffix().equals(CURRENT) || entry.key().suffix().startsWith(EARLIER)) {
            rows.add(entry);
          }
        });
    assertThat(rows).hasSize(2);
    StoredRow newer = StoredRow.decode(rows.getFirst().value());
    StoredRow older = StoredRow.decode(rows.getLast().value());
    Commit.Builder commit =
        Commit.in(index, Bytes.utf8(key))
            .put(rows.getFirst().key().suffix(), newer.withEnvelope(older.envelope()).encode())
            .put(rows.getLast().key().suffix(), older.withEnvelope(newer.envelope()).encode());
    assertThat(kv.commit(commit.build())).isInstanceOf(Outcome.Done.class);
  }

  // ---- with the server up again

  /** Whatever key is sent with it. */
  private static void requireShut(Sealed in, String key) {
    for (Headers headers : List.of(Headers.EMPTY, Type.SSE_C.read())) {
      Answer answer = in.send("GET", key, "", headers);
      assertThat(answer.status()).as(key + " " + answer.body()).isGreaterThanOrEqualTo(400);
      assertThat(answer.code()).as(key).isIn("InternalError", "InvalidRequest", "AccessDenied");
      assertThat(answer.body()).doesNotContain("canary");
      assertThat(answer.body().getBytes(US_ASCII).length).isLessThan(2000);
    }
    boolean broken =
        in.send("GET", key, "").status() == 500
            || in.send("GET", key, "", Type.SSE_C.read()).status() == 500
            || in.send("GET", key, "", Type.SSE_C.read()).status() == 403;
    assertThat(broken).as(key).isTrue();
  }
}
