package dev.coffer.client;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.checksum.Checksum;
import dev.coffer.wire.codec.Codec;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.DeleteBucketEncryption;
import dev.coffer.wire.s3.GetBucketEncryption;
import dev.coffer.wire.s3.PutBucketEncryption;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The requests about one bucket's encryption, written by the codec from the wire's records. */
record Requests(Endpoint endpoint, String bucket, @Nullable String expectedBucketOwner) {
  Requests {
    bucket = Texts.bucket(bucket);
    expectedBucketOwner = Texts.optionalHeader("bucket owner", expectedBucketOwner);
  }

  Outgoing get() {
    return plain(new GetBucketEncryption(bucket, expectedBucketOwner));
  }

  Outgoing delete() {
    return plain(new DeleteBucketEncryption(bucket, expectedBucketOwner));
  }

  /** What was read goes back as the bytes that it was read from. */
  Outgoing put(ServerSideEncryptionConfiguration configuration, Integrity integrity) {
    Request request = Codec.s3().encodeRequest(operation(configuration, integrity));
    byte[] body =
        configuration instanceof StoredEncryption stored ? stored.document() : bytes(request);
    var headers = request.headers().toBuilder();
    dev.coffer.wire.checksum.ChecksumAlgorithm algorithm = integrity.wireAlgorithm();
    if (algorithm != null) {
      headers.set(algorithm.header(), checksum(algorithm, body));
    }
    return outgoing(request, headers.build(), body);
  }

  private PutBucketEncryption operation(
      ServerSideEncryptionConfiguration configuration, Integrity integrity) {
    ChecksumAlgorithm named = integrity.algorithm();
    return new PutBucketEncryption(
        bucket,
        new dev.coffer.wire.s3.Integrity(
            integrity.contentMd5(),
            named == null ? null : named.name(),
            null,
            ChecksumHeaders.NONE),
        expectedBucketOwner,
        Document.of(Documents.write(configuration)));
  }

  private Outgoing plain(Operation<?> operation) {
    Request request = Codec.s3().encodeRequest(operation);
    return outgoing(request, request.headers(), new byte[0]);
  }

  /** The endpoint says where the bucket's name stands; the rest is the codec's. */
  private Outgoing outgoing(Request request, Headers headers, byte[] body) {
    String query = request.rawQuery() == null ? "" : request.rawQuery();
    return new Outgoing(request.method(), endpoint.target(bucket), query, headers, body);
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
