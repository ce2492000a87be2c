package dev.coffer.store.object;

import dev.coffer.iam.auth.Call;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.Buckets;
import dev.coffer.wire.s3.GetObjectAttributes;
import dev.coffer.wire.s3.GetObjectAttributes.Checksum;
import dev.coffer.wire.s3.GetObjectAttributes.Part;
import dev.coffer.wire.s3.GetObjectAttributes.Parts;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.SseCustomer;
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
    RequestRules.requirePayer(op.requestPayer());
    Set<Attribute> asked = asked(op.objectAttributes());
    int max = Arguments.pageSize("max-parts", op.maxParts());
    int marker = Arguments.notNegative("part-number-marker", op.partNumberMarker(), 0);
    VersionId id = VersionId.parse(op.versionId());
    Found first = reads.require(new ObjectGroup(bucket, op.key()), id);
    requireKey(call, first, asked, op.sseCustomer());
    return reads.replaceable(first, id, found -> output(found, asked, new PartsPage(marker, max)));
  }

  /** Checksums are for those alone who may use the object's key (R100). */
  private void requireKey(Call call, Found found, Set<Attribute> asked, SseCustomer customer) {
    if (asked.contains(Attribute.Checksum) || asked.contains(Attribute.ObjectParts)) {
      reads.key(call, found, customer).close();
    } else {
      reads.describe(call, found, customer);
    }
  }

  /** Which parts are shown: at most so many, whose numbers are higher than the marker. */
  private record PartsPage(int marker, int max) {}

  private GetObjectAttributes.Output output(Found found, Set<Attribute> asked, PartsPage page) {
    ObjectFacts object = found.object();
    return new GetObjectAttributes.Output(
        null,
        found.row().facts().lastModified(),
        Views.versionId(found.at().bucket(), found.row()),
        asked.contains(Attribute.ETag) ? object.eTag().text().replace("\"", "") : null,
        asked.contains(Attribute.Checksum) ? checksum(found) : null,
        asked.contains(Attribute.ObjectParts) ? parts(found, page.marker(), page.max()) : null,
        asked.contains(Attribute.StorageClass) ? object.storageClass() : null,
        asked.contains(Attribute.ObjectSize) ? object.sizeBytes() : null);
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
  private static @Nullable Checksum checksum(Found found) {
    StoredChecksum checksum = found.details().checksum();
    if (checksum == null) {
      return null;
    }
    var bare =
        new StoredChecksum(
            new ChecksumMark(checksum.mark().algorithm(), false), checksum.value(), 0);
    return new Checksum(StoredChecksum.elements(bare), checksum.mark().type());
  }

  private @Nullable Parts parts(Found found, int marker, int max) {
    if (!(found.object().place() instanceof Place.InParts in)) {
      return null;
    }
    int count = found.object().eTag().parts();
    PartIndex index = reads.parts(found, in);
    if (index.page(0).parts().getFirst().checksum() == null) {
      return new Parts(count, null, null, null, null, List.of());
    }
    List<Part> following = following(index, marker, max);
    boolean truncated = following.size() > max;
    List<Part> page = truncated ? following.subList(0, max) : following;
    int next = page.isEmpty() ? 0 : page.getLast().partNumber();
    return new Parts(count, marker, next, max, truncated, page);
  }

  /** One part more than a page holds, where there is one; none for an empty page. */
  private static List<Part> following(PartIndex index, int marker, int max) {
    List<Part> parts = new ArrayList<>();
    for (int page = 0; max > 0 && page < index.pageCount() && parts.size() <= max; page++) {
      PartIndexRow row = index.page(page);
      long firstByte = row.firstByte();
      for (PartIndexRow.Part part : row.parts()) {
        if (part.number() > marker && parts.size() <= max) {
          parts.add(part(part, part.endByte() - firstByte));
        }
        firstByte = part.endByte();
      }
    }
    return parts;
  }

  private static Part part(PartIndexRow.Part part, long sizeBytes) {
    return new Part(part.number(), sizeBytes, StoredChecksum.elements(part.checksum()));
  }
}
