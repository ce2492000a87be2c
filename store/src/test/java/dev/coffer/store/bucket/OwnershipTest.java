package dev.coffer.store.bucket;

import static dev.coffer.store.Refusals.assertRefused;
import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.TestStore;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.DeleteBucketOwnershipControls;
import dev.coffer.wire.s3.GetBucketOwnershipControls;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.OwnershipControls;
import dev.coffer.wire.s3.PutBucketOwnershipControls;
import dev.coffer.wire.s3.S3Error;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OwnershipTest {
  private final TestStore test = TestStore.withBucket();
  private final Ownership ownership = test.store.ownership();

  private List<OwnershipControls.Rule> get() {
    var op = new GetBucketOwnershipControls(BUCKET, null);
    return ownership.get(CALLER, op).controls().read().rules();
  }

  private void put(String... rules) {
    var controls =
        new OwnershipControls(Stream.of(rules).map(OwnershipControls.Rule::new).toList());
    ownership.put(
        CALLER,
        new PutBucketOwnershipControls(BUCKET, Integrity.NONE, null, Document.of(controls)));
  }

  @Test
  void theOwnerOwnsEverythingFromTheBeginning() {
    assertThat(get()).containsExactly(new OwnershipControls.Rule("BucketOwnerEnforced"));
  }

  @Test
  void aDeletedRuleIsNotFoundUntilItIsPutAgain() {
    ownership.delete(CALLER, new DeleteBucketOwnershipControls(BUCKET, null));
    assertRefused(S3Error.OwnershipControlsNotFoundError, this::get);
    put("BucketOwnerEnforced");
    assertThat(get()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "BucketOwnerPreferred, NotImplemented",
    "ObjectWriter, NotImplemented",
    "bucketownerenforced, MalformedXML",
    "'', MalformedXML",
  })
  void whatWouldBringListsIntoForceIsRefused(String value, S3Error error) {
    assertThat(refusal(() -> put(value)).error()).isEqualTo(error);
    assertThat(get()).hasSize(1);
  }

  @Test
  void thereIsExactlyOneRule() {
    assertRefused(S3Error.MalformedXML, () -> put());
    assertRefused(S3Error.MalformedXML, () -> put("BucketOwnerEnforced", "BucketOwnerEnforced"));
  }
}
