package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.DataRedundancy;
import software.amazon.awssdk.services.s3.model.LocationType;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.SessionMode;

/**
 * Objects of directory buckets through a stock AWS SDK, which begins sessions by itself. A second
 * client makes the buckets, since the SDK signs everything in a session when it has an endpoint.
 */
@ExtendWith(SharedServer.class)
class DirectorySessionsTest {
  private static final String END = "--use1-az4--x-s3";
  private static final int PART_BYTES = 5 << 20;

  private final Counting sent = new Counting();
  private final S3Client control;
  private final S3Client s3;

  /** Counts what is sent in a session, and the sessions. */
  private static final class Counting implements ExecutionInterceptor {
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger inSession = new AtomicInteger();
    private final AtomicInteger without = new AtomicInteger();

    @Override
    public void beforeTransmission(
        Context.BeforeTransmission context, ExecutionAttributes attributes) {
      SdkHttpRequest request = context.httpRequest();
      if (request.rawQueryParameters().containsKey("session")) {
        begun.incrementAndGet();
      } else if (request.firstMatchingHeader("x-amz-s3session-token").isPresent()) {
        inSession.incrementAndGet();
      } else {
        without.incrementAndGet();
      }
    }
  }

  DirectorySessionsTest(StartedServer server) {
    this.control = server.builder().disableS3ExpressSessionAuth(true).build();
    this.s3 =
        server.builder().overrideConfiguration(to -> to.addExecutionInterceptor(sent)).build();
  }

  @AfterEach
  void close() {
    control.close();
    s3.close();
  }

  private String bucket() {
    return directory(control);
  }

  /** A new directory bucket. */
  static String directory(S3Client control) {
    String name = "s-" + UUID.randomUUID() + END;
    control.createBucket(create ->
        create
            .bucket(name)
            .createBucketConfiguration(of ->
                of.location(at -> at.type(LocationType.AVAILABILITY_ZONE).name("use1-az4"))
                    .bucket(kind ->
                        kind.type(BucketType.DIRECTORY)
                            .dataRedundancy(DataRedundancy.SINGLE_AVAILABILITY_ZONE))));
    return name;
  }

  private void put(String bucket, String key, String text) {
    s3.putObject(of -> of.bucket(bucket).key(key), RequestBody.fromString(text));
  }

  private String get(String bucket, String key) {
    return s3.getObjectAsBytes(of -> of.bucket(bucket).key(key)).asUtf8String();
  }

  private List<String> keys(String bucket) {
    return s3.listObjectsV2Paginator(of -> of.bucket(bucket).maxKeys(2)).contents().stream()
        .map(S3Object::key)
        .sorted()
        .toList();
  }

  @Test
  void objectsArePutReadListedAndDeletedInOneSession() {
    String bucket = bucket();
    for (String key : List.of("one", "two", "a/three")) {
      put(bucket, key, key);
    }
    assertThat(keys(bucket)).containsExactly("a/three", "one", "two");
    assertThat(get(bucket, "a/three")).isEqualTo("a/three");
    assertThat(
            s3.getObjectAsBytes(of -> of.bucket(bucket).key("two").range("bytes=1-2"))
                .asUtf8String())
        .isEqualTo("wo");
    var head = s3.headObject(of -> of.bucket(bucket).key("one"));
    assertThat(head.contentLength()).isEqualTo(3);
    assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
    s3.headBucket(of -> of.bucket(bucket));
    s3.deleteObject(of -> of.bucket(bucket).key("one"));
    var gone =
        s3.deleteObjects(of ->
            of.bucket(bucket)
                .delete(which ->
                    which.objects(
                        ObjectIdentifier.builder().key("two").build(),
                        ObjectIdentifier.builder().key("never").build())));
    assertThat(gone.errors()).isEmpty();
    assertThat(keys(bucket)).containsExactly("a/three");
    assertThat(sent.begun).hasValue(1);
    assertThat(sent.inSession).hasValueGreaterThan(10);
    assertThat(sent.without).hasValue(0);
  }

  @Test
  void aBucketThatIsNotThereIsSaidWhenTheSessionWouldBegin() {
    Refused.with("NoSuchBucket", 404, () -> put("none-" + UUID.randomUUID() + END, "k", "x"));
  }

  @Test
  void partsMakeAnObject() {
    String bucket = bucket();
    String id = s3.createMultipartUpload(of -> of.bucket(bucket).key("big")).uploadId();
    byte[] first = new byte[PART_BYTES];
    first[PART_BYTES - 1] = 7;
    CompletedPart one = part(bucket, id, 1, RequestBody.fromBytes(first));
    CompletedPart two = part(bucket, id, 2, RequestBody.fromString("end"));
    assertThat(s3.listParts(of -> of.bucket(bucket).key("big").uploadId(id)).parts()).hasSize(2);
    s3.completeMultipartUpload(of ->
        of.bucket(bucket).key("big").uploadId(id).multipartUpload(parts -> parts.parts(one, two)));
    assertThat(
            s3.getObjectAsBytes(
                    of -> of.bucket(bucket).key("big").range("bytes=" + (PART_BYTES - 1) + "-"))
                .asByteArray())
        .containsExactly(7, 'e', 'n', 'd');
    String left = s3.createMultipartUpload(of -> of.bucket(bucket).key("left")).uploadId();
    s3.abortMultipartUpload(of -> of.bucket(bucket).key("left").uploadId(left));
    assertThat(s3.listMultipartUploads(of -> of.bucket(bucket)).uploads()).isEmpty();
    assertThat(sent.without).hasValue(0);
  }

  private CompletedPart part(String bucket, String id, int number, RequestBody body) {
    String eTag =
        s3.uploadPart(of -> of.bucket(bucket).key("big").uploadId(id).partNumber(number), body)
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(eTag).build();
  }

  @Test
  void copiesAreSignedWithTheAccountsKeyByTheSdkItself() {
    String bucket = bucket();
    String other = bucket();
    put(bucket, "k", "text");
    s3.copyObject(of ->
        of.sourceBucket(bucket).sourceKey("k").destinationBucket(other).destinationKey("copy"));
    assertThat(get(other, "copy")).isEqualTo("text");
    assertThat(sent.without).hasValue(1);
    String general = new Buckets(control).fresh();
    s3.copyObject(of ->
        of.sourceBucket(bucket).sourceKey("k").destinationBucket(general).destinationKey("k"));
    s3.copyObject(of ->
        of.sourceBucket(general).sourceKey("k").destinationBucket(bucket).destinationKey("back"));
    assertThat(get(general, "k")).isEqualTo("text");
    assertThat(get(bucket, "back")).isEqualTo("text");
  }

  @Test
  void anObjectGetsAnotherKeyAndStaysAsItIs() {
    String bucket = bucket();
    put(bucket, "old", "text");
    String eTag = s3.headObject(of -> of.bucket(bucket).key("old")).eTag();
    s3.renameObject(of -> of.bucket(bucket).key("new").renameSource("old").sourceIfMatch(eTag));
    assertThat(keys(bucket)).containsExactly("new");
    assertThat(get(bucket, "new")).isEqualTo("text");
    assertThat(s3.headObject(of -> of.bucket(bucket).key("new")).eTag()).isEqualTo(eTag);
    put(bucket, "old", "other");
    Refused.with(
        "PreconditionFailed",
        412,
        () ->
            s3.renameObject(of ->
                of.bucket(bucket).key("new").renameSource("old").destinationIfNoneMatch("*")));
    Refused.with(
        "NoSuchKey",
        404,
        () -> s3.renameObject(of -> of.bucket(bucket).key("x").renameSource("never")));
  }

  @ParameterizedTest
  @CsvSource({"READ_ONLY", "READ_WRITE"})
  void aSessionCanBeBegunByHand(SessionMode mode) {
    String bucket = bucket();
    var begun = control.createSession(of -> of.bucket(bucket).sessionMode(mode));
    assertThat(begun.serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
    assertThat(begun.credentials().accessKeyId()).startsWith("ASIA");
    assertThat(begun.credentials().sessionToken()).isNotEmpty();
    assertThat(begun.credentials().expiration()).isAfter(Instant.now());
  }
}
