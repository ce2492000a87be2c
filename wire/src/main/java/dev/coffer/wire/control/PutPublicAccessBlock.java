package dev.coffer.wire.control;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Payload;
import dev.coffer.wire.s3.Unit;

/** Sets an account's switches against public access; they hold for all of its buckets. */
@Http(method = "PUT", on = On.SERVICE, action = "s3:PutAccountPublicAccessBlock")
public record PutPublicAccessBlock(
    @Header("x-amz-account-id") String accountId,
    @Payload Document<AccountPublicAccessBlock> configuration)
    implements Operation<Unit> {}
