package dev.coffer.store.bucket;

import static dev.coffer.store.Refusals.assertRefused;
import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.TestStore;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.GetBucketVersioning;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.PutBucketVersioning;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.VersioningConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class VersioningTest {
  private static void put(TestStore test, @Nullable String status, @Nullable String mfaDelete) {
    var configuration = Document.of(new VersioningConfiguration(status, mfaDelete));
    test.store
        .versioning()
        .put(CALLER, new PutBucketVersioning(BUCKET, Integrity.NONE, null, configuration));
  }

  private static @Nullable String status(TestStore test) {
    return test.store
        .versioning()
        .get(CALLER, new GetBucketVersioning(BUCKET, null))
        .configuration()
        .read()
        .status();
  }

  @Test
  void stateIsEmptyThenAsSet() {
    TestStore test = TestStore.withBucket();
    assertThat(status(test)).isNull();
    put(test, "Enabled", null);
    assertThat(status(test)).isEqualTo("Enabled");
    put(test, "Suspended", "Disabled");
    assertThat(status(test)).isEqualTo("Suspended");
  }

  @Test
  void whatIsNoStateIsRefused() {
    TestStore test = TestStore.withBucket();
    assertRefused(S3Error.IllegalVersioningConfigurationException, () -> put(test, null, null));
    assertRefused(S3Error.MalformedXML, () -> put(test, "enabled", null));
    assertRefused(S3Error.MalformedXML, () -> put(test, "Enabled", "yes"));
    assertThat(refusal(() -> put(test, "Enabled", "Enabled")).error())
        .isEqualTo(S3Error.NotImplemented);
    assertThat(status(test)).isNull();
  }
}
