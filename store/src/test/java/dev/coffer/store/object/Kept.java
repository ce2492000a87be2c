package dev.coffer.store.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.store.TestStore;
import dev.coffer.store.object.FusedStore.At;
import dev.coffer.store.object.FusedStore.Extent;
import dev.coffer.store.object.FusedStore.Spot;
import dev.coffer.wire.checksum.Checksum;
import dev.coffer.wire.checksum.ChecksumAlgorithm;
import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.ObjectView;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.SseCustomer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A version as a model remembers it; what it cannot foretell it learns at the first look. */
final class Kept {
  final Spot spot;
  final String mark;
  final byte[] content;

  /** Sizes of the parts; empty when it did not come in parts. */
  final List<Integer> parts;

  private Protection protection;
  private @Nullable ObjectView seen;

  Kept(Spot spot, String mark, byte[] content, List<Integer> parts, Protection protection) {
    this.spot = spot;
    this.mark = mark;
    this.content = content;
    this.parts = List.copyOf(parts);
    this.protection = protection;
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

  /** Whether this is what lies at its spot now. */
  boolean current(FusedStore store) {
    try {
      var newest = new At(spot, null, protection.customerHeaders());
      return FusedStore.markOf(store.head(newest)).equals(mark);
    } catch (S3Exception _) {
      return false;
    }
  }

  /** Reads it in every way; nothing else than what was written may come. */
  void verify(FusedStore store, SplittableRandom random) {
    verifyView(store.head(at()));
    verifyAll(store.get(at(), null, null));
    for (int i = 0; i < 2 && content.length > 0; i++) {
      int first = random.nextInt(content.length);
      int last = first + random.nextInt(content.length - first);
      verifyRange(store, new Extent(first, last));
    }
    verifyParts(store);
    SseCustomer other = protection.customerHeaders().present() ? SseCustomer.NONE : strange();
    assertThatThrownBy(() -> store.get(at(other), null, null)).isInstanceOf(S3Exception.class);
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
    assertThat(Arrays.equals(TestStore.read(answer), content)).isTrue();
    boolean none = !parts.isEmpty() && protection.type() == Protection.SseType.CUSTOMER;
    assertThat(answer.view().checksums().crc64nvme()).isEqualTo(none ? null : crc(content));
  }

  private void verifyRange(FusedStore store, Extent extent) {
    GetObject.Output answer = store.get(at(), extent, null);
    assertThat(answer.status()).isEqualTo(206);
    int first = Math.toIntExact(extent.first());
    byte[] expected = Arrays.copyOfRange(content, first, Math.toIntExact(extent.last()) + 1);
    assertThat(Arrays.equals(TestStore.read(answer), expected)).isTrue();
  }

  void verifyParts(FusedStore store) {
    int first = 0;
    for (int number = 1; number <= parts.size(); number++) {
      int end = first + parts.get(number - 1);
      GetObject.Output answer = store.get(at(), null, number);
      assertThat(answer.view().partsCount()).isEqualTo(parts.size());
      byte[] expected = Arrays.copyOfRange(content, first, end);
      assertThat(Arrays.equals(TestStore.read(answer), expected)).isTrue();
      first = end;
    }
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
