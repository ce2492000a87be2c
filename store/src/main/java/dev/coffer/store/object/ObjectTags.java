package dev.coffer.store.object;

import dev.coffer.iam.auth.Call;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.Buckets;
import dev.coffer.store.event.EventKind;
import dev.coffer.store.tag.TagRules;
import dev.coffer.store.tag.Tags;
import dev.coffer.wire.s3.DeleteObjectTagging;
import dev.coffer.wire.s3.GetObjectTagging;
import dev.coffer.wire.s3.PutObjectTagging;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tags of versions. They may change whatever locks the version, and need no key but that of the
 * bucket's rows.
 */
public final class ObjectTags {
  private static final String PUT = "PUT";

  private final Buckets buckets;
  private final Reads reads;
  private final VersionEdits edits;

  ObjectTags(Buckets buckets, Reads reads, VersionEdits edits) {
    this.buckets = buckets;
    this.reads = reads;
    this.edits = edits;
  }

  /** Which version a request is about. */
  private record Of(Call call, ObjectGroup at, @Nullable VersionId id, String method) {
    Occasion occasion() {
      return Occasion.of(method.equals(PUT) ? EventKind.PUT_TAGS : EventKind.DELETE_TAGS, call);
    }
  }

  /** PutObjectTagging. */
  public PutObjectTagging.Output put(Call call, PutObjectTagging op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    RequestRules.requirePayer(bucket, op.requestPayer());
    VersionId id = VersionId.parse(op.versionId());
    Tags tags = TagRules.ofObject(op.tagging().read());
    var of = new Of(call, new ObjectGroup(bucket, op.key()), id, PUT);
    return new PutObjectTagging.Output(changed(of, tags));
  }

  /** DeleteObjectTagging. */
  public DeleteObjectTagging.Output delete(Call call, DeleteObjectTagging op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    VersionId id = VersionId.parse(op.versionId());
    var of = new Of(call, new ObjectGroup(bucket, op.key()), id, "DELETE");
    return new DeleteObjectTagging.Output(changed(of, Tags.NONE));
  }

  private @Nullable String changed(Of of, Tags tags) {
    Found found =
        edits.changeExtras(of.id(), () -> find(of), extras -> extras.withTags(tags), of.occasion());
    return Views.versionId(of.at().bucket(), found.row());
  }

  /** GetObjectTagging. */
  public GetObjectTagging.Output get(Call call, GetObjectTagging op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    RequestRules.requirePayer(bucket, op.requestPayer());
    VersionId id = VersionId.parse(op.versionId());
    Found found = find(new Of(call, new ObjectGroup(bucket, op.key()), id, "GET"));
    return new GetObjectTagging.Output(
        Views.versionId(bucket, found.row()), found.details().extras().tags().shown());
  }

  private Found find(Of of) {
    Found found = reads.requireObject(of.at(), of.id(), of.method());
    return ObjectRights.of(of.call(), found).found();
  }

  /** The tags of an object, for a decision about it; empty when there is none. */
  public Optional<Tags> find(String bucket, String key, @Nullable String versionId) {
    var at = new ObjectGroup(buckets.require(bucket), key);
    return reads.find(at, VersionId.parse(versionId)).map(found -> found.details().extras().tags());
  }
}
