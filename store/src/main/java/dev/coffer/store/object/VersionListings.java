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
import dev.coffer.wire.s3.ListObjectVersions;
import dev.coffer.wire.s3.ListObjectVersions.DeleteMarker;
import dev.coffer.wire.s3.ListObjectVersions.Version;
import dev.coffer.wire.s3.Owner;
import dev.coffer.wire.s3.S3Exception;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Lists all versions and delete markers of a bucket, keys ascending, newest first within a key.
 *
 * <p>A page may end between two versions of a key. The place after a version is found by its order,
 * so it is found also when that version is gone by then, or is no longer the current one.
 */
public final class VersionListings {
  private static final Shown<Listed> ALL = new Shown<>("ce", VersionListings::listed);

  private final Buckets buckets;
  private final Versions versions;
  private final KvStore kv;

  public VersionListings(Buckets buckets, Versions versions, KvStore kv) {
    this.buckets = buckets;
    this.versions = versions;
    this.kv = kv;
  }

  /** One version or delete marker. */
  private record Listed(Bytes objectKey, VersionRow row, boolean latest) {}

  /** Lists one page. */
  public ListObjectVersions.Output list(Call call, ListObjectVersions list) {
    Bucket bucket = buckets.require(list.bucket(), list.expectedBucketOwner());
    RequestRules.requirePayer(bucket, list.requestPayer());
    UnaryOperator<String> encoding = Arguments.encoding(list.encodingType());
    Arguments.requireKnownOptionalAttributes(list.optionalObjectAttributes());
    int max = Arguments.pageSize("maxKeys", list.maxKeys());
    Lines<Listed> lines =
        Listing.read(
            new Source(kv, bucket.index()),
            Selection.of(list.prefix(), list.delimiter()),
            ALL,
            start(bucket, list),
            max);
    Next next = lines.truncated() ? Next.after(lines) : Next.NONE;
    return new ListObjectVersions.Output(
        bucket.name(),
        encoding.apply(Arguments.orEmpty(list.prefix())),
        Arguments.coded(encoding, list.delimiter()),
        encoding.apply(Arguments.orEmpty(list.keyMarker())),
        Arguments.orEmpty(list.versionIdMarker()),
        next.key().map(encoding).orElse(null),
        next.versionId().orElse(null),
        max,
        list.encodingType(),
        lines.truncated(),
        versions(lines.items(), encoding),
        deleteMarkers(lines.items(), encoding),
        Listings.commonPrefixes(lines, encoding));
  }

  /** The markers of the next page. */
  private record Next(Optional<String> key, Optional<String> versionId) {
    static final Next NONE = new Next(Optional.empty(), Optional.empty());

    static Next after(Lines<Listed> lines) {
      return switch (lines.lines().getLast()) {
        case Line.Item<Listed>(Listed last) ->
            new Next(Optional.of(last.objectKey().toUtf8()), Optional.of(last.row().id().text()));
        case Line.Prefix<Listed>(Bytes prefix) ->
            new Next(Optional.of(prefix.toUtf8()), Optional.empty());
      };
    }
  }

  private Start start(Bucket bucket, ListObjectVersions list) {
    String keyMarker = Arguments.orEmpty(list.keyMarker());
    String versionMarker = list.versionIdMarker();
    if (versionMarker == null) {
      return Start.after(keyMarker);
    }
    if (keyMarker.isEmpty()) {
      throw invalidMarker(
          "A version-id marker cannot be specified without a key marker.", versionMarker);
    }
    if (versionMarker.isEmpty()) {
      throw invalidMarker("A version-id marker cannot be empty.", versionMarker);
    }
    return within(bucket, Bytes.utf8(keyMarker), versionMarker);
  }

  /** After that version of the marker's key, whether or not it is still there. */
  private Start within(Bucket bucket, Bytes objectKey, String versionMarker) {
    VersionId version = version(versionMarker);
    if (objectKey.size() > ObjectGroup.MAX_KEY_BYTES) {
      return Start.after(objectKey);
    }
    var at = new ObjectGroup(bucket, objectKey.toUtf8());
    @Nullable VersionRow current = versions.current(at).orElse(null);
    @Nullable Bytes order = order(at, current, version);
    if (order == null || (current != null && older(current, order))) {
      return new Start(objectKey, at.row(Suffixes.CURRENT));
    }
    return new Start(objectKey, at.row(Suffixes.earlier(order)).after());
  }

  private static boolean older(VersionRow row, Bytes order) {
    return row.order().compareTo(order) > 0;
  }

  /** Where the marker's version stands or stood; null for a null version that is gone. */
  private @Nullable Bytes order(ObjectGroup at, @Nullable VersionRow current, VersionId version) {
    if (version.order() != null) {
      return version.order();
    }
    return current != null && current.facts().nullVersion()
        ? current.order()
        : versions.nullOrder(at).orElse(null);
  }

  private static VersionId version(String versionMarker) {
    try {
      return Objects.requireNonNull(VersionId.parse(versionMarker));
    } catch (S3Exception e) {
      throw invalidMarker(e.text(), versionMarker);
    }
  }

  private static S3Exception invalidMarker(String text, String versionMarker) {
    return Arguments.invalid(text, "version-id-marker", versionMarker);
  }

  private static Optional<Listed> listed(Entry entry) {
    boolean latest = entry.key().suffix().equals(Suffixes.CURRENT);
    return Optional.of(new Listed(entry.key().group(), VersionRow.decode(entry.value()), latest));
  }

  private static List<Version> versions(List<Listed> items, UnaryOperator<String> encoding) {
    return items.stream()
        .filter(item -> !item.row().deleteMarker())
        .map(item -> version(item, encoding))
        .toList();
  }

  private static Version version(Listed item, UnaryOperator<String> encoding) {
    VersionFacts facts = item.row().facts();
    ObjectFacts object = item.row().object();
    @Nullable ChecksumMark checksum = object.checksum();
    return new Version(
        encoding.apply(item.objectKey().toUtf8()),
        facts.id().text(),
        item.latest(),
        facts.lastModified(),
        object.eTag().text(),
        Listings.checksumAlgorithms(checksum),
        checksum == null ? null : checksum.type(),
        object.sizeBytes(),
        new Owner(null, facts.ownerId()),
        object.storageClass());
  }

  private static List<DeleteMarker> deleteMarkers(
      List<Listed> items, UnaryOperator<String> encoding) {
    return items.stream()
        .filter(item -> item.row().deleteMarker())
        .map(item -> deleteMarker(item, encoding))
        .toList();
  }

  private static DeleteMarker deleteMarker(Listed item, UnaryOperator<String> encoding) {
    VersionFacts facts = item.row().facts();
    return new DeleteMarker(
        encoding.apply(item.objectKey().toUtf8()),
        facts.id().text(),
        item.latest(),
        facts.lastModified(),
        new Owner(null, facts.ownerId()));
  }
}
