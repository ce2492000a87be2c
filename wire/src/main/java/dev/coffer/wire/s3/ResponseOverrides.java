package dev.coffer.wire.s3;

import dev.coffer.wire.binding.QueryParam;
import org.jspecify.annotations.Nullable;

/** Content headers that the answer to a signed read shall carry instead of the stored ones. */
public record ResponseOverrides(
    @QueryParam("response-cache-control") @Nullable String cacheControl,
    @QueryParam("response-content-disposition") @Nullable String contentDisposition,
    @QueryParam("response-content-encoding") @Nullable String contentEncoding,
    @QueryParam("response-content-language") @Nullable String contentLanguage,
    @QueryParam("response-content-type") @Nullable String contentType,
    @QueryParam("response-expires") @Nullable String expires) {}
