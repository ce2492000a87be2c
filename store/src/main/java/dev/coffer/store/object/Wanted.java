package dev.coffer.store.object;

import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.lock.VersionLock;
import dev.coffer.store.tag.TagRules;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.ObjectHeaders;

/** What a new version shall have: what describes it, and its extras as they were asked for. */
record Wanted(Description description, VersionExtras extras) {
  /**
   * Reads the headers of a write.
   *
   * @param lock what its headers were found to ask for
   * @throws dev.coffer.wire.s3.S3Exception MetadataTooLarge, InvalidTag, InvalidArgument,
   *     BadRequest, InvalidRedirectLocation
   */
  static Wanted of(Bucket bucket, ObjectHeaders headers, Extras extras, VersionLock lock) {
    RequestRules.requireMetadata(bucket, headers);
    DirectoryRules.requireNoExtras(bucket, extras);
    String redirect = RequestRules.redirect(extras.websiteRedirectLocation());
    var wanted = new VersionExtras(redirect, TagRules.ofHeader(extras.tagging()), lock);
    return new Wanted(Description.of(headers), wanted);
  }
}
