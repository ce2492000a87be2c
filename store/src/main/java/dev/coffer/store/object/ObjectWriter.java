package dev.coffer.store.object;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.store.sse.KeyForWrite;
import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;
import java.util.List;

/** Seals a body that comes as a whole and adds its version; blob first, then one commit. */
final class ObjectWriter {
  private final Bodies bodies;
  private final VersionChanges changes;
  private final Entropy entropy;

  ObjectWriter(Bodies bodies, VersionChanges changes, Entropy entropy) {
    this.bodies = bodies;
    this.changes = changes;
    this.entropy = entropy;
  }

  /**
   * What becomes of a body: where, under which keys, described how, if what holds, told as what.
   */
  record Target(
      ObjectGroup at, KeyForWrite key, Wanted wanted, Condition condition, Occasion occasion) {}

  /** Reads the content to its end and adds it as the newest version. */
  VersionRow write(Target target, Content content) throws IOException {
    Place place = bodies.write(new Bodies.Target(target.at(), target.key().keys(), 0), content);
    return commit(target, version(target, content, place));
  }

  private NewVersion version(Target target, Content content, Place place) {
    KeyForWrite key = target.key();
    StoredChecksum checksum = content.checksum();
    var object =
        new ObjectFacts(
            content.sizeBytes(),
            ETag.of(target.at().bucket(), content, key.applied(), entropy),
            checksum == null ? null : checksum.mark(),
            RequestRules.storageClass(target.at().bucket()),
            key.objectId(),
            place);
    var with = new SealedChecksums.With(key.keys(), entropy);
    var sealed = SealedChecksums.seal(key.objectId(), checksum, with);
    var details =
        new VersionDetails(
            target.wanted().description(), sealed, List.of(), target.wanted().extras());
    String owner = target.at().bucket().owner().canonicalId();
    return new NewVersion(object, key.envelope(), details, owner);
  }

  /** What was written and is surely not committed goes at once. */
  private VersionRow commit(Target target, NewVersion version) {
    try {
      return changes.add(target.at(), version, target.condition(), target.occasion());
    } catch (S3Exception refusal) {
      bodies.discard(version);
      throw refusal;
    }
  }
}
