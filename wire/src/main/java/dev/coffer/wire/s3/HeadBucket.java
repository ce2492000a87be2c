package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.binding.Directory.Endpoint;
import dev.coffer.wire.binding.Group;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import org.jspecify.annotations.Nullable;

/** Says whether a bucket exists and may be used. */
@Http(method = "HEAD", on = On.BUCKET, action = "s3:ListBucket")
@Directory(endpoint = Endpoint.ZONAL, action = "s3express:CreateSession", session = true)
public record HeadBucket(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<HeadBucket.Output> {
  /**
   * Where the bucket is.
   *
   * @param directory present for a directory bucket
   */
  public record Output(
      @Header("x-amz-bucket-region") String bucketRegion, @Group DirectoryPlace directory) {
    /** Of a general purpose bucket. */
    public Output(String bucketRegion) {
      this(bucketRegion, DirectoryPlace.NONE);
    }
  }

  /**
   * What is said of a directory bucket alone.
   *
   * @param locationType {@code AvailabilityZone} or {@code LocalZone}
   * @param locationName the id of its zone
   */
  public record DirectoryPlace(
      @Header("x-amz-bucket-arn") @Nullable String arn,
      @Header("x-amz-bucket-location-type") @Nullable String locationType,
      @Header("x-amz-bucket-location-name") @Nullable String locationName,
      @Header("x-amz-access-point-alias") @Nullable Boolean accessPointAlias) {
    /** Says nothing. */
    public static final DirectoryPlace NONE = new DirectoryPlace(null, null, null, null);
  }
}
