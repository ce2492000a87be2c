package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAbacStatus;
import software.amazon.awssdk.services.s3.model.S3Response;

/** What the SDK reads and removes of configurations that no bucket has. */
@ExtendWith(SharedServer.class)
class AbsentConfigurationsTest {
  private final S3Client s3;
  private final Buckets buckets;
  private String bucket;

  AbsentConfigurationsTest(S3Client s3, Buckets buckets) {
    this.s3 = s3;
    this.buckets = buckets;
  }

  @BeforeEach
  void bucket() {
    bucket = buckets.fresh();
  }

  /** A call about the configuration of a bucket. */
  interface Call {
    S3Response of(S3Client s3, String bucket);
  }

  private static Arguments about(String name, String code, Call get, Call delete) {
    return Arguments.of(name, code, get, delete);
  }

  static Stream<Arguments> single() {
    return Stream.of(
        about(
            "website",
            "NoSuchWebsiteConfiguration",
            (s3, in) -> s3.getBucketWebsite(get -> get.bucket(in)),
            (s3, in) -> s3.deleteBucketWebsite(delete -> delete.bucket(in))),
        about(
            "replication",
            "ReplicationConfigurationNotFoundError",
            (s3, in) -> s3.getBucketReplication(get -> get.bucket(in)),
            (s3, in) -> s3.deleteBucketReplication(delete -> delete.bucket(in))),
        about(
            "metadata",
            "MetadataConfigurationNotFound",
            (s3, in) -> s3.getBucketMetadataConfiguration(get -> get.bucket(in)),
            (s3, in) -> s3.deleteBucketMetadataConfiguration(delete -> delete.bucket(in))),
        about(
            "metadata table",
            "MetadataConfigurationNotFound",
            (s3, in) -> s3.getBucketMetadataTableConfiguration(get -> get.bucket(in)),
            (s3, in) -> s3.deleteBucketMetadataTableConfiguration(delete -> delete.bucket(in))));
  }

  static Stream<Arguments> byId() {
    return Stream.of(
        about(
            "analytics",
            "NoSuchConfiguration",
            (s3, in) -> s3.getBucketAnalyticsConfiguration(get -> get.bucket(in).id("daily")),
            (s3, in) ->
                s3.deleteBucketAnalyticsConfiguration(delete -> delete.bucket(in).id("daily"))),
        about(
            "metrics",
            "NoSuchConfiguration",
            (s3, in) -> s3.getBucketMetricsConfiguration(get -> get.bucket(in).id("daily")),
            (s3, in) ->
                s3.deleteBucketMetricsConfiguration(delete -> delete.bucket(in).id("daily"))),
        about(
            "tiering",
            "NoSuchConfiguration",
            (s3, in) ->
                s3.getBucketIntelligentTieringConfiguration(get -> get.bucket(in).id("daily")),
            (s3, in) ->
                s3.deleteBucketIntelligentTieringConfiguration(
                    delete -> delete.bucket(in).id("daily"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("single")
  void whatABucketHasOneOfIsRemovedThoughAbsent(String name, String code, Call get, Call delete) {
    for (int times = 0; times < 2; times++) {
      Refused.with(code, 404, () -> get.of(s3, bucket));
      assertThat(delete.of(s3, bucket).sdkHttpResponse().statusCode()).as(name).isEqualTo(204);
    }
    noBucketHasIt(get, delete);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("byId")
  void whatABucketHasManyOfIsThereOrCannotBeRemoved(
      String name, String code, Call get, Call delete) {
    for (Call call : new Call[] {get, delete}) {
      Refused refused = Refused.with(code, 404, () -> call.of(s3, bucket));
      assertThat(refused.message())
          .as(name)
          .isEqualTo("The specified configuration does not exist.");
    }
    noBucketHasIt(get, delete);
  }

  private void noBucketHasIt(Call get, Call delete) {
    String none = Buckets.freshName();
    Refused.with("NoSuchBucket", 404, () -> get.of(s3, none));
    Refused.with("NoSuchBucket", 404, () -> delete.of(s3, none));
  }

  @Test
  void tagsGrantNothingAndCannot() {
    assertThat(granting()).isEqualTo(BucketAbacStatus.DISABLED);
    grant(BucketAbacStatus.DISABLED);
    Refused refused = Refused.with("NotImplemented", 501, () -> grant(BucketAbacStatus.ENABLED));
    assertThat(refused.message()).isEqualTo("Status Enabled is not implemented");
    assertThat(granting()).isEqualTo(BucketAbacStatus.DISABLED);
  }

  private BucketAbacStatus granting() {
    return s3.getBucketAbac(get -> get.bucket(bucket)).abacStatus().status();
  }

  private void grant(BucketAbacStatus status) {
    s3.putBucketAbac(put -> put.bucket(bucket).abacStatus(to -> to.status(status)));
  }
}
