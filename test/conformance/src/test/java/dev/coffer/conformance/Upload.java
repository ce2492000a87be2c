package dev.coffer.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** A multipart upload under way, with the parts that it has so far. */
final class Upload {
  /** The smallest part that may be followed by another. */
  static final int SMALLEST = 5 << 20;

  private final S3Client s3;
  private final String bucket;
  private final String key;
  private final String id;
  private final TreeMap<Integer, CompletedPart> parts = new TreeMap<>();

  Upload(S3Client s3, String bucket, String key, String id) {
    this.s3 = s3;
    this.bucket = bucket;
    this.key = key;
    this.id = id;
  }

  static Upload begin(S3Client s3, String bucket, String key) {
    return begin(s3, bucket, key, _ -> {});
  }

  static Upload begin(
      S3Client s3, String bucket, String key, Consumer<CreateMultipartUploadRequest.Builder> more) {
    String id =
        s3.createMultipartUpload(create -> more.accept(create.bucket(bucket).key(key))).uploadId();
    return new Upload(s3, bucket, key, id);
  }

  String id() {
    return id;
  }

  String key() {
    return key;
  }

  CompletedPart part(int number, byte[] body) {
    return part(number, body, _ -> {});
  }

  CompletedPart part(int number, byte[] body, Consumer<UploadPartRequest.Builder> more) {
    UploadPartResponse got =
        s3.uploadPart(
            part -> more.accept(part.bucket(bucket).key(key).uploadId(id).partNumber(number)),
            RequestBody.fromBytes(body));
    return add(
        CompletedPart.builder()
            .partNumber(number)
            .eTag(got.eTag())
            .checksumCRC32(got.checksumCRC32())
            .checksumCRC32C(got.checksumCRC32C())
            .checksumCRC64NVME(got.checksumCRC64NVME())
            .checksumSHA1(got.checksumSHA1())
            .checksumSHA256(got.checksumSHA256())
            .build());
  }

  CompletedPart add(CompletedPart part) {
    parts.put(part.partNumber(), part);
    return part;
  }

  ListPartsResponse parts() {
    return s3.listParts(list -> list.bucket(bucket).key(key).uploadId(id));
  }

  CompleteMultipartUploadResponse complete() {
    return complete(new ArrayList<>(parts.values()), _ -> {});
  }

  CompleteMultipartUploadResponse complete(List<CompletedPart> list) {
    return complete(list, _ -> {});
  }

  CompleteMultipartUploadResponse complete(
      Consumer<CompleteMultipartUploadRequest.Builder> more) {
    return complete(new ArrayList<>(parts.values()), more);
  }

  private CompleteMultipartUploadResponse complete(
      List<CompletedPart> list, Consumer<CompleteMultipartUploadRequest.Builder> more) {
    return s3.completeMultipartUpload(
        complete ->
            more.accept(
                complete
                    .bucket(bucket)
                    .key(key)
                    .uploadId(id)
                    .multipartUpload(done -> done.parts(list))));
  }

  void abort() {
    s3.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(id));
  }
}
