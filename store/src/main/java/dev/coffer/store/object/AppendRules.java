package dev.coffer.store.object;

import dev.coffer.wire.s3.S3Error;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an append may say of the object that it adds to: what that has already, so that nothing is
 * asked for and dropped. Source: Amazon S3 API Reference, PutObject; docs/decisions/0042.
 */
final class AppendRules {
  /** Types that SDKs send unasked, since they say no more than that there are bytes. */
  private static final Set<String> UNASKED =
      Set.of("application/octet-stream", "binary/octet-stream");

  private AppendRules() {}

  /**
   * The content headers are the object's own or not there; metadata never is.
   *
   * @throws dev.coffer.wire.s3.S3Exception InvalidRequest
   */
  static void requireDescription(Description asked, Description own) {
    if (!asked.metadata().isEmpty()) {
      throw S3Error.InvalidRequest.because(
          "Cannot specify both a write offset value and user-defined object metadata for existing"
              + " objects.");
    }
    requireOwn("Cache-Control", asked.cacheControl(), own.cacheControl());
    requireOwn("Content-Disposition", asked.contentDisposition(), own.contentDisposition());
    requireOwn("Content-Language", asked.contentLanguage(), own.contentLanguage());
    requireOwn("Expires", asked.expires(), own.expires());
    String type = asked.contentType();
    if (type != null && !UNASKED.contains(type)) {
      requireOwn("Content-Type", type, own.contentType());
    }
  }

  private static void requireOwn(String header, @Nullable String asked, @Nullable String own) {
    if (asked != null && !asked.equals(own)) {
      throw S3Error.InvalidRequest.because(
              "Cannot specify both a write offset value and a "
                  + header
                  + " that is not the existing object's.")
          .with("Header", header);
    }
  }
}
