package dev.coffer.store.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.object.FusedStore.At;
import dev.coffer.store.object.FusedStore.Extent;
import dev.coffer.store.object.FusedStore.Spot;
import dev.coffer.wire.checksum.Checksum;
import dev.coffer.wire.checksum.ChecksumAlgorithm;
import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.ObjectView;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.SseCustomer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A version as a model remembers it; what it cannot foretell it learns at the first look. */
final class Kept {
  private static final int PIECE_BYTES = 20_000;
  private static final int LARGE = 1024 * 1024;

  final Spot spot;
  final String mark;
  final byte[] content;

  /** Sizes of the parts; empty when it did not come in parts. */
  final List<Integer> parts;

  private final String crc;
  private Protection protection;
  private @Nullable ObjectView seen;

  Kept(Spot spot, String mark, byte[] content, List<Integer> parts, Protection protection) {
    this.spot = spot;
    this.mark = mark;
    this.content = content;
    this.parts = List.copyOf(parts);
    this.protection = protection;
    this.crc = crc(content);
  }

  Protection protection() {
    return protection;
  }

  /** Another envelope; all else stays. */
  void rewrapped(Protection now) {
    protection = now;
  }

  At at() {
    return at(protection.customerHeaders());
  }

  private At at(SseCustomer customer) {
    return new At(spot, seen == null ? null : seen.versionId(), customer);
  }

  /**
   * Whether this is what lies at its spot now; if not, then what lay there before must, and nothing
   * else.
   *
   * @param before null when there was nothing
   */
  boolean current(FusedStore store, @Nullable Kept before) {
    SseCustomer own = protection.customerHeaders();
    String there;
    try {
      there = FusedStore.markOf(store.head(new At(spot, null, own)));
    } catch (S3Exception refusal) {
      S3Error expected = before == null ? S3Error.NoSuchKey : before.refusalTo(own);
      assertThat(refusal.error()).as("what is not there").isEqualTo(expected);
      there = before == null ? "" : FusedStore.markOf(store.head(before.newest()));
    }
    if (!there.equals(mark)) {
      assertThat(there).as("what was there before").isEqualTo(before == null ? "" : before.mark);
    }
    return there.equals(mark);
  }

  private At newest() {
    return new At(spot, null, protection.customerHeaders());
  }

  /** Why it is not given to those who send a customer's key that is not its own, or none. */
  private S3Error refusalTo(SseCustomer other) {
    assertThat(other).isNotEqualTo(protection.customerHeaders());
    boolean both = other.present() && protection.customerHeaders().present();
    return both ? S3Error.AccessDenied : S3Error.InvalidRequest;
  }

  /** As a listing of versions names it. */
  String listed() {
    String id = seen == null ? null : seen.versionId();
    return spot.key() + " " + (id == null ? "null" : id);
  }

  /** Reads it once: as a whole, or its end when that would take long. */
  void verifyOnce(FusedStore store) {
    verifyView(store.head(at()));
    if (content.length < LARGE) {
      verifyAll(store.get(at(), null, null));
    } else {
      verifyRange(store, new Extent(content.length - PIECE_BYTES, content.length - 1L));
    }
  }

  /**
   * Reads it in every way; nothing else than what was written may come, and where the process ends
   * meanwhile, no byte that was not.
   */
  void verify(FusedStore store, SplittableRandom random) {
    verifyView(store.head(at()));
    verifyAll(store.get(at(), null, null));
    for (int i = 0; i < 2 && content.length > 0; i++) {
      int first = random.nextInt(content.length);
      int last = first + random.nextInt(content.length - first);
      verifyRange(store, new Extent(first, last));
    }
    verifyParts(store);
    boolean without = protection.customerHeaders().present() && random.nextBoolean();
    SseCustomer other = without ? SseCustomer.NONE : strange();
    S3Exception refusal = refusal(() -> store.get(at(other), null, null));
    assertThat(refusal.error()).isEqualTo(refusalTo(other));
  }

  /** The refusal that must come; anything else that is thrown goes on. */
  private static S3Exception refusal(Runnable call) {
    try {
      call.run();
    } catch (S3Exception refusal) {
      return refusal;
    }
    throw new AssertionError("what had to be refused was not");
  }

  private static SseCustomer strange() {
    return new Protection(
            Protection.SseType.CUSTOMER, "c3RyYW5nZS1zdHJhbmdlLXN0cmFuZ2Utc3RyYW5nZSE=")
        .customerHeaders();
  }

  private void verifyView(ObjectView view) {
    assertThat(view.sse()).isEqualTo(protection.applied());
    assertThat(view.contentLength()).isEqualTo(content.length);
    assertThat(FusedStore.markOf(view)).isEqualTo(mark);
    ObjectView first = seen;
    if (first == null) {
      verifyETag(view.eTag());
      seen = view;
    } else {
      assertThat(view.eTag()).isEqualTo(first.eTag());
      assertThat(view.lastModified()).isEqualTo(first.lastModified());
    }
  }

  /** MD5 under SSE-S3 alone; spec/encryption.md §2.4. */
  private void verifyETag(String eTag) {
    if (!parts.isEmpty()) {
      assertThat(eTag).matches("\"[0-9a-f]{32}-" + parts.size() + "\"");
      return;
    }
    String md5 = '"' + HexFormat.of().formatHex(Protection.digest(content)) + '"';
    assertThat(eTag.equals(md5)).isEqualTo(protection.type() == Protection.SseType.S3);
    assertThat(eTag).matches("\"[0-9a-f]{32}\"");
  }

  private void verifyAll(GetObject.Output answer) {
    assertThat(answer.status()).isEqualTo(200);
    verifyBytes(answer, 0, content.length);
    boolean none = !parts.isEmpty() && protection.type() == Protection.SseType.CUSTOMER;
    assertThat(answer.view().checksums().crc64nvme()).isEqualTo(none ? null : crc);
  }

  private void verifyRange(FusedStore store, Extent extent) {
    GetObject.Output answer = store.get(at(), extent, null);
    assertThat(answer.status()).isEqualTo(206);
    int first = Math.toIntExact(extent.first());
    verifyBytes(answer, first, Math.toIntExact(extent.last()) + 1);
  }

  void verifyParts(FusedStore store) {
    int first = 0;
    for (int number = 1; number <= parts.size(); number++) {
      int end = first + parts.get(number - 1);
      GetObject.Output answer = store.get(at(), null, number);
      assertThat(answer.view().partsCount()).isEqualTo(parts.size());
      verifyBytes(answer, first, end);
      first = end;
    }
  }

  /** Looks at each piece as it comes, so that one before a failure counts too. */
  private void verifyBytes(GetObject.Output answer, int first, int end) {
    int at = first;
    byte[] piece = new byte[PIECE_BYTES];
    try (InputStream stream = answer.content().stream()) {
      for (int count = stream.read(piece); count >= 0; count = stream.read(piece)) {
        assertThat(count).as("bytes that were written").isLessThanOrEqualTo(end - at);
        assertThat(Arrays.equals(piece, 0, count, content, at, at + count)).isTrue();
        at += count;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(at).as("the end").isEqualTo(end);
  }

  private static String crc(byte[] content) {
    Checksum checksum = Checksum.of(ChecksumAlgorithm.CRC64NVME);
    checksum.update(content, 0, content.length);
    return checksum.base64();
  }

  @Override
  public String toString() {
    return spot + " " + mark + " " + protection + " " + content.length + " " + parts;
  }
}
