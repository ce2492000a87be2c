package dev.coffer.wire.control;

import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.s3.Unit;

/** Takes an account's switches against public access back. */
@Http(method = "DELETE", on = On.SERVICE, action = "s3:PutAccountPublicAccessBlock")
public record DeletePublicAccessBlock(@Header("x-amz-account-id") String accountId)
    implements Operation<Unit> {}
