package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.HeaderPrefix;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client says about an object and gets back with it: content headers and user metadata. */
public record ObjectHeaders(
    @Header("Cache-Control") @Nullable String cacheControl,
    @Header("Content-Disposition") @Nullable String contentDisposition,
    @Header("Content-Encoding") @Nullable String contentEncoding,
    @Header("Content-Language") @Nullable String contentLanguage,
    @Header("Content-Type") @Nullable String contentType,
    @Header("Expires") @Nullable String expires,
    @HeaderPrefix("x-amz-meta-") Map<String, String> metadata) {
  public ObjectHeaders {
    metadata = Map.copyOf(metadata);
  }
}
