package dev.coffer.store.object;

import dev.coffer.iam.auth.Call;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.Buckets;
import dev.coffer.store.lock.VersionLock;
import dev.coffer.store.sse.KeyForRead;
import dev.coffer.store.sse.KeyForWrite;
import dev.coffer.store.sse.Sse;
import dev.coffer.store.sse.WriteRequest;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.HeadObject;
import dev.coffer.wire.s3.ObjectView;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.SseApplied;
import java.io.IOException;
import java.io.InputStream;
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
  private final Versions versions;
  private final NewLocks locks;
  private final ObjectWriter writer;
  private final Appends appends;
  private final Reads reads;
  private final ExpirationHeaders expirations;

  Objects(
      Buckets buckets,
      Sse sse,
      Versions versions,
      NewLocks locks,
      ObjectWriter writer,
      Appends appends,
      Reads reads,
      ExpirationHeaders expirations) {
    this.buckets = buckets;
    this.locks = locks;
    this.sse = sse;
    this.versions = versions;
    this.writer = writer;
    this.appends = appends;
    this.reads = reads;
    this.expirations = expirations;
  }

  /** PutObject; a body that ends too early or is not what was declared is not stored. */
  public PutObject.Output putObject(Call call, PutObject op) throws IOException {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    ObjectGroup at = new ObjectGroup(bucket, op.key());
    WriteCondition condition = requireHeaders(bucket, op);
    VersionLock lock = locks.of(bucket, locks.asked(bucket, op.extras().lock()));
    NewLocks.requireIntegrity(lock, op.integrity());
    Wanted wanted = Wanted.of(bucket, op.headers(), op.extras(), lock);
    CheckedContent.Announced announced = CheckedContent.announced(op.content(), op.integrity());
    WriteRequest request = request(call, bucket, op);
    Condition then = condition;
    if (op.writeOffset() != null) {
      long offset = DirectoryRules.requireOffset(bucket, op.writeOffset());
      var asked = new Appends.Asked(request, at, op, wanted, condition, offset);
      Optional<Appends.Grown> grown = appends.append(asked);
      if (grown.isPresent()) {
        return output(op, grown.get());
      }
      then = Objects::requireNone;
    }
    try (KeyForWrite key = sse.keyForWrite(request)) {
      Content content = announced.open(bucket, key.applied());
      then.require(at, versions.current(at).orElse(null));
      var target = new ObjectWriter.Target(at, key, wanted, then, Occasion.ofWrite(call));
      VersionRow row = writer.write(target, content);
      sse.stored(request, key, Views.versionId(bucket, row));
      String expiration = expirations.of(at, row, () -> wanted.extras().tags());
      return output(new Written(op, at, row, expiration), content, key);
    }
  }

  /** An object that begins with an offset of 0 begins where there is none. */
  private static void requireNone(ObjectGroup at, @Nullable VersionRow current) {
    if (current != null && !current.deleteMarker()) {
      throw S3Error.InvalidWriteOffset.refusal();
    }
  }

  private static WriteCondition requireHeaders(Bucket bucket, PutObject op) {
    RequestRules.requirePayer(bucket, op.requestPayer());
    RequestRules.requireWrite(bucket, op.acl(), op.storageClass());
    return WriteCondition.of(op.conditions());
  }

  private static WriteRequest request(Call call, Bucket bucket, PutObject op) {
    return new WriteRequest(call, bucket, op.key(), "s3:PutObject", op.sse(), op.sseCustomer());
  }

  private static PutObject.Output output(PutObject op, Appends.Grown grown) {
    StoredChecksum checksum = grown.added();
    return new PutObject.Output(
        grown.row().object().eTag().text(),
        null,
        null,
        grown.row().object().sizeBytes(),
        StoredChecksum.headers(checksum),
        checksum == null ? null : checksum.mark().type(),
        grown.applied(),
        op.sse().context());
  }

  private record Written(
      PutObject op, ObjectGroup at, VersionRow row, @Nullable String expiration) {}

  private static PutObject.Output output(Written written, Content content, KeyForWrite key) {
    VersionRow row = written.row();
    StoredChecksum checksum = content.checksum();
    return new PutObject.Output(
        row.object().eTag().text(),
        written.expiration(),
        Views.versionId(written.at().bucket(), row),
        written.op().writeOffset() == null ? null : row.object().sizeBytes(),
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
    ObjectRights rights = ObjectRights.of(call, found);
    Chosen chosen = choose(call, ask, found);
    try (KeyForRead key = reads.key(call, found, ask.customer())) {
      ObjectView view = view(ask, rights, chosen, key);
      InputStream plain = reads.open(found, key.keys(), chosen.span());
      return new GetObject.Output(
          chosen.status(), view, new Body(plain, chosen.span().byteCount()));
    }
  }

  private ObjectView view(Ask ask, ObjectRights rights, Chosen chosen, KeyForRead key) {
    StoredChecksum checksum = ask.checksums() ? chosen.checksum(key.keys()) : null;
    return Views.of(rights, chosen, key.applied(), wish(ask, rights, checksum));
  }

  private Views.Wish wish(Ask ask, ObjectRights rights, @Nullable StoredChecksum checksum) {
    String expiration = expirations.of(rights.found(), ask.id());
    return new Views.Wish(ask.overrides(), checksum, expiration);
  }

  /** HeadObject. */
  public HeadObject.Output headObject(Call call, HeadObject op) {
    Views.requireSigned(call.caller(), op.overrides());
    Ask ask = Ask.of(op);
    return reads.replaceable(find(ask), ask.id(), found -> describe(call, ask, found));
  }

  private HeadObject.Output describe(Call call, Ask ask, Found found) {
    ObjectRights rights = ObjectRights.of(call, found);
    Chosen chosen = choose(call, ask, found);
    return new HeadObject.Output(chosen.status(), view(call, ask, rights, chosen));
  }

  /** Checksums are for those alone who may use the object's key (R100). */
  private ObjectView view(Call call, Ask ask, ObjectRights rights, Chosen chosen) {
    Found found = rights.found();
    if (!ask.checksums()) {
      SseApplied applied = reads.describe(call, found, ask.customer());
      return Views.of(rights, chosen, applied, wish(ask, rights, null));
    }
    try (KeyForRead key = reads.key(call, found, ask.customer())) {
      return view(ask, rights, chosen, key);
    }
  }

  /** How an object is encrypted; empty when there is none. */
  public Optional<SseApplied> encryption(String bucket, String key, @Nullable String versionId) {
    var at = new ObjectGroup(buckets.require(bucket), key);
    return reads.encryption(at, VersionId.parse(versionId));
  }

  private Found find(Ask ask) {
    Bucket bucket = buckets.require(ask.bucket(), ask.expectedBucketOwner());
    RequestRules.requirePayer(bucket, ask.requestPayer());
    DirectoryRules.requireVersion(bucket, ask.id());
    return reads.require(new ObjectGroup(bucket, ask.key()), ask.id());
  }

  /** Conditions, ranges and parts tell of the object, so a customer's key is asked for first. */
  private Chosen choose(Call call, Ask ask, Found found) {
    reads.requireCustomerKey(call, found, ask.customer());
    ReadConditions.require(ask.preconditions(), found.row());
    return ask.choice().of(found, reads);
  }
}
