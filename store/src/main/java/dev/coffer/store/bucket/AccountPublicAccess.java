package dev.coffer.store.bucket;

import dev.coffer.iam.auth.Call;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.control.AccountPublicAccessBlock;
import dev.coffer.wire.control.DeletePublicAccessBlock;
import dev.coffer.wire.control.GetPublicAccessBlock;
import dev.coffer.wire.control.PutPublicAccessBlock;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.Unit;

/**
 * The switches against public access of whole accounts. They hold for all buckets of the account,
 * present and future, whatever the buckets' own are. Source: Amazon S3 Control API Reference.
 */
public final class AccountPublicAccess {
  private final AccountBlocks accounts;

  AccountPublicAccess(AccountBlocks accounts) {
    this.accounts = accounts;
  }

  /** GetPublicAccessBlock of an account. */
  public GetPublicAccessBlock.Output get(Call call, GetPublicAccessBlock op) {
    return accounts
        .find(op.accountId())
        .map(AccountPublicAccess::shown)
        .map(shown -> new GetPublicAccessBlock.Output(Document.of(shown)))
        .orElseThrow(S3Error.NoSuchPublicAccessBlockConfiguration::refusal);
  }

  private static AccountPublicAccessBlock shown(PublicAccessBlock block) {
    return new AccountPublicAccessBlock(
        block.blockPublicAcls(),
        block.ignorePublicAcls(),
        block.blockPublicPolicy(),
        block.restrictPublicBuckets());
  }

  /** PutPublicAccessBlock of an account: replaces all four. */
  public Unit put(Call call, PutPublicAccessBlock op) {
    AccountPublicAccessBlock asked = op.configuration().read();
    accounts.put(
        op.accountId(),
        new PublicAccessBlock(
            Boolean.TRUE.equals(asked.blockPublicAcls()),
            Boolean.TRUE.equals(asked.ignorePublicAcls()),
            Boolean.TRUE.equals(asked.blockPublicPolicy()),
            Boolean.TRUE.equals(asked.restrictPublicBuckets())));
    return Unit.DONE;
  }

  /** DeletePublicAccessBlock of an account. */
  public Unit delete(Call call, DeletePublicAccessBlock op) {
    accounts.remove(op.accountId());
    return Unit.DONE;
  }
}
