package dev.coffer.store.object;

import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static dev.coffer.store.TestStore.bytes;
import static dev.coffer.store.TestStore.putOp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.TestStore;
import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.ObjectHeaders;
import dev.coffer.wire.s3.Preconditions;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.WriteConditions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Goal: whoever changes what is stored gets an error or the truth, never other bytes. */
final class TamperTest {
  private static final String TEXT = "what was written";

  private final TestStore test = TestStore.over(new MemoryKv());
  private final Index index = test.store.buckets().require(BUCKET).index();

  private Bytes row(String key, Bytes suffix) {
    return test.kv.get(index, new Key(Bytes.utf8(key), suffix)).orElseThrow();
  }

  private void store(String key, Bytes suffix, Bytes value) {
    test.kv.commit(Commit.in(index, Bytes.utf8(key)).put(suffix, value).build());
  }

  @Test
  void everyFlippedBitOfARowIsNoticed() {
    test.put(
        putOp(
            "key",
            bytes(TEXT),
            new ObjectHeaders(null, null, null, null, "text/x", null, Map.of("a", "b")),
            WriteConditions.NONE));
    byte[] row = row("key", Suffixes.CURRENT).toByteArray();
    for (int bit = 0; bit < row.length * 8; bit++) {
      byte[] changed = row.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      store("key", Suffixes.CURRENT, Bytes.copyOf(changed));
      assertThatThrownBy(() -> test.text("key"))
          .as("bit %d", bit)
          .isInstanceOfAny(Corrupt.class, NotAuthentic.class);
    }
    store("key", Suffixes.CURRENT, Bytes.copyOf(row));
    assertThat(test.text("key")).isEqualTo(TEXT);
  }

  @Test
  void everyShorterRowIsNoticed() {
    test.put("key", TEXT);
    Bytes row = row("key", Suffixes.CURRENT);
    for (int size = 1; size < row.size(); size++) {
      store("key", Suffixes.CURRENT, row.slice(0, size));
      assertThatThrownBy(() -> test.text("key")).isInstanceOfAny(Corrupt.class, NotAuthentic.class);
    }
  }

  @Test
  void rowDoesNotOpenUnderAnotherKeyOrInAnotherBucket() {
    test.put("key", TEXT);
    Bytes row = row("key", Suffixes.CURRENT);
    store("elsewhere", Suffixes.CURRENT, row);
    assertThatThrownBy(() -> test.text("elsewhere")).isInstanceOf(NotAuthentic.class);

    test.createBucket("second-bucket");
    Index other = test.store.buckets().require("second-bucket").index();
    test.kv.commit(Commit.in(other, Bytes.utf8("key")).put(Suffixes.CURRENT, row).build());
    var op =
        new GetObject(
            "second-bucket",
            "key",
            null,
            null,
            null,
            Preconditions.NONE,
            TestStore.NO_OVERRIDES,
            null,
            SseCustomer.NONE,
            null,
            null);
    assertThatThrownBy(() -> test.store.objects().getObject(CALLER, op))
        .isInstanceOf(NotAuthentic.class);
  }

  @Test
  void versionDoesNotOpenInAnothersPlace() {
    test.setVersioning("Enabled");
    String first = test.put("key", "first").versionId();
    test.put("key", "second");
    Bytes orderOfFirst = Bytes.fromHex(String.valueOf(first));
    store("key", Suffixes.earlier(orderOfFirst), row("key", Suffixes.CURRENT));
    assertThatThrownBy(() -> test.text("key", first))
        .hasMessageContaining("The specified version does not exist");
  }

  @Test
  void envelopeOfAnotherObjectDoesNotOpen() {
    test.put("one", "first");
    test.put("two", "other");
    VersionRow one = VersionRow.decode(row("one", Suffixes.CURRENT));
    VersionRow two = VersionRow.decode(row("two", Suffixes.CURRENT));
    var mixed = one.withEnvelope(two.envelope());
    store("one", Suffixes.CURRENT, mixed.encode());
    assertThatThrownBy(() -> test.text("one")).isInstanceOf(NotAuthentic.class);
  }

  @Test
  void payloadOfAnotherObjectDoesNotOpen() {
    test.put("one", "first");
    test.put("two", "other");
    VersionRow one = VersionRow.decode(row("one", Suffixes.CURRENT));
    VersionRow two = VersionRow.decode(row("two", Suffixes.CURRENT));
    Place place = one.object().place();
    Bytes bodyId = ((Place.Inline) place).bodyId();
    Bytes foreign = ((Place.Inline) two.object().place()).sealed();
    var facts = one.facts();
    var object = one.object().withPlace(new Place.Inline(bodyId, foreign));
    var mixed =
        new VersionFacts(
            facts.order(),
            facts.nullVersion(),
            facts.lastModified(),
            facts.ownerId(),
            object,
            false);
    store(
        "one",
        Suffixes.CURRENT,
        new VersionRow(mixed, one.envelope(), one.sealedDetails(), VersionRow.FORMAT, null)
            .encode());
    assertThatThrownBy(() -> test.text("one")).isInstanceOf(NotAuthentic.class);
  }

  @Test
  void nothingStoredHoldsBodiesOrMetadata() {
    String canary = "canary-3d1f7a5c";
    var headers =
        new ObjectHeaders(
            canary, canary, null, canary, canary, canary, Map.of("name", canary, canary, "value"));
    for (int copies : new int[] {1, 100, 10_000}) {
      test.put(putOp("key-" + copies, bytes(canary.repeat(copies)), headers, WriteConditions.NONE));
    }
    for (Index each : List.of(index, new Index("system"), new Index("hints"))) {
      values(each).forEach(value -> assertThat(text(value)).doesNotContain(canary));
    }
    for (String key : List.of("key-10000")) {
      var place = (Place.InBlob) VersionRow.decode(row(key, Suffixes.CURRENT)).object().place();
      byte[] sealed = new byte[1_000_000];
      int read = test.blobs.open(place.blob()).read(0, sealed, 0, sealed.length);
      assertThat(read).isGreaterThan(150_000);
      assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("canary");
    }
  }

  private List<Bytes> values(Index of) {
    List<Bytes> values = new ArrayList<>();
    Iterator<Entry> rows = KvScan.entries(test.kv, of, Key.startOf(Bytes.of((byte) 0)), 100);
    rows.forEachRemaining(row -> values.add(row.value()));
    return values;
  }

  private static String text(Bytes value) {
    return new String(value.toByteArray(), StandardCharsets.ISO_8859_1);
  }
}
