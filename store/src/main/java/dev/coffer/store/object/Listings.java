package dev.coffer.store.object;

import dev.coffer.iam.auth.Call;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.Buckets;
import dev.coffer.store.object.Listing.Line;
import dev.coffer.store.object.Listing.Lines;
import dev.coffer.store.object.Listing.Shown;
import dev.coffer.store.object.Listing.Source;
import dev.coffer.store.object.Listing.Start;
import dev.coffer.wire.s3.CommonPrefix;
import dev.coffer.wire.s3.ListObjects;
import dev.coffer.wire.s3.ListObjectsV2;
import dev.coffer.wire.s3.ListedObject;
import dev.coffer.wire.s3.Owner;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Lists the current objects of a bucket, in the order of their keys' UTF-8 bytes.
 *
 * <p>A listing is no snapshot: an object that is there all the time is listed once, what comes or
 * goes meanwhile may be listed or not. Opens no sealed part of a row.
 */
public final class Listings {
  private final Buckets buckets;
  private final KvStore kv;

  public Listings(Buckets buckets, KvStore kv) {
    this.buckets = buckets;
    this.kv = kv;
  }

  /** The first version of the operation: pages go on by marker, owners are always shown. */
  public ListObjects.Output list(Call call, ListObjects list) {
    Bucket bucket = buckets.require(list.bucket(), list.expectedBucketOwner());
    RequestRules.requirePayer(bucket, list.requestPayer());
    UnaryOperator<String> encoding = Arguments.encoding(list.encodingType());
    Arguments.requireKnownOptionalAttributes(list.optionalObjectAttributes());
    int max = Arguments.pageSize("maxKeys", list.maxKeys());
    var selection = Selection.of(list.prefix(), list.delimiter());
    Lines<Current> lines = read(bucket, selection, Start.after(list.marker()), max);
    boolean goesOn = lines.truncated() && !selection.delimiter().isEmpty();
    return new ListObjects.Output(
        bucket.name(),
        encoding.apply(Arguments.orEmpty(list.prefix())),
        encoding.apply(Arguments.orEmpty(list.marker())),
        goesOn ? encoding.apply(last(lines).toUtf8()) : null,
        max,
        Arguments.coded(encoding, list.delimiter()),
        list.encodingType(),
        lines.truncated(),
        contents(lines, encoding, true),
        commonPrefixes(lines, encoding));
  }

  /** The second version: pages go on by token, owners are shown when asked for. */
  public ListObjectsV2.Output list(Call call, ListObjectsV2 list) {
    Bucket bucket = buckets.require(list.bucket(), list.expectedBucketOwner());
    RequestRules.requirePayer(bucket, list.requestPayer());
    UnaryOperator<String> encoding = Arguments.encoding(list.encodingType());
    DirectoryRules.requireNoOptionalAttributes(bucket, list.optionalObjectAttributes());
    Arguments.requireKnownOptionalAttributes(list.optionalObjectAttributes());
    DirectoryRules.requireListing(
        bucket,
        list.prefix(),
        list.delimiter(),
        new DirectoryRules.Unwanted("start-after", list.startAfter()));
    int max = Arguments.pageSize("maxKeys", list.maxKeys());
    var selection = Selection.of(list.prefix(), list.delimiter());
    Lines<Current> lines = read(bucket, selection, start(list), max);
    return new ListObjectsV2.Output(
        bucket.name(),
        encoding.apply(Arguments.orEmpty(list.prefix())),
        Arguments.coded(encoding, list.delimiter()),
        max,
        lines.lines().size(),
        list.continuationToken(),
        lines.truncated() ? ContinuationToken.format(bucket.name(), last(lines)) : null,
        list.continuationToken() == null ? Arguments.coded(encoding, list.startAfter()) : null,
        list.encodingType(),
        lines.truncated(),
        contents(lines, encoding, Boolean.TRUE.equals(list.fetchOwner())),
        commonPrefixes(lines, encoding));
  }

  private static Start start(ListObjectsV2 list) {
    String token = list.continuationToken();
    return token == null
        ? Start.after(list.startAfter())
        : Start.after(ContinuationToken.parse(list.bucket(), token));
  }

  /**
   * In directory buckets an upload in progress shows in the common prefix that its key has, if any
   * (R159).
   */
  private Lines<Current> read(Bucket bucket, Selection selection, Start start, int max) {
    var source = new Source(kv, bucket.index());
    String kinds = bucket.directory() ? "cu" : "c";
    var shown = new Shown<>(kinds, entry -> current(bucket, entry), Current::upload);
    return Listing.read(source, selection, shown, start, max);
  }

  /**
   * A key and its current version.
   *
   * @param version null for an upload in progress
   */
  private record Current(Bytes objectKey, @Nullable VersionRow version) {
    boolean upload() {
      return version == null;
    }

    VersionRow row() {
      if (version == null) {
        throw new IllegalStateException("an upload in progress is no object");
      }
      return version;
    }
  }

  private Optional<Current> current(Bucket bucket, Entry entry) {
    if (entry.key().suffix().startsWith(Suffixes.UPLOADS)) {
      return Optional.of(new Current(entry.key().group(), null));
    }
    VersionRow row = VersionRow.decode(entry.value());
    if (row.moving() != null) {
      var at = new Moves.Spot(bucket.index(), entry.key().group().toUtf8());
      return Optional.ofNullable(Moves.look(kv, at).row())
          .map(now -> new Current(entry.key().group(), now));
    }
    return row.deleteMarker()
        ? Optional.empty()
        : Optional.of(new Current(entry.key().group(), row));
  }

  private static Bytes last(Lines<Current> lines) {
    return switch (lines.lines().getLast()) {
      case Line.Item<Current>(Current current) -> current.objectKey();
      case Line.Prefix<Current>(Bytes prefix) -> prefix;
    };
  }

  private static List<ListedObject> contents(
      Lines<Current> lines, UnaryOperator<String> encoding, boolean withOwner) {
    return lines.items().stream().map(item -> listed(item, encoding, withOwner)).toList();
  }

  private static ListedObject listed(
      Current current, UnaryOperator<String> encoding, boolean withOwner) {
    VersionFacts facts = current.row().facts();
    ObjectFacts object = current.row().object();
    @Nullable ChecksumMark checksum = object.checksum();
    return new ListedObject(
        encoding.apply(current.objectKey().toUtf8()),
        facts.lastModified(),
        object.eTag().text(),
        checksumAlgorithms(checksum),
        checksum == null ? null : checksum.type(),
        object.sizeBytes(),
        withOwner ? new Owner(null, facts.ownerId()) : null,
        object.storageClass());
  }

  /** As documents list them: one or none. */
  static List<String> checksumAlgorithms(@Nullable ChecksumMark checksum) {
    return checksum == null ? List.of() : List.of(checksum.algorithm().name());
  }

  /** The prefixes of a listing as an answer shows them. */
  static <T> List<CommonPrefix> commonPrefixes(Lines<T> lines, UnaryOperator<String> encoding) {
    return lines.prefixes().stream()
        .map(prefix -> new CommonPrefix(encoding.apply(prefix.toUtf8())))
        .toList();
  }
}
