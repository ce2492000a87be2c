package dev.coffer.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** A multipart upload under way, with the parts that it has so far. */
final class Upload {
  /** The smallest part that may be followed by another. */
  static final int SMALLEST = 5 << 20;

  private final S3Client s3;
  private final String bucket;
  private final String key;
  private final String id;
  private final ChecksumAlgorithm algorithm;
  private final TreeMap<Integer, CompletedPart> parts = new TreeMap<>();

  private Upload(S3Client s3, CreateMultipartUploadRequest create) {
    this.s3 = s3;
    this.bucket = create.bucket();
    this.key = create.key();
    this.algorithm = create.checksumAlgorithm();
    this.id = s3.createMultipartUpload(create).uploadId();
  }

  static Upload begin(S3Client s3, String bucket, String key) {
    return begin(s3, bucket, key, _ -> {});
  }

  static Upload begin(
      S3Client s3, String bucket, String key, Consumer<CreateMultipartUploadRequest.Builder> more) {
    var create = CreateMultipartUploadRequest.builder().bucket(bucket).key(key);
    more.accept(create);
    return new Upload(s3, create.build());
  }

  String id() {
    return id;
  }

  String key() {
    return key;
  }

  /** Sends a part; its checksum is named at the end if the upload began with an algorithm. */
  CompletedPart part(int number, byte[] body) {
    UploadPartResponse got =
        s3.uploadPart(
            part ->
                part.bucket(bucket)
                    .key(key)
                    .uploadId(id)
                    .partNumber(number)
                    .checksumAlgorithm(algorithm),
            RequestBody.fromBytes(body));
    var part = CompletedPart.builder().partNumber(number).eTag(got.eTag());
    if (algorithm == null) {
      return add(part.build());
    }
    return add(
        part.checksumCRC32(got.checksumCRC32())
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

  CompleteMultipartUploadResponse complete(Consumer<CompleteMultipartUploadRequest.Builder> more) {
    return complete(new ArrayList<>(parts.values()), more);
  }

  private CompleteMultipartUploadResponse complete(
      List<CompletedPart> list, Consumer<CompleteMultipartUploadRequest.Builder> more) {
    return s3.completeMultipartUpload(complete ->
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
