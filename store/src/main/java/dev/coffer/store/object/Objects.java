package dev.coffer.store.object;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.auth.Call;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.Buckets;
import dev.coffer.store.sse.KeyForRead;
import dev.coffer.store.sse.KeyForWrite;
import dev.coffer.store.sse.Sse;
import dev.coffer.store.sse.WriteRequest;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.HeadObject;
import dev.coffer.wire.s3.ObjectView;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.SseApplied;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * PutObject, GetObject and HeadObject.
 *
 * <p>A write is: decide the key, seal the body, one commit. Nothing of it is visible before the
 * commit, and a crash leaves at most a blob that nobody refers to. A read decides by the version's
 * row alone; plaintext leaves it only after its chunk has authenticated.
 */
public final class Objects {
  private final Buckets buckets;
  private final Sse sse;
  private final Bodies bodies;
  private final Versions versions;
  private final VersionChanges changes;
  private final Reads reads;
  private final Entropy entropy;

  Objects(
      Buckets buckets,
      Sse sse,
      Bodies bodies,
      Versions versions,
      VersionChanges changes,
      Reads reads,
      Entropy entropy) {
    this.buckets = buckets;
    this.sse = sse;
    this.bodies = bodies;
    this.versions = versions;
    this.changes = changes;
    this.reads = reads;
    this.entropy = entropy;
  }

  /** PutObject; a body that ends too early or is not what was declared is not stored. */
  public PutObject.Output putObject(Call call, PutObject op) throws IOException {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    ObjectGroup at = new ObjectGroup(bucket, op.key());
    WriteCondition condition = requireHeaders(bucket, op);
    CheckedContent.Announced announced = CheckedContent.announced(op.content(), op.integrity());
    try (KeyForWrite key = sse.keyForWrite(request(call, bucket, op))) {
      Content content = announced.open(key.applied());
      condition.require(at, versions.current(at).orElse(null));
      Place place = bodies.write(new Bodies.Target(at, key.keys(), 0), content);
      VersionRow row =
          commit(at, version(op, key, content, place, bucket.owner().canonicalId()), condition);
      return output(at, row, content, key);
    }
  }

  private static WriteCondition requireHeaders(Bucket bucket, PutObject op) {
    RequestRules.requirePayer(op.requestPayer());
    RequestRules.requireWrite(bucket, op.acl(), op.storageClass());
    RequestRules.requireMetadata(op.headers());
    return WriteCondition.of(op.conditions());
  }

  private static WriteRequest request(Call call, Bucket bucket, PutObject op) {
    return new WriteRequest(call, bucket, op.key(), "s3:PutObject", op.sse(), op.sseCustomer());
  }

  /** What was written and is surely not committed goes at once. */
  private VersionRow commit(ObjectGroup at, NewVersion version, WriteCondition condition) {
    try {
      return changes.add(at, version, condition);
    } catch (S3Exception refusal) {
      bodies.discard(version);
      throw refusal;
    }
  }

  private NewVersion version(
      PutObject op, KeyForWrite key, Content content, Place place, String owner) {
    StoredChecksum checksum = content.checksum();
    var facts =
        new ObjectFacts(
            content.sizeBytes(),
            ETag.of(content, key.applied(), entropy),
            checksum == null ? null : checksum.mark(),
            RequestRules.STANDARD,
            key.objectId(),
            place);
    var details = new VersionDetails(Description.of(op.headers()), checksum, List.of());
    return new NewVersion(facts, key.envelope(), details, owner);
  }

  private static PutObject.Output output(
      ObjectGroup at, VersionRow row, Content content, KeyForWrite key) {
    StoredChecksum checksum = content.checksum();
    return new PutObject.Output(
        row.object().eTag().text(),
        Views.versionId(at.bucket(), row),
        null,
        StoredChecksum.headers(checksum),
        checksum == null ? null : checksum.mark().type(),
        key.applied(),
        key.context());
  }

  /** GetObject. The caller closes the body; one that fails in the middle must be cut. */
  public GetObject.Output getObject(Call call, GetObject op) {
    Views.requireSigned(call.caller(), op.overrides());
    Ask ask = Ask.of(op);
    return reads.replaceable(find(ask), ask.id(), found -> open(call, ask, found));
  }

  private GetObject.Output open(Call call, Ask ask, Found found) {
    Chosen chosen = choose(ask, found);
    try (KeyForRead key = reads.key(call, found, ask.customer())) {
      ObjectView view = Views.of(found, chosen, key.applied(), ask.wish());
      InputStream plain = reads.open(found, key.keys(), chosen.span());
      return new GetObject.Output(
          chosen.status(), view, new Body(plain, chosen.span().byteCount()));
    }
  }

  /** HeadObject. */
  public HeadObject.Output headObject(Call call, HeadObject op) {
    Views.requireSigned(call.caller(), op.overrides());
    Ask ask = Ask.of(op);
    return reads.replaceable(find(ask), ask.id(), found -> describe(call, ask, found));
  }

  private HeadObject.Output describe(Call call, Ask ask, Found found) {
    Chosen chosen = choose(ask, found);
    SseApplied applied = shown(call, ask, found);
    return new HeadObject.Output(chosen.status(), Views.of(found, chosen, applied, ask.wish()));
  }

  /** Checksums are for those alone who may use the object's key (R100). */
  private SseApplied shown(Call call, Ask ask, Found found) {
    if (!ask.wish().checksums()) {
      return reads.describe(call, found, ask.customer());
    }
    try (KeyForRead key = reads.key(call, found, ask.customer())) {
      return key.applied();
    }
  }

  /** How an object is encrypted; empty when there is none. */
  public Optional<SseApplied> encryption(String bucket, String key, @Nullable String versionId) {
    var at = new ObjectGroup(buckets.require(bucket), key);
    return reads.encryption(at, VersionId.parse(versionId));
  }

  private Found find(Ask ask) {
    Bucket bucket = buckets.require(ask.bucket(), ask.expectedBucketOwner());
    RequestRules.requirePayer(ask.requestPayer());
    return reads.require(new ObjectGroup(bucket, ask.key()), ask.id());
  }

  private Chosen choose(Ask ask, Found found) {
    ReadConditions.require(ask.preconditions(), found.row());
    return ask.choice().of(found, reads);
  }
}
