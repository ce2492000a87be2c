package dev.coffer.store.bucket;

import static dev.coffer.store.Refusals.assertRefused;
import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static dev.coffer.store.TestStore.OTHER;
import static dev.coffer.store.TestStore.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.TestStore;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.control.AccountPublicAccessBlock;
import dev.coffer.wire.s3.DeletePublicAccessBlock;
import dev.coffer.wire.s3.GetPublicAccessBlock;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.PublicAccessBlockConfiguration;
import dev.coffer.wire.s3.PutPublicAccessBlock;
import dev.coffer.wire.s3.S3Error;
import org.junit.jupiter.api.Test;

/** The four switches: what new buckets have, what is put, and what bucket and account add up to. */
final class PublicAccessTest {
  private static final PublicAccessBlockConfiguration ALL =
      new PublicAccessBlockConfiguration(true, true, true, true);

  private final TestStore test = TestStore.withBucket();
  private final PublicAccess access = test.store.publicAccess();
  private final AccountPublicAccess accounts = test.store.accountPublicAccess();

  private PublicAccessBlockConfiguration get() {
    return access.get(CALLER, new GetPublicAccessBlock(BUCKET, null)).configuration().read();
  }

  private void put(PublicAccessBlockConfiguration configuration) {
    var document = Document.of(configuration);
    access.put(CALLER, new PutPublicAccessBlock(BUCKET, Integrity.NONE, null, document));
  }

  private AccountPublicAccessBlock account(String id) {
    var op = new dev.coffer.wire.control.GetPublicAccessBlock(id);
    return accounts.get(CALLER, op).configuration().read();
  }

  private void putAccount(String id, AccountPublicAccessBlock block) {
    var document = Document.of(block);
    accounts.put(CALLER, new dev.coffer.wire.control.PutPublicAccessBlock(id, document));
  }

  private PublicAccessBlock effective() {
    return access.of(test.store.buckets().require(BUCKET));
  }

  @Test
  void aNewBucketHasAllFour() {
    assertThat(get()).isEqualTo(ALL);
    assertThat(effective()).isEqualTo(PublicAccessBlock.ALL);
  }

  @Test
  void whatIsNotSaidIsOff() {
    put(new PublicAccessBlockConfiguration(null, true, null, false));
    var expected = new PublicAccessBlockConfiguration(false, true, false, false);
    assertThat(get()).isEqualTo(expected);
    assertThat(
            test.restart()
                .store
                .publicAccess()
                .get(CALLER, new GetPublicAccessBlock(BUCKET, null))
                .configuration()
                .read())
        .isEqualTo(expected);
  }

  @Test
  void everyCombinationIsKept() {
    for (int code = 0; code < 16; code++) {
      PublicAccessBlock block = PublicAccessBlock.of(code);
      put(block.shown());
      assertThat(get()).isEqualTo(block.shown());
      assertThat(block.code()).isEqualTo(code);
    }
  }

  @Test
  void afterDeletingThereIsNothingToShowAndNothingHolds() {
    access.delete(CALLER, new DeletePublicAccessBlock(BUCKET, null));
    access.delete(CALLER, new DeletePublicAccessBlock(BUCKET, null));
    assertRefused(S3Error.NoSuchPublicAccessBlockConfiguration, this::get);
    assertThat(effective()).isEqualTo(PublicAccessBlock.NONE);
  }

  @Test
  void theAccountsSwitchesHoldForItsBucketsOnly() {
    put(new PublicAccessBlockConfiguration(true, false, false, false));
    var restricted = new AccountPublicAccessBlock(false, false, false, true);
    putAccount(OTHER.id(), restricted);
    assertThat(effective()).isEqualTo(new PublicAccessBlock(true, false, false, false));
    putAccount(OWNER.id(), restricted);
    assertThat(effective()).isEqualTo(new PublicAccessBlock(true, false, false, true));
    assertThat(account(OWNER.id())).isEqualTo(restricted);
    assertThat(get()).isEqualTo(new PublicAccessBlockConfiguration(true, false, false, false));
  }

  @Test
  void anAccountBeginsAndEndsWithoutSwitches() {
    assertRefused(S3Error.NoSuchPublicAccessBlockConfiguration, () -> account(OWNER.id()));
    putAccount(OWNER.id(), new AccountPublicAccessBlock(true, null, null, null));
    accounts.delete(CALLER, new dev.coffer.wire.control.DeletePublicAccessBlock(OWNER.id()));
    assertRefused(S3Error.NoSuchPublicAccessBlockConfiguration, () -> account(OWNER.id()));
  }

  @Test
  void anotherOwnerIsExpected() {
    assertRefused(
        S3Error.AccessDenied,
        () -> access.delete(CALLER, new DeletePublicAccessBlock(BUCKET, OTHER.id())));
    assertThat(get()).isEqualTo(ALL);
  }
}
