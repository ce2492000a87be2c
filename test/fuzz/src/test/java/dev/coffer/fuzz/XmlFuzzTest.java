package dev.coffer.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.codec.Codec;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.Address;
import dev.coffer.wire.s3.CompleteMultipartUpload;
import dev.coffer.wire.s3.CreateBucket;
import dev.coffer.wire.s3.DeleteObjects;
import dev.coffer.wire.s3.PutBucketEncryption;
import dev.coffer.wire.s3.PutBucketVersioning;
import dev.coffer.wire.s3.S3Exception;

/** The documents of requests: a value or a refusal. */
class XmlFuzzTest {
  private static final Address BUCKET = Address.of("bucket");
  private static final Address OBJECT = Address.of("bucket", "key");

  @FuzzTest
  void encryption(byte[] document) {
    read(decoded("PUT", "encryption", document, PutBucketEncryption.class).configuration());
  }

  @FuzzTest
  void versioning(byte[] document) {
    read(decoded("PUT", "versioning", document, PutBucketVersioning.class).configuration());
  }

  @FuzzTest
  void location(byte[] document) {
    read(decoded("PUT", null, document, CreateBucket.class).configuration());
  }

  @FuzzTest
  void deletes(byte[] document) {
    read(decoded("POST", "delete", document, DeleteObjects.class).delete());
  }

  @FuzzTest
  void completion(byte[] document) {
    Request request = request("POST", "uploadId=u", document);
    read(Codec.s3().decode(CompleteMultipartUpload.class, request, OBJECT).parts());
  }

  private static <O extends dev.coffer.wire.binding.Operation<?>> O decoded(
      String method, String query, byte[] document, Class<O> operation) {
    return Codec.s3().decode(operation, request(method, query, document), BUCKET);
  }

  private static Request request(String method, String query, byte[] document) {
    var headers = Headers.of("Host", "localhost");
    Body body = Body.of(document);
    return new Request(method, "/bucket", query, headers, body, Request.Peer.LOCAL);
  }

  private static void read(Document<?> document) {
    try {
      document.read();
    } catch (S3Exception _) {
      // refused, as it may be
    }
  }
}
