package dev.coffer.wire.codec;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.checksum.Expected;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.S3Error;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/**
 * Reads the XML body of a request: its size, then the sender's integrity headers, then the schema.
 *
 * <p>An absent body is refused where the model demands one; where it does not, it means a document
 * without members. Elements that the model knows and the record lacks are NotImplemented.
 */
final class DocumentReader {
  private static final int USUAL_BYTES = 1 << 20;

  /** Documents whose largest sensible size is known; sizes in bytes. */
  private static final Map<String, Integer> LIMITS =
      Map.of(
          "PutBucketCors", 64 << 10,
          "PutBucketEncryption", 64 << 10,
          "PutBucketVersioning", 64 << 10,
          "PutBucketOwnershipControls", 64 << 10,
          "PutPublicAccessBlock", 64 << 10,
          "PutBucketAcl", 64 << 10,
          "PutObjectAcl", 64 << 10,
          "CreateBucket", 64 << 10,
          "DeleteObjects", 4 << 20,
          "CompleteMultipartUpload", 4 << 20);

  private final Facts facts;
  private final Shape shape;

  DocumentReader(Facts facts, Shape shape) {
    this.facts = facts;
    this.shape = shape;
  }

  Document<Object> deferred(Body body, Integrity integrity) {
    return Document.deferred(new Once<>(() -> read(body, integrity)));
  }

  private Object read(Body body, Integrity integrity) {
    byte[] document = bytes(body, Expected.from(integrity));
    return document.length == 0 ? absent() : parsed(document);
  }

  private byte[] bytes(Body body, Expected expected) {
    int limit = LIMITS.getOrDefault(facts.operation(), USUAL_BYTES);
    if (body.sizeBytes() > limit) {
      throw tooLarge(limit);
    }
    try (InputStream stream = expected.open(body, Set.of(), false)) {
      byte[] bytes = stream.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw tooLarge(limit);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RuntimeException tooLarge(int limit) {
    return S3Error.MaxMessageLengthExceeded.with("MaxMessageLengthBytes", String.valueOf(limit));
  }

  private Object absent() {
    if (required()) {
      throw S3Error.MissingRequestBodyError.refusal();
    }
    if (facts.operation().equals("CompleteMultipartUpload")) {
      throw S3Error.InvalidRequest.because("You must specify at least one part");
    }
    return make(Map.of());
  }

  private boolean required() {
    return facts.input().stream()
        .anyMatch(member -> member.kind() == Facts.Kind.ROOT && member.required());
  }

  private Object parsed(byte[] document) {
    try {
      return make(XmlReader.request(document, shape, this::stranger));
    } catch (MalformedMessage e) {
      throw S3Error.MalformedXML.refusal();
    }
  }

  private Object make(Map<Shape.Member, Object> values) {
    return shape.make(member -> XmlReader.required(member, values.get(member)));
  }

  private void stranger(String path) {
    if (facts.input(Facts.Kind.ELEMENT, path).isPresent()) {
      throw S3Error.NotImplemented.because(
              "An element you provided implies functionality that is not implemented")
          .with("Element", path.substring(path.lastIndexOf('/') + 1));
    }
    throw new MalformedMessage("an unknown element");
  }
}
