package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.ObjectPart;
import software.amazon.awssdk.services.s3.model.Part;

/** Parts become one object, in order and whole, or nothing. */
@ExtendWith(SharedServer.class)
class MultipartTest {
  private final S3Client s3;
  private final Buckets buckets;
  private final RawClient raw;

  MultipartTest(S3Client s3, Buckets buckets, RawClient raw) {
    this.s3 = s3;
    this.buckets = buckets;
    this.raw = raw;
  }

  @Test
  void threePartsAreReadOverTheirBorders() {
    String bucket = buckets.fresh();
    byte[][] parts = {
      ObjectsTest.random(Upload.SMALLEST, 1),
      ObjectsTest.random(Upload.SMALLEST + 3, 2),
      ObjectsTest.random(7, 3)
    };
    var upload = Upload.begin(s3, bucket, "m");
    for (int i = 0; i < 3; i++) {
      upload.part(2 * i + 1, parts[i]);
    }
    var done = upload.complete();
    byte[][] digests = new byte[3][];
    for (int i = 0; i < 3; i++) {
      digests[i] = Digests.of("MD5", parts[i]);
    }
    assertThat(done.eTag()).isEqualTo('"' + Digests.hex("MD5", digests) + "-3\"");
    assertThat(done.serverSideEncryptionAsString()).isEqualTo("AES256");
    byte[] whole = concat(parts);
    assertThat(Arrays.equals(buckets.body(bucket, "m"), whole)).isTrue();
    int first = parts[0].length;
    int second = first + parts[1].length;
    for (int[] range :
        new int[][] {
          {first - 1, first}, {first, first}, {first - 20_000, first + 20_000},
          {second - 1, second}, {second - 5, whole.length - 1}, {first - 5, second + 2},
          {first + 16_384, first + 16_384}, {0, 0}, {whole.length - 1, whole.length - 1}
        }) {
      byte[] expected = Arrays.copyOfRange(whole, range[0], range[1] + 1);
      byte[] got =
          s3.getObjectAsBytes(
                  g -> g.bucket(bucket).key("m").range("bytes=" + range[0] + "-" + range[1]))
              .asByteArrayUnsafe();
      assertThat(Arrays.equals(got, expected)).as("%d-%d", range[0], range[1]).isTrue();
    }
    partsAreReadByNumber(bucket, parts);
  }

  /** Parts keep the numbers that they were sent with. */
  private void partsAreReadByNumber(String bucket, byte[][] parts) {
    for (int i = 0; i < 3; i++) {
      int number = 2 * i + 1;
      var got = s3.getObjectAsBytes(g -> g.bucket(bucket).key("m").partNumber(number));
      assertThat(Arrays.equals(got.asByteArrayUnsafe(), parts[i])).isTrue();
      assertThat(got.response().partsCount()).isEqualTo(3);
      assertThat(got.response().sdkHttpResponse().statusCode()).isEqualTo(206);
      var head = s3.headObject(h -> h.bucket(bucket).key("m").partNumber(number));
      assertThat(head.contentLength()).isEqualTo(parts[i].length);
    }
    raw.get("/" + bucket + "/m?partNumber=4").refuses("InvalidPartNumber", 416);
    raw.get("/" + bucket + "/m?partNumber=0").refuses("InvalidArgument", 400);
    raw.get("/" + bucket + "/m?partNumber=1", "Range", "bytes=0-1").refuses("InvalidRequest", 400);
    var attributes =
        s3.getObjectAttributes(
            g -> g.bucket(bucket).key("m").objectAttributes(ObjectAttributes.OBJECT_PARTS));
    assertThat(attributes.objectParts().totalPartsCount()).isEqualTo(3);
  }

  @Test
  void objectsHaveOnePart() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "whole");
    var got = s3.getObjectAsBytes(g -> g.bucket(bucket).key("k").partNumber(1));
    assertThat(got.asUtf8String()).isEqualTo("whole");
    raw.get("/" + bucket + "/k?partNumber=2").refuses("InvalidPartNumber", 416);
  }

  @Test
  void wrongListsOfPartsAreRefusedAndTheUploadStays() {
    String bucket = buckets.fresh();
    var upload = Upload.begin(s3, bucket, "m");
    CompletedPart one = upload.part(1, new byte[100]);
    CompletedPart two = upload.part(2, new byte[1]);
    Refused.with("EntityTooSmall", 400, upload::complete);
    Refused.with("InvalidPartOrder", 400, () -> upload.complete(List.of(two, one)));
    Refused.with("InvalidPartOrder", 400, () -> upload.complete(List.of(one, one)));
    CompletedPart wrong = one.toBuilder().eTag('"' + "0".repeat(32) + '"').build();
    Refused.with("InvalidPart", 400, () -> upload.complete(List.of(wrong)));
    CompletedPart absent = one.toBuilder().partNumber(9).build();
    Refused.with("InvalidPart", 400, () -> upload.complete(List.of(absent)));
    Refused.with("MalformedXML", 400, () -> upload.complete(List.of()));
    Refused.with("NoSuchKey", 404, () -> buckets.body(bucket, "m"));
    upload.complete(List.of(two));
    assertThat(buckets.body(bucket, "m")).hasSize(1);
  }

  @Test
  void numbersAreOneToTenThousand() {
    String bucket = buckets.fresh();
    var upload = Upload.begin(s3, bucket, "m");
    for (int number : new int[] {0, -1, 10_001}) {
      Refused.with("InvalidArgument", 400, () -> upload.part(number, new byte[1]));
    }
    upload.part(10_000, new byte[] {42});
    upload.complete();
    assertThat(buckets.body(bucket, "m")).containsExactly(42);
  }

  @Test
  void laterPartOfTheSameNumberReplaces() {
    String bucket = buckets.fresh();
    var upload = Upload.begin(s3, bucket, "m");
    CompletedPart old = upload.part(1, new byte[] {1});
    upload.part(1, new byte[] {2});
    Refused.with("InvalidPart", 400, () -> upload.complete(List.of(old)));
    upload.complete();
    assertThat(buckets.body(bucket, "m")).containsExactly(2);
  }

  @Test
  void completedAndAbortedUploadsAreGone() {
    String bucket = buckets.fresh();
    var aborted = Upload.begin(s3, bucket, "m");
    aborted.part(1, new byte[9]);
    aborted.abort();
    Refused.with("NoSuchUpload", 404, () -> aborted.part(2, new byte[1]));
    Refused.with("NoSuchUpload", 404, aborted::abort);
    Refused.with("NoSuchUpload", 404, aborted::complete);
    Refused.with("NoSuchUpload", 404, aborted::parts);
    Refused.with("NoSuchKey", 404, () -> buckets.body(bucket, "m"));
    var completed = Upload.begin(s3, bucket, "m");
    completed.part(1, new byte[9]);
    completed.complete();
    Refused.with("NoSuchUpload", 404, completed::parts);
    raw.send("PUT", "/" + bucket + "/m?partNumber=1&uploadId=nonsense", "x")
        .refuses("NoSuchUpload", 404);
  }

  @Test
  void partsAreListedInPages() {
    String bucket = buckets.fresh();
    var upload = Upload.begin(s3, bucket, "m");
    for (int number : new int[] {7, 2, 5, 3}) {
      upload.part(number, new byte[number]);
    }
    for (int size : new int[] {1, 3, 1000}) {
      List<Part> parts =
          s3
              .listPartsPaginator(
                  l -> l.bucket(bucket).key("m").uploadId(upload.id()).maxParts(size))
              .parts()
              .stream()
              .toList();
      assertThat(parts).extracting(Part::partNumber).containsExactly(2, 3, 5, 7);
      assertThat(parts).extracting(Part::size).containsExactly(2L, 3L, 5L, 7L);
    }
  }

  @Test
  void uploadsAreListedInPages() {
    String bucket = buckets.fresh();
    for (String key : List.of("b", "a/1", "a/2", "b", "c")) {
      Upload.begin(s3, bucket, key);
    }
    for (int size : new int[] {1, 2, 1000}) {
      assertThat(s3.listMultipartUploadsPaginator(l -> l.bucket(bucket).maxUploads(size)).uploads())
          .extracting(MultipartUpload::key)
          .containsExactly("a/1", "a/2", "b", "b", "c");
    }
    var rolled = s3.listMultipartUploads(list -> list.bucket(bucket).delimiter("/"));
    assertThat(rolled.uploads()).extracting(MultipartUpload::key).containsExactly("b", "b", "c");
    assertThat(rolled.commonPrefixes()).hasSize(1);
  }

  @Test
  void metadataIsThatOfTheBeginning() {
    String bucket = buckets.fresh();
    var upload =
        Upload.begin(s3, bucket, "m", c -> c.contentType("text/x").metadata(Map.of("a", "b")));
    upload.part(1, new byte[1]);
    upload.complete();
    var head = s3.headObject(h -> h.bucket(bucket).key("m"));
    assertThat(head.contentType()).isEqualTo("text/x");
    assertThat(head.metadata()).isEqualTo(Map.of("a", "b"));
  }

  @Test
  void completionCanBeConditional() {
    String bucket = buckets.fresh();
    var first = Upload.begin(s3, bucket, "m");
    first.part(1, new byte[1]);
    var second = Upload.begin(s3, bucket, "m");
    second.part(1, new byte[2]);
    String eTag = first.complete(c -> c.ifNoneMatch("*")).eTag();
    Refused.with("PreconditionFailed", 412, () -> second.complete(c -> c.ifNoneMatch("*")));
    assertThat(buckets.body(bucket, "m")).hasSize(1);
    second.complete(c -> c.ifMatch(eTag));
    assertThat(buckets.body(bucket, "m")).hasSize(2);
  }

  @Test
  void anObjectOfAnotherSizeThanDeclaredIsNotMade() {
    String bucket = buckets.fresh();
    var upload = Upload.begin(s3, bucket, "m");
    upload.part(1, new byte[Upload.SMALLEST]);
    upload.part(2, new byte[7]);
    long size = Upload.SMALLEST + 7;
    for (long wrong : new long[] {size - 1, size + 1, 0}) {
      Refused refused =
          Refused.with("InvalidRequest", 400, () -> upload.complete(c -> c.mpuObjectSize(wrong)));
      assertThat(refused.message())
          .isEqualTo(
              "The provided 'x-amz-mp-object-size' header value %d does not match what was"
                  + " computed: %d",
              wrong, size);
    }
    Refused.with("InvalidRequest", 400, () -> upload.complete(c -> c.mpuObjectSize(-1L)));
    Refused.with("NoSuchKey", 404, () -> buckets.body(bucket, "m"));
    upload.complete(c -> c.mpuObjectSize(size));
    assertThat(buckets.body(bucket, "m")).hasSize((int) size);
  }

  static byte[] concat(byte[]... pieces) {
    var all = new java.io.ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }

  @Test
  void attributesListTheParts() {
    String bucket = buckets.fresh();
    var upload = Upload.begin(s3, bucket, "m", c -> c.checksumAlgorithm("SHA256"));
    upload.part(1, ObjectsTest.random(Upload.SMALLEST, 5));
    upload.part(2, new byte[3]);
    upload.complete();
    var parts =
        s3.getObjectAttributes(
                g -> g.bucket(bucket).key("m").objectAttributes(ObjectAttributes.OBJECT_PARTS))
            .objectParts();
    assertThat(parts.parts())
        .extracting(ObjectPart::size)
        .containsExactly((long) Upload.SMALLEST, 3L);
    assertThat(parts.parts().get(1).checksumSHA256())
        .isEqualTo(Digests.base64("SHA-256", new byte[3]));
  }
}
