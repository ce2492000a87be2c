package dev.coffer.store.object;

import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.iam.auth.Call;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.Buckets;
import dev.coffer.store.sse.KeyForRead;
import dev.coffer.wire.s3.GetObjectAttributes;
import dev.coffer.wire.s3.GetObjectAttributes.Checksum;
import dev.coffer.wire.s3.GetObjectAttributes.Part;
import dev.coffer.wire.s3.GetObjectAttributes.Parts;
import dev.coffer.wire.s3.S3Error;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * GetObjectAttributes: chosen attributes of an object and its parts.
 *
 * <p>The parts themselves are shown only of an upload that was begun with a checksum, as Amazon
 * does; of others only their number.
 */
public final class Attributes {
  private static final String HEADER = "x-amz-object-attributes";

  private final Buckets buckets;
  private final Reads reads;

  Attributes(Buckets buckets, Reads reads) {
    this.buckets = buckets;
    this.reads = reads;
  }

  /** What can be asked for; named as on the wire. */
  private enum Attribute {
    ETag,
    Checksum,
    ObjectParts,
    StorageClass,
    ObjectSize
  }

  /** GetObjectAttributes. */
  public GetObjectAttributes.Output attributes(Call call, GetObjectAttributes op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    RequestRules.requirePayer(bucket, op.requestPayer());
    Set<Attribute> asked = asked(op.objectAttributes());
    int max = Arguments.pageSize("max-parts", op.maxParts());
    int marker = Arguments.notNegative("part-number-marker", op.partNumberMarker(), 0);
    VersionId id = VersionId.parse(op.versionId());
    DirectoryRules.requireVersion(bucket, id);
    Found first = reads.require(new ObjectGroup(bucket, op.key()), id);
    var page = new PartsPage(marker, max);
    return reads.replaceable(
        first,
        id,
        found -> {
          ObjectRights.of(call, found);
          return output(call, op, new Wanted(found, asked, page));
        });
  }

  /** Which parts are shown: at most so many, whose numbers are higher than the marker. */
  private record PartsPage(int marker, int max) {}

  /** What is wanted of which object. */
  private record Wanted(Found found, Set<Attribute> asked, PartsPage page) {
    boolean has(Attribute attribute) {
      return asked.contains(attribute);
    }

    /** What is shown of those lies sealed under the object's key. */
    boolean checksums() {
      return has(Attribute.Checksum) || has(Attribute.ObjectParts);
    }
  }

  /** Checksums are for those alone who may use the object's key (R100). */
  private GetObjectAttributes.Output output(Call call, GetObjectAttributes op, Wanted wanted) {
    if (!wanted.checksums()) {
      reads.describe(call, wanted.found(), op.sseCustomer());
      return output(wanted, null, null);
    }
    try (KeyForRead key = reads.key(call, wanted.found(), op.sseCustomer())) {
      return output(
          wanted,
          wanted.has(Attribute.Checksum) ? checksum(wanted.found(), key.keys()) : null,
          wanted.has(Attribute.ObjectParts) ? parts(wanted, key.keys()) : null);
    }
  }

  private static GetObjectAttributes.Output output(
      Wanted wanted, @Nullable Checksum checksum, @Nullable Parts parts) {
    Found found = wanted.found();
    ObjectFacts object = found.object();
    return new GetObjectAttributes.Output(
        null,
        found.row().facts().lastModified(),
        Views.versionId(found.at().bucket(), found.row()),
        wanted.has(Attribute.ETag) ? object.eTag().text().replace("\"", "") : null,
        checksum,
        parts,
        wanted.has(Attribute.StorageClass) ? object.storageClass() : null,
        wanted.has(Attribute.ObjectSize) ? object.sizeBytes() : null);
  }

  private static Set<Attribute> asked(@Nullable String header) {
    Set<Attribute> asked = EnumSet.noneOf(Attribute.class);
    for (String name : header == null ? new String[0] : header.split(",", -1)) {
      if (!name.isBlank()) {
        asked.add(attribute(name.strip()));
      }
    }
    if (asked.isEmpty()) {
      throw S3Error.InvalidRequest.because(
          "The x-amz-object-attributes header specifying the attributes to be retrieved is either"
              + " missing or empty");
    }
    return asked;
  }

  private static Attribute attribute(String name) {
    for (Attribute attribute : Attribute.values()) {
      if (attribute.name().equals(name)) {
        return attribute;
      }
    }
    throw Arguments.invalid("Invalid attribute name specified.", HEADER, name);
  }

  /** A composite one without its number of parts: that is told by the parts. */
  private static @Nullable Checksum checksum(Found found, DataKeys keys) {
    SealedChecksums.Place sealed = found.checksum();
    StoredChecksum checksum = sealed == null ? null : sealed.open(keys);
    if (checksum == null) {
      return null;
    }
    var bare =
        new StoredChecksum(
            new ChecksumMark(checksum.mark().algorithm(), false), checksum.value(), 0);
    return new Checksum(StoredChecksum.elements(bare), checksum.mark().type());
  }

  private @Nullable Parts parts(Wanted wanted, DataKeys keys) {
    Found found = wanted.found();
    PartsAt at = found.parts().orElse(null);
    if (at == null) {
      return null;
    }
    int count = found.object().eTag().parts();
    PartIndex index = reads.index(found, at);
    if (index.page(0).checksums() == null) {
      return new Parts(count, null, null, null, null, List.of());
    }
    int max = wanted.page().max();
    List<Part> following = following(index, wanted.page(), keys);
    boolean truncated = following.size() > max;
    List<Part> page = truncated ? following.subList(0, max) : following;
    int next = page.isEmpty() ? 0 : page.getLast().partNumber();
    return new Parts(count, wanted.page().marker(), next, max, truncated, page);
  }

  /** One part more than a page holds, where there is one; none for an empty page. */
  private static List<Part> following(PartIndex index, PartsPage shown, DataKeys keys) {
    List<Part> parts = new ArrayList<>();
    int max = shown.max();
    for (int page = 0; max > 0 && page < index.pageCount() && parts.size() <= max; page++) {
      index.page(page).parts(index.checksums(page, keys)).stream()
          .filter(part -> part.partNumber() > shown.marker())
          .limit(max + 1L - parts.size())
          .forEach(parts::add);
    }
    return parts;
  }
}
