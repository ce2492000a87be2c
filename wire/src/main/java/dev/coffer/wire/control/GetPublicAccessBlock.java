package dev.coffer.wire.control;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Payload;

/** Returns an account's switches against public access. */
@Http(method = "GET", on = On.SERVICE, action = "s3:GetAccountPublicAccessBlock")
public record GetPublicAccessBlock(@Header("x-amz-account-id") String accountId)
    implements Operation<GetPublicAccessBlock.Output> {
  /** As they were put. */
  public record Output(@Payload Document<AccountPublicAccessBlock> configuration) {}
}
