package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;

/** Checksums of uploads: of the parts' checksums, or of the whole object. */
@ExtendWith(SharedServer.class)
class MultipartChecksumsTest {
  private static final byte[] FIRST = ObjectsTest.random(Upload.SMALLEST, 11);
  private static final byte[] SECOND = ObjectsTest.random(1000, 12);

  private final S3Client s3;
  private final Buckets buckets;

  MultipartChecksumsTest(S3Client s3, Buckets buckets) {
    this.s3 = s3;
    this.buckets = buckets;
  }

  @Test
  void compositeIsTheChecksumOfTheChecksums() {
    String bucket = buckets.fresh();
    Upload upload = begin(bucket, ChecksumAlgorithm.SHA256, null);
    fill(upload);
    var done = upload.complete();
    String expected =
        Digests.base64("SHA-256", Digests.of("SHA-256", FIRST), Digests.of("SHA-256", SECOND))
            + "-2";
    assertThat(done.checksumSHA256()).isEqualTo(expected);
    var head = s3.headObject(h -> h.bucket(bucket).key("m").checksumMode(ChecksumMode.ENABLED));
    assertThat(head.checksumSHA256()).isEqualTo(expected);
    assertThat(head.checksumType()).isEqualTo(ChecksumType.COMPOSITE);
  }

  @Test
  void compositeOfCrc32() {
    String bucket = buckets.fresh();
    Upload upload = begin(bucket, ChecksumAlgorithm.CRC32, ChecksumType.COMPOSITE);
    fill(upload);
    byte[] both = ByteBuffer.allocate(8).putInt(crc32(FIRST)).putInt(crc32(SECOND)).array();
    assertThat(upload.complete().checksumCRC32()).isEqualTo(base64(crc32(both)) + "-2");
  }

  @Test
  void fullObjectIsTheChecksumOfTheWhole() {
    String bucket = buckets.fresh();
    Upload upload = begin(bucket, ChecksumAlgorithm.CRC32, ChecksumType.FULL_OBJECT);
    fill(upload);
    String whole = base64(crc32(MultipartTest.concat(FIRST, SECOND)));
    Refused.with(
        "BadDigest",
        400,
        () ->
            upload.complete(
                c -> c.checksumType(ChecksumType.FULL_OBJECT).checksumCRC32("AAAAAA==")));
    var done = upload.complete(c -> c.checksumType(ChecksumType.FULL_OBJECT).checksumCRC32(whole));
    assertThat(done.checksumCRC32()).isEqualTo(whole);
    assertThat(done.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
    var head = s3.headObject(h -> h.bucket(bucket).key("m").checksumMode(ChecksumMode.ENABLED));
    assertThat(head.checksumCRC32()).isEqualTo(whole);
  }

  /** A digest cannot be combined, a CRC64NVME cannot be composite. */
  @Test
  void impossibleTypesAreRefused() {
    String bucket = buckets.fresh();
    Refused.with(
        "InvalidRequest",
        400,
        () -> begin(bucket, ChecksumAlgorithm.SHA256, ChecksumType.FULL_OBJECT));
    Refused.with(
        "InvalidRequest",
        400,
        () -> begin(bucket, ChecksumAlgorithm.CRC64_NVME, ChecksumType.COMPOSITE));
  }

  @Test
  void partsChecksumsMustBeThoseOfTheList() {
    String bucket = buckets.fresh();
    Upload upload = begin(bucket, ChecksumAlgorithm.SHA256, null);
    var part = upload.part(1, SECOND);
    var wrong = part.toBuilder().checksumSHA256(Digests.base64("SHA-256", FIRST)).build();
    Refused.with("InvalidPart", 400, () -> upload.complete(java.util.List.of(wrong)));
    upload.complete();
  }

  private Upload begin(String bucket, ChecksumAlgorithm algorithm, ChecksumType type) {
    return Upload.begin(s3, bucket, "m", c -> c.checksumAlgorithm(algorithm).checksumType(type));
  }

  private static void fill(Upload upload) {
    upload.part(1, FIRST);
    upload.part(2, SECOND);
  }

  private static int crc32(byte[] bytes) {
    var crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static String base64(int crc) {
    return Base64.getEncoder().encodeToString(ByteBuffer.allocate(4).putInt(crc).array());
  }
}
