package dev.coffer.store.object;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.iam.auth.Call;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.BucketKeys;
import dev.coffer.store.bucket.Buckets;
import dev.coffer.store.lifecycle.Due;
import dev.coffer.store.object.Listing.Line;
import dev.coffer.store.object.Listing.Lines;
import dev.coffer.store.object.Listing.Shown;
import dev.coffer.store.object.Listing.Source;
import dev.coffer.store.object.Listing.Start;
import dev.coffer.store.sse.KeyForRead;
import dev.coffer.store.sse.Sse;
import dev.coffer.wire.s3.ListMultipartUploads;
import dev.coffer.wire.s3.ListMultipartUploads.Upload;
import dev.coffer.wire.s3.ListParts;
import dev.coffer.wire.s3.Owner;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Lists uploads in progress, and the parts of one.
 *
 * <p>Uploads are found among the rows of their keys: keys ascending, oldest first within a key. A
 * key without an upload costs one row of a scan, or one seek when it has many.
 */
public final class UploadListings {
  private static final Shown<Listed> UPLOADS = new Shown<>("u", UploadListings::found);

  private final Buckets buckets;
  private final Sse sse;
  private final UploadRows uploads;
  private final BucketKeys keys;
  private final ExpirationHeaders expirations;
  private final KvStore kv;

  UploadListings(
      Buckets buckets,
      Sse sse,
      UploadRows uploads,
      BucketKeys keys,
      KvStore kv,
      ExpirationHeaders expirations) {
    this.buckets = buckets;
    this.sse = sse;
    this.uploads = uploads;
    this.keys = keys;
    this.kv = kv;
    this.expirations = expirations;
  }

  /** One upload and the key that it will write. */
  private record Listed(Bytes objectKey, UploadRow.Facts facts) {
    String uploadId() {
      return new UploadId(facts.uploadId()).format();
    }
  }

  /** Lists one page of a bucket's uploads. */
  public ListMultipartUploads.Output list(Call call, ListMultipartUploads list) {
    Bucket bucket = buckets.require(list.bucket(), list.expectedBucketOwner());
    RequestRules.requirePayer(bucket, list.requestPayer());
    UnaryOperator<String> encoding = Arguments.encoding(list.encodingType());
    DirectoryRules.requireListing(
        bucket,
        list.prefix(),
        list.delimiter(),
        new DirectoryRules.Unwanted("upload-id-marker", list.uploadIdMarker()));
    int max = Arguments.pageSize("max-uploads", list.maxUploads());
    Lines<Listed> lines =
        Listing.read(
            new Source(kv, bucket.index()),
            Selection.of(list.prefix(), list.delimiter()),
            UPLOADS,
            bucket.directory() ? UploadMarker.parse(list.keyMarker()) : start(list),
            max);
    boolean byKey = !Arguments.orEmpty(list.keyMarker()).isEmpty();
    return new ListMultipartUploads.Output(
        bucket.name(),
        encoding.apply(Arguments.orEmpty(list.keyMarker())),
        byKey ? Arguments.orEmpty(list.uploadIdMarker()) : "",
        bucket.directory() ? nextMarker(lines) : nextKey(lines, encoding),
        bucket.directory() ? "" : nextUploadId(lines),
        Arguments.coded(encoding, list.prefix()),
        Arguments.coded(encoding, list.delimiter()),
        list.encodingType(),
        max,
        lines.truncated(),
        lines.items().stream().map(found -> upload(found, encoding)).toList(),
        Listings.commonPrefixes(lines, encoding));
  }

  private static Start start(ListMultipartUploads list) {
    String keyMarker = Arguments.orEmpty(list.keyMarker());
    String uploadMarker = Arguments.orEmpty(list.uploadIdMarker());
    Bytes objectKey = Bytes.utf8(keyMarker);
    boolean within = !uploadMarker.isEmpty() && !objectKey.isEmpty();
    if (!within || objectKey.size() > ObjectGroup.MAX_KEY_BYTES) {
      return Start.after(keyMarker);
    }
    UploadId after =
        UploadId.parse(uploadMarker)
            .orElseThrow(() ->
                Arguments.invalid("Invalid uploadId marker", "upload-id-marker", uploadMarker));
    return new Start(objectKey, new Key(objectKey, Suffixes.upload(after.bytes16())).after());
  }

  private static String nextMarker(Lines<Listed> lines) {
    return lines
        .last()
        .map(last ->
            switch (last) {
              case Line.Item<Listed>(Listed found) ->
                  UploadMarker.format(found.objectKey(), found.facts().uploadId());
              case Line.Prefix<Listed>(Bytes prefix) -> UploadMarker.format(prefix, null);
            })
        .orElse("");
  }

  private static String nextKey(Lines<Listed> lines, UnaryOperator<String> encoding) {
    return lines
        .last()
        .map(last ->
            switch (last) {
              case Line.Item<Listed>(Listed found) -> found.objectKey();
              case Line.Prefix<Listed>(Bytes prefix) -> prefix;
            })
        .map(key -> encoding.apply(key.toUtf8()))
        .orElse("");
  }

  private static String nextUploadId(Lines<Listed> lines) {
    return lines
        .last()
        .map(last -> last instanceof Line.Item<Listed>(Listed found) ? found.uploadId() : "")
        .orElse("");
  }

  private static Optional<Listed> found(Entry entry) {
    UploadRow row = UploadRow.decode(entry.value());
    return Optional.of(new Listed(entry.key().group(), row.facts()));
  }

  private static Upload upload(Listed found, UnaryOperator<String> encoding) {
    UploadRow.Facts facts = found.facts();
    @Nullable ChecksumMark checksum = facts.checksum();
    return new Upload(
        encoding.apply(found.objectKey().toUtf8()),
        found.uploadId(),
        new Owner(null, facts.initiatorId()),
        new Owner(null, facts.ownerId()),
        facts.storageClass(),
        facts.initiated(),
        checksum == null ? null : checksum.algorithm().name(),
        checksum == null ? null : checksum.type());
  }

  /** Lists one page of an upload's parts, by number. */
  public ListParts.Output list(Call call, ListParts list) {
    Bucket bucket = buckets.require(list.bucket(), list.expectedBucketOwner());
    RequestRules.requirePayer(bucket, list.requestPayer());
    var upload = uploads.require(new ObjectGroup(bucket, list.key()), list.uploadId());
    int max = Arguments.pageSize("max-parts", list.maxParts());
    int marker = Arguments.notNegative("part-number-marker", list.partNumberMarker(), 0);
    List<ListParts.Part> parts = parts(call, upload, list, new Page(marker, max));
    boolean truncated = parts.size() > max;
    List<ListParts.Part> page = truncated ? parts.subList(0, max) : parts;
    UploadRow.Facts facts = upload.row().facts();
    @Nullable ChecksumMark checksum = facts.checksum();
    Optional<Due> abortion = expirations.abortion(upload.group(), facts.initiated());
    return new ListParts.Output(
        abortion.map(Due::at).orElse(null),
        abortion.map(ExpirationHeaders::id).orElse(null),
        bucket.name(),
        list.key(),
        list.uploadId(),
        new Owner(null, facts.initiatorId()),
        new Owner(null, facts.ownerId()),
        facts.storageClass(),
        marker,
        page.isEmpty() ? 0 : page.getLast().partNumber(),
        max,
        truncated,
        checksum == null ? null : checksum.algorithm().name(),
        checksum == null ? null : checksum.type(),
        page);
  }

  private record Page(int marker, int max) {}

  /** Parts are shown with checksums only of an upload that was begun with one (R101). */
  private List<ListParts.Part> parts(
      Call call, UploadRows.InProgress upload, ListParts list, Page page) {
    boolean shown = upload.row().facts().checksum() != null;
    if (!shown && !list.sseCustomer().present()) {
      return parts(upload, page, null);
    }
    var by = new PartWriter.By(call, list.sseCustomer());
    try (KeyForRead key = sse.keyForParts(by.asks(upload)).orElse(null)) {
      return parts(upload, page, shown && key != null ? key.keys() : null);
    }
  }

  /** One part more than a page holds, where there is one; none for an empty page. */
  private List<ListParts.Part> parts(
      UploadRows.InProgress upload, Page page, @Nullable DataKeys dataKeys) {
    List<ListParts.Part> parts = new ArrayList<>();
    if (page.max() == 0 || page.marker() >= Arguments.MAX_PART_NUMBER) {
      return parts;
    }
    try (WrappingKey key = keys.metadata(upload.group().bucket())) {
      Iterator<PartRow> rows = uploads.parts(upload.at(), page.marker() + 1);
      while (rows.hasNext() && parts.size() <= page.max()) {
        parts.add(part(UploadRows.uploaded(rows.next(), upload, key, dataKeys)));
      }
    }
    return parts;
  }

  private static ListParts.Part part(PartList.Uploaded part) {
    PartRow.Facts facts = part.facts();
    return new ListParts.Part(
        facts.number(),
        facts.lastModified(),
        facts.eTag().text(),
        facts.sizeBytes(),
        StoredChecksum.elements(part.checksum()));
  }
}
