package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Headers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** The five checksums: computed, compared, kept and shown. */
@ExtendWith(SharedServer.class)
class ChecksumsTest {
  /** The check values of {@code 123456789} in base64, by header. */
  static final Map<String, String> KNOWN =
      Map.of(
          "crc32", "y/Q5Jg==",
          "crc32c", "4waSgw==",
          "crc64nvme", "rosUhgp5mIg=",
          "sha1", "98O8HYCOBHMq32eZZczDTKeuNEE=",
          "sha256", "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=");

  private static final byte[] DIGITS = "123456789".getBytes(US_ASCII);

  private final S3Client s3;
  private final Buckets buckets;
  private final RawClient raw;

  ChecksumsTest(S3Client s3, Buckets buckets, RawClient raw) {
    this.s3 = s3;
    this.buckets = buckets;
    this.raw = raw;
  }

  @ParameterizedTest
  @ValueSource(strings = {"crc32", "crc32c", "crc64nvme", "sha1", "sha256"})
  void givenChecksumIsComparedKeptAndShown(String name) {
    String header = "x-amz-checksum-" + name;
    String target = "/" + buckets.fresh() + "/k";
    var put = raw.send("PUT", target, "123456789", header, KNOWN.get(name)).is(200);
    assertThat(put.header(header)).isEqualTo(KNOWN.get(name));
    var shown = raw.send("HEAD", target, "", "x-amz-checksum-mode", "ENABLED").is(200);
    assertThat(shown.header(header)).isEqualTo(KNOWN.get(name));
    assertThat(shown.header("x-amz-checksum-type")).isEqualTo("FULL_OBJECT");
    assertThat(raw.get(target, "x-amz-checksum-mode", "ENABLED").header(header))
        .isEqualTo(KNOWN.get(name));
    assertThat(raw.get(target).headers().has(header)).isFalse();
    var ranged = raw.get(target, "x-amz-checksum-mode", "ENABLED", "Range", "bytes=0-1").is(206);
    assertThat(ranged.headers().has(header)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "crc32, CRC32, AAAAAA==",
    "crc32c, CRC32C, AAAAAA==",
    "crc64nvme, CRC64NVME, AAAAAAAAAAA=",
    "sha1, SHA1, AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "sha256, SHA256, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
  })
  void wrongChecksumIsRefusedAndNothingIsStored(String name, String wireName, String wrong) {
    String target = "/" + buckets.fresh() + "/k";
    raw.send("PUT", target, "123456789", "x-amz-checksum-" + name, wrong)
        .refuses("BadDigest", 400)
        .says("The " + wireName + " you specified did not match the calculated checksum.");
    for (String malformed : new String[] {"AAA", "A", "====", "\u00fc"}) {
      raw.send("PUT", target, "123456789", "x-amz-checksum-" + name, malformed)
          .refuses("InvalidRequest", 400)
          .says("Value for x-amz-checksum-" + name + " header is invalid.");
    }
    raw.get(target).refuses("NoSuchKey", 404);
  }

  @ParameterizedTest
  @EnumSource(
      value = ChecksumAlgorithm.class,
      names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
  void sdkSendsChecksumsInTrailers(ChecksumAlgorithm algorithm) {
    String bucket = buckets.fresh();
    byte[] body = ObjectsTest.random(300_000, 9);
    var put =
        s3.putObject(
            p -> p.bucket(bucket).key("k").checksumAlgorithm(algorithm),
            RequestBody.fromBytes(body));
    var got =
        s3.getObjectAsBytes(g -> g.bucket(bucket).key("k").checksumMode(ChecksumMode.ENABLED));
    assertThat(got.asByteArrayUnsafe()).isEqualTo(body);
    assertThat(got.response().checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
    switch (algorithm) {
      case CRC32 -> assertThat(got.response().checksumCRC32()).isEqualTo(put.checksumCRC32());
      case CRC32_C -> assertThat(got.response().checksumCRC32C()).isEqualTo(put.checksumCRC32C());
      case SHA1 ->
          assertThat(got.response().checksumSHA1()).isEqualTo(Digests.base64("SHA-1", body));
      default ->
          assertThat(got.response().checksumSHA256()).isEqualTo(Digests.base64("SHA-256", body));
    }
  }

  @Test
  void putWithoutAChecksumGetsAmazonsDefault() {
    String target = "/" + buckets.fresh() + "/k";
    var put = raw.send("PUT", target, "123456789").is(200);
    assertThat(put.header("x-amz-checksum-crc64nvme")).isEqualTo(KNOWN.get("crc64nvme"));
    assertThat(put.header("x-amz-checksum-type")).isEqualTo("FULL_OBJECT");
  }

  @Test
  void attributesShowTheChecksum() {
    String bucket = buckets.fresh();
    s3.putObject(
        put -> put.bucket(bucket).key("k").checksumSHA256(KNOWN.get("sha256")),
        RequestBody.fromBytes(DIGITS));
    var checksum =
        s3.getObjectAttributes(
                g -> g.bucket(bucket).key("k").objectAttributes(ObjectAttributes.CHECKSUM))
            .checksum();
    assertThat(checksum.checksumSHA256()).isEqualTo(KNOWN.get("sha256"));
    assertThat(checksum.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
  }

  @Test
  void contentMd5IsCompared() {
    String bucket = buckets.fresh();
    PutObjectRequest wrong =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key("k")
            .contentMD5(Digests.base64("MD5", new byte[1]))
            .build();
    Refused.with("BadDigest", 400, () -> s3.putObject(wrong, RequestBody.fromBytes(DIGITS)));
    PutObjectRequest invalid = wrong.toBuilder().contentMD5("MTIz").build();
    Refused.with("InvalidDigest", 400, () -> s3.putObject(invalid, RequestBody.fromBytes(DIGITS)));
    PutObjectRequest right = wrong.toBuilder().contentMD5(Digests.base64("MD5", DIGITS)).build();
    s3.putObject(right, RequestBody.fromBytes(DIGITS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha512", "md5", "xxhash64", "xxhash3", "xxhash128"})
  void newerAlgorithmsAreRefused(String name) {
    String target = "/" + buckets.fresh() + "/k";
    var answer = raw.send("PUT", target, "123456789", "x-amz-checksum-" + name, "AAAA");
    assertThat(answer.status()).as(answer.body()).isIn(400, 501);
    raw.get(target).refuses("NoSuchKey", 404);
  }

  @Test
  void twoChecksumsAreRefused() {
    String target = "/" + buckets.fresh() + "/k";
    raw.send(
            "PUT",
            target,
            "123456789",
            "x-amz-checksum-crc32",
            KNOWN.get("crc32"),
            "x-amz-checksum-sha1",
            KNOWN.get("sha1"))
        .refuses("InvalidRequest", 400);
    raw.get(target).refuses("NoSuchKey", 404);
  }

  @Test
  void wrongPayloadHashIsRefused() {
    String target = "/" + buckets.fresh() + "/k";
    var request = raw.signed("PUT", target, "right".getBytes(US_ASCII), Headers.EMPTY);
    raw.exchange(request, "wrong".getBytes(US_ASCII)).refuses("XAmzContentSHA256Mismatch", 400);
    raw.get(target).refuses("NoSuchKey", 404);
  }
}
