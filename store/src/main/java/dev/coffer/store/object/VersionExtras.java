package dev.coffer.store.object;

import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.store.lock.VersionLock;
import dev.coffer.store.tag.Tags;
import org.jspecify.annotations.Nullable;

/**
 * What a version has besides what describes it: a redirection for websites, tags, a lock. Stored
 * sealed only; tags and lock may change while the version stays.
 */
public record VersionExtras(@Nullable String websiteRedirect, Tags tags, VersionLock lock) {
  public static final VersionExtras NONE = new VersionExtras(null, Tags.NONE, VersionLock.NONE);

  VersionExtras withTags(Tags other) {
    return new VersionExtras(websiteRedirect, other, lock);
  }

  VersionExtras withLock(VersionLock other) {
    return new VersionExtras(websiteRedirect, tags, other);
  }

  void write(FieldWriter out) {
    out.nullableString(websiteRedirect);
    tags.write(out);
    lock.write(out);
  }

  static VersionExtras read(FieldReader in) {
    return new VersionExtras(in.nullableString(), Tags.read(in), VersionLock.read(in));
  }
}
