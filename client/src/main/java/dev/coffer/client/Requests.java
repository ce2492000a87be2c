package dev.coffer.client;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.checksum.Checksum;
import dev.coffer.wire.codec.Codec;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.DeleteBucketEncryption;
import dev.coffer.wire.s3.DirectoryBucketName;
import dev.coffer.wire.s3.GetBucketEncryption;
import dev.coffer.wire.s3.PutBucketEncryption;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The requests about one bucket's encryption, written by the codec from the wire's records.
 *
 * @param service that they are signed for
 */
record Requests(
    Endpoint endpoint, String bucket, String service, @Nullable String expectedBucketOwner) {
  Requests {
    bucket = Texts.bucket(bucket);
    expectedBucketOwner = Texts.optionalHeader("bucket owner", expectedBucketOwner);
  }

  /** About a bucket that is no directory bucket: those have a type of their own. */
  static Requests about(Endpoint endpoint, String bucket, @Nullable String expectedBucketOwner) {
    if (DirectoryBucketName.is(Texts.bucket(bucket))) {
      throw new IllegalArgumentException("a directory bucket is a DirectoryBucket");
    }
    return new Requests(endpoint, bucket, "s3", expectedBucketOwner);
  }

  static Requests about(Endpoint endpoint, DirectoryBucket bucket) {
    return new Requests(endpoint, bucket.name(), "s3express", null);
  }

  Outgoing get() {
    return plain(new GetBucketEncryption(bucket, expectedBucketOwner));
  }

  Outgoing delete() {
    return plain(new DeleteBucketEncryption(bucket, expectedBucketOwner));
  }

  /** What was read goes back as the bytes that it was read from. */
  Outgoing put(ServerSideEncryptionConfiguration configuration, Integrity integrity) {
    Request request = encoded(Documents.write(configuration), integrity);
    return put(
        request,
        configuration instanceof StoredEncryption stored ? stored.document() : bytes(request),
        integrity);
  }

  Outgoing put(DirectoryEncryption configuration, Integrity integrity) {
    Request request = encoded(Documents.write(configuration), integrity);
    return put(request, bytes(request), integrity);
  }

  private Outgoing put(Request request, byte[] body, Integrity integrity) {
    var headers = request.headers().toBuilder();
    dev.coffer.wire.checksum.ChecksumAlgorithm algorithm = integrity.wireAlgorithm();
    if (algorithm != null) {
      headers.set(algorithm.header(), checksum(algorithm, body));
    }
    return outgoing(request, headers.build(), body);
  }

  private Request encoded(
      dev.coffer.wire.s3.ServerSideEncryptionConfiguration document, Integrity integrity) {
    ChecksumAlgorithm named = integrity.algorithm();
    return Codec.s3()
        .encodeRequest(
            new PutBucketEncryption(
                bucket,
                new dev.coffer.wire.s3.Integrity(
                    integrity.contentMd5(),
                    named == null ? null : named.name(),
                    null,
                    ChecksumHeaders.NONE),
                expectedBucketOwner,
                Document.of(document)));
  }

  private Outgoing plain(Operation<?> operation) {
    Request request = Codec.s3().encodeRequest(operation);
    return outgoing(request, request.headers(), new byte[0]);
  }

  /** The endpoint says where the bucket's name stands; the rest is the codec's. */
  private Outgoing outgoing(Request request, Headers headers, byte[] body) {
    String query = request.rawQuery() == null ? "" : request.rawQuery();
    return new Outgoing(service, request.method(), endpoint.target(bucket), query, headers, body);
  }

  private static byte[] bytes(Request request) {
    try (var stream = request.body().stream()) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String checksum(
      dev.coffer.wire.checksum.ChecksumAlgorithm algorithm, byte[] body) {
    Checksum checksum = Checksum.of(algorithm);
    checksum.update(body, 0, body.length);
    return checksum.base64();
  }
}
