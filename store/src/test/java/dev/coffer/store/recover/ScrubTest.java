package dev.coffer.store.recover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.TestRoot;
import dev.coffer.store.TestStore;
import dev.coffer.store.bucket.BucketSettings;
import dev.coffer.store.bucket.Profile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that are not what was written; bodies are damaged in the test of the command. */
class ScrubTest {
  private final StoreRootKey root = TestRoot.create();
  private final MemoryKv kv = new MemoryKv();
  private final TestStore test =
      TestStore.over(kv, new BucketSettings("us-east-1", Profile.YEAR_2026), root);
  private final List<Scrub.Finding> findings = new ArrayList<>();

  @BeforeEach
  void fill() {
    test.createBucket(TestStore.BUCKET);
    test.put("one", "first");
    test.put("two", "second");
  }

  private Scrub.Totals scrub() {
    findings.clear();
    try (Recovery recovery = Recovery.open(kv, test.blobs, new Recovery.Keyring(root, List.of()))) {
      return Scrub.run(recovery, kv, findings::add);
    }
  }

  private Index index() {
    return test.store.buckets().require(TestStore.BUCKET).index();
  }

  private Entry row(String key) {
    return KvScan.group(kv, index(), Bytes.utf8(key)).next();
  }

  @Test
  void aStoreWithoutDamageHasNoFindings() {
    assertThat(scrub()).isEqualTo(new Scrub.Totals(2, 0, 11, 0, 0));
    assertThat(findings).isEmpty();
  }

  @Test
  void everyChangedByteOfARowIsFound() {
    Entry entry = row("one");
    byte[] row = entry.value().toByteArray();
    for (int at = 0; at < row.length; at++) {
      byte[] changed = row.clone();
      changed[at] ^= 1;
      put(entry, Bytes.copyOf(changed));
      assertThat(scrub().damaged()).as("byte %d", at).isPositive();
      assertThat(findings).as("byte %d", at).anyMatch(finding -> finding.key().equals("one"));
    }
  }

  @Test
  void aRowThatIsGoneIsMissedByTheCounters() {
    Entry entry = row("two");
    kv.commit(Commit.in(index(), entry.key().group()).delete(entry.key().suffix()).build());
    assertThat(scrub()).isEqualTo(new Scrub.Totals(1, 0, 5, 0, 1));
    assertThat(findings)
        .containsExactly(
            new Scrub.Finding(
                Scrub.Kind.COUNTED_OTHERWISE,
                TestStore.BUCKET,
                "",
                "",
                "the counters know of 2 versions of 11 bytes, and there are 1 versions of 5"
                    + " bytes"));
  }

  @Test
  void aRowInThePlaceOfAnotherIsFound() {
    put(row("one"), row("two").value());
    scrub();
    assertThat(findings).anyMatch(finding -> finding.key().equals("one"));
  }

  private void put(Entry entry, Bytes value) {
    kv.commit(Commit.in(index(), entry.key().group()).put(entry.key().suffix(), value).build());
  }
}
