package dev.coffer.store.object;

import static dev.coffer.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.TestStore;
import dev.coffer.wire.s3.S3Error;
import org.junit.jupiter.api.Test;

/** A version that becomes the current one between two reads of those who look for it. */
final class PromotionTest {
  private final Meddling kv = new Meddling(new MemoryKv());
  private final TestStore test = TestStore.over(kv);

  private String versionId(String text) {
    String id = test.put("key", text).versionId();
    assertThat(id).isNotNull();
    return id;
  }

  @Test
  void versionThatIsPromotedMeanwhileIsStillDeleted() {
    test.setVersioning("Enabled");
    String first = versionId("first");
    String second = versionId("second");
    kv.beforeReading(Suffixes.EARLIER, () -> test.delete("key", second));
    test.delete("key", first);
    assertThat(kv.done()).isTrue();
    assertRefused(S3Error.NoSuchKey, () -> test.text("key"));
  }

  @Test
  void versionThatIsPromotedMeanwhileIsStillRead() {
    test.setVersioning("Enabled");
    String first = versionId("first");
    String second = versionId("second");
    kv.beforeReading(Suffixes.EARLIER, () -> test.delete("key", second));
    assertThat(test.text("key", first)).isEqualTo("first");
    assertThat(kv.done()).isTrue();
  }

  @Test
  void nullVersionThatIsPromotedMeanwhileIsStillDeleted() {
    test.put("key", "null");
    test.setVersioning("Enabled");
    String second = versionId("second");
    kv.beforeReading(Suffixes.NULL_ORDER, () -> test.delete("key", second));
    test.delete("key", "null");
    assertThat(kv.done()).isTrue();
    assertRefused(S3Error.NoSuchKey, () -> test.text("key"));
  }

  @Test
  void nullVersionThatIsPromotedMeanwhileIsStillRead() {
    test.put("key", "null");
    test.setVersioning("Enabled");
    String second = versionId("second");
    kv.beforeReading(Suffixes.NULL_ORDER, () -> test.delete("key", second));
    assertThat(test.text("key", "null")).isEqualTo("null");
    assertThat(kv.done()).isTrue();
  }
}
