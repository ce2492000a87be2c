package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.wire.checksum.Checksum;
import dev.coffer.wire.checksum.ChecksumAlgorithm;
import dev.coffer.wire.checksum.Combine;
import dev.coffer.wire.s3.ChecksumElements;
import dev.coffer.wire.s3.CompleteMultipartUpload.CompletedPart;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a CompleteMultipartUpload, checked against those that were uploaded.
 *
 * @param checksum what the upload was begun with; null when nothing was asked for
 */
record PartList(String uploadId, @Nullable ChecksumMark checksum, List<CompletedPart> parts) {
  /** The largest object. */
  static final long MAX_OBJECT_BYTES = 5L * 1024 * 1024 * 1024 * 1024;

  PartList {
    parts = List.copyOf(parts);
  }

  /** One uploaded part, its row authenticated. */
  record Uploaded(PartRow.Facts facts, PartRow.Sums sums) {
    @Nullable StoredChecksum checksum() {
      return sums.kept();
    }

    /** Whether these are the part's checksums, whichever of them are named. */
    boolean has(ChecksumElements named) {
      return named.equals(StoredChecksum.elements(sums.kept()))
          || named.equals(StoredChecksum.elements(sums.declared()));
    }

    byte[] valueOf(ChecksumAlgorithm algorithm) {
      StoredChecksum kept = sums.kept();
      if (kept == null || kept.mark().algorithm() != algorithm) {
        throw new Corrupt("a part lacks the upload's checksum").with("part", facts.number());
      }
      return kept.value().toByteArray();
    }
  }

  /** Refuses a list that no upload could have: empty, unordered, or of impossible numbers. */
  void requireForm() {
    if (parts.isEmpty() || parts.size() > Arguments.MAX_PART_NUMBER) {
      throw S3Error.MalformedXML.refusal();
    }
    int last = 0;
    for (CompletedPart part : parts) {
      int number = part.partNumber();
      if (number < 1) {
        throw Arguments.invalid("PartNumber must be >= 1", "PartNumber", Integer.toString(number));
      }
      Arguments.partNumber(number);
      if (number <= last) {
        throw S3Error.InvalidPartOrder.with("UploadId", uploadId);
      }
      last = number;
    }
  }

  /**
   * The uploaded parts in the order of this list.
   *
   * @param leastBytes of every part but the last
   * @throws S3Exception InvalidPart when one is missing or not the same, EntityTooSmall, or
   *     EntityTooLarge
   */
  List<Uploaded> resolve(Map<Integer, Uploaded> uploaded, long leastBytes) {
    List<Uploaded> resolved = new ArrayList<>();
    long sizeBytes = 0;
    for (CompletedPart part : parts) {
      Uploaded found = uploaded.get(part.partNumber());
      if (found == null || !sameTag(found, part)) {
        throw invalid(part);
      }
      requireChecksum(part, found);
      boolean last = resolved.size() == parts.size() - 1;
      if (!last && found.facts().sizeBytes() < leastBytes) {
        throw tooSmall(part, found, leastBytes);
      }
      sizeBytes += found.facts().sizeBytes();
      resolved.add(found);
    }
    if (sizeBytes > MAX_OBJECT_BYTES) {
      throw S3Error.EntityTooLarge.with("ProposedSize", Long.toString(sizeBytes))
          .with("MaxSizeAllowed", Long.toString(MAX_OBJECT_BYTES));
    }
    return resolved;
  }

  private void requireChecksum(CompletedPart part, Uploaded found) {
    ChecksumElements named = part.checksums();
    if (checksum == null) {
      if (!named.equals(ChecksumElements.NONE) && !found.has(named)) {
        throw invalid(part);
      }
      return;
    }
    ChecksumElements stored = StoredChecksum.elements(found.checksum());
    if (named.equals(ChecksumElements.NONE)) {
      if (checksum.composite()) {
        throw missingChecksum(checksum.algorithm(), part);
      }
    } else if (!named.equals(stored)) {
      throw refusalOf(named, part);
    }
  }

  /**
   * Another algorithm's checksum is a wrong digest; another value of the right one another part.
   */
  private S3Exception refusalOf(ChecksumElements named, CompletedPart part) {
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      if (checksum != null
          && algorithm != checksum.algorithm()
          && value(named, algorithm) != null) {
        return S3Error.BadDigest.because(
            "The %s you specified for part %d did not match what we received."
                .formatted(UploadChecksum.lowerCase(algorithm), part.partNumber()));
      }
    }
    return invalid(part);
  }

  private static @Nullable String value(ChecksumElements named, ChecksumAlgorithm algorithm) {
    return switch (algorithm) {
      case CRC32 -> named.crc32();
      case CRC32C -> named.crc32c();
      case CRC64NVME -> named.crc64nvme();
      case SHA1 -> named.sha1();
      case SHA256 -> named.sha256();
    };
  }

  private static S3Exception missingChecksum(ChecksumAlgorithm algorithm, CompletedPart part) {
    return S3Error.InvalidRequest.because(
        ("The upload was created using a %s checksum. The complete request must include the"
                + " checksum for each part. It was missing for part %d in the request.")
            .formatted(UploadChecksum.lowerCase(algorithm), part.partNumber()));
  }

  private S3Exception invalid(CompletedPart part) {
    return S3Error.InvalidPart.with("UploadId", uploadId)
        .with("PartNumber", Integer.toString(part.partNumber()))
        .with("ETag", unquoted(part.eTag()));
  }

  private static S3Exception tooSmall(CompletedPart part, Uploaded found, long leastBytes) {
    return S3Error.EntityTooSmall.with("ProposedSize", Long.toString(found.facts().sizeBytes()))
        .with("MinSizeAllowed", Long.toString(leastBytes))
        .with("PartNumber", Integer.toString(part.partNumber()))
        .with("ETag", unquoted(part.eTag()));
  }

  private static boolean sameTag(Uploaded found, CompletedPart part) {
    return unquoted(found.facts().eTag().text()).equals(unquoted(part.eTag()));
  }

  private static String unquoted(String eTag) {
    return eTag.replace("\"", "");
  }

  /** MD5 of the parts' MD5s, and their number. */
  static ETag eTag(List<Bytes> partDigests) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      partDigests.forEach(digest -> md5.update(digest.toByteArray()));
      return new ETag(Bytes.copyOf(md5.digest()), partDigests.size());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no MD5", e);
    }
  }

  /** The checksum of the object that these parts make; {@code kind} says which. */
  static StoredChecksum checksum(ChecksumMark kind, List<Uploaded> parts) {
    ChecksumAlgorithm algorithm = kind.algorithm();
    if (!kind.composite()) {
      Combine combine = Combine.of(algorithm);
      parts.forEach(part -> combine.add(part.valueOf(algorithm), part.facts().sizeBytes()));
      return new StoredChecksum(kind, Bytes.copyOf(combine.value()), 0);
    }
    Checksum checksum = Checksum.of(algorithm);
    parts.forEach(part -> checksum.update(part.valueOf(algorithm), 0, algorithm.sizeBytes()));
    return new StoredChecksum(kind, Bytes.copyOf(checksum.value()), parts.size());
  }

  /** The sum of the parts' sizes. */
  static long sizeBytes(List<Uploaded> parts) {
    return parts.stream().mapToLong(part -> part.facts().sizeBytes()).sum();
  }

  /** Seals the checksums of the parts on a page of that number. */
  interface PageSeal {
    @Nullable SealedChecksums seal(int page, List<Optional<StoredChecksum>> checksums);
  }

  /**
   * The pages that name these parts, in order. They hold the parts' checksums only when the upload
   * was begun with one, since only then are they shown to clients.
   */
  List<PartIndexRow> pages(List<Uploaded> parts, PageSeal seal) {
    List<PartIndexRow> pages = new ArrayList<>();
    long pageBegin = 0;
    for (int first = 0; first < parts.size(); first += PartIndexRow.MAX_PARTS) {
      int end = Math.min(parts.size(), first + PartIndexRow.MAX_PARTS);
      PartIndexRow page = page(parts.subList(first, end), pageBegin, pages.size(), seal);
      pages.add(page);
      pageBegin = page.parts().getLast().endByte();
    }
    return pages;
  }

  private PartIndexRow page(List<Uploaded> parts, long pageBegin, int number, PageSeal seal) {
    List<PartIndexRow.Part> page = new ArrayList<>();
    long endByte = pageBegin;
    for (Uploaded part : parts) {
      endByte += part.facts().sizeBytes();
      page.add(new PartIndexRow.Part(part.facts().number(), endByte, part.facts().blob()));
    }
    var checksums = parts.stream().map(part -> Optional.ofNullable(part.checksum())).toList();
    return new PartIndexRow(
        pageBegin, page, checksum == null ? null : seal.seal(number, checksums));
  }
}
