package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.binding.Directory.Endpoint;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Element;
import dev.coffer.wire.binding.Group;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import dev.coffer.wire.binding.XmlRoot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deletes up to 1,000 objects or versions; each entry succeeds or fails by itself. */
@Http(
    method = "POST",
    on = On.BUCKET,
    selectors = "delete",
    action = "s3:DeleteObject",
    versionAction = "s3:DeleteObjectVersion",
    perItem = true)
@Directory(
    endpoint = Endpoint.ZONAL,
    action = "s3express:CreateSession",
    session = true,
    writes = true)
public record DeleteObjects(
    @Path("Bucket") String bucket,
    @Header("x-amz-bypass-governance-retention") @Nullable Boolean bypassGovernance,
    @Group Integrity integrity,
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner,
    @Payload Document<Delete> delete)
    implements Operation<DeleteObjects.Output> {
  /** One that bypasses nothing. */
  public DeleteObjects(
      String bucket,
      Integrity integrity,
      @Nullable String requestPayer,
      @Nullable String expectedBucketOwner,
      Document<Delete> delete) {
    this(bucket, null, integrity, requestPayer, expectedBucketOwner, delete);
  }

  /** What to delete. */
  @XmlRoot("Delete")
  public record Delete(@Element("Object") List<Target> objects, @Nullable Boolean quiet) {}

  /** One object or version. */
  public record Target(
      String key, @Nullable String versionId, @Element("ETag") @Nullable String eTag) {}

  /** A success. */
  public record Deleted(
      String key,
      @Nullable String versionId,
      @Nullable Boolean deleteMarker,
      @Nullable String deleteMarkerVersionId) {}

  /** A failure. */
  public record Failed(String key, @Nullable String versionId, String code, String message) {}

  /** What became of each. */
  @XmlRoot("DeleteResult")
  public record Output(
      @Element("Deleted") List<Deleted> deleted, @Element("Error") List<Failed> errors) {}
}
