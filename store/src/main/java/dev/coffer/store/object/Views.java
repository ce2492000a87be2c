package dev.coffer.store.object;

import dev.coffer.iam.auth.Caller;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.VersioningState;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.ObjectHeaders;
import dev.coffer.wire.s3.ObjectView;
import dev.coffer.wire.s3.ResponseOverrides;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.SseApplied;
import org.jspecify.annotations.Nullable;

/** Objects as GetObject and HeadObject show them. */
final class Views {
  /** What Amazon shows for an object that was stored without a content type. */
  private static final String USUAL_TYPE = "binary/octet-stream";

  private Views() {}

  /** What an answer shows beside the object's own: headers by wish, a checksum if any. */
  record Wish(
      ResponseOverrides overrides,
      @Nullable StoredChecksum checksum,
      @Nullable String expiration) {}

  static ObjectView of(ObjectRights rights, Chosen chosen, SseApplied sse, Wish wish) {
    Found found = rights.found();
    StoredChecksum checksum = wish.checksum();
    return new ObjectView(
        "bytes",
        chosen.span().byteCount(),
        chosen.contentRange(),
        found.object().eTag().text(),
        found.row().facts().lastModified(),
        wish.expiration(),
        versionId(found.at().bucket(), found.row()),
        null,
        chosen.partsCount(),
        checksum == null ? null : checksum.mark().type(),
        checksum == null ? ChecksumHeaders.NONE : StoredChecksum.headers(checksum),
        rights.tagCount(),
        found.details().extras().websiteRedirect(),
        rights.lock(),
        headers(found.details().description().headers(), wish.overrides()),
        RequestRules.shownStorageClass(found.object().storageClass()),
        sse);
  }

  /** A version's id where versions are shown: in a bucket whose versioning was ever set. */
  static @Nullable String versionId(Bucket bucket, VersionRow row) {
    return bucket.versioning() == VersioningState.NEVER_SET ? null : row.id().text();
  }

  private static ObjectHeaders headers(ObjectHeaders stored, ResponseOverrides overrides) {
    String type = stored.contentType() == null ? USUAL_TYPE : stored.contentType();
    return new ObjectHeaders(
        or(overrides.cacheControl(), stored.cacheControl()),
        or(overrides.contentDisposition(), stored.contentDisposition()),
        or(overrides.contentEncoding(), stored.contentEncoding()),
        or(overrides.contentLanguage(), stored.contentLanguage()),
        or(overrides.contentType(), type),
        or(overrides.expires(), stored.expires()),
        stored.metadata());
  }

  private static @Nullable String or(@Nullable String first, @Nullable String second) {
    return first == null ? second : first;
  }

  /** Only a signed request may change what the answer says. */
  static void requireSigned(Caller caller, ResponseOverrides overrides) {
    boolean any =
        overrides.cacheControl() != null
            || overrides.contentDisposition() != null
            || overrides.contentEncoding() != null
            || overrides.contentLanguage() != null
            || overrides.contentType() != null
            || overrides.expires() != null;
    if (any && caller instanceof Caller.Anonymous) {
      throw S3Error.InvalidRequest.because(
          "Request specific response headers cannot be used for anonymous GET requests.");
    }
  }
}
