package dev.coffer.store.bucket;

import dev.coffer.iam.policy.MalformedPolicy;
import dev.coffer.iam.policy.PolicyDocument;
import dev.coffer.wire.checksum.Expected;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.S3Error;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** A bucket policy on its way in: its size, its integrity, its grammar, its resources. */
final class PolicyText {
  /**
   * What a row has room for. Amazon's limit of 20 KiB does not count the white space between
   * elements and is the document's own.
   */
  static final int MAX_WRITTEN_BYTES = 48 * 1024;

  private PolicyText() {}

  /**
   * Reads a body to its end.
   *
   * @throws dev.coffer.wire.s3.S3Exception PolicyTooLarge, MalformedPolicy, or what the integrity
   *     headers disagree with
   */
  static String read(Body body, Integrity integrity) {
    if (body.sizeBytes() > MAX_WRITTEN_BYTES) {
      throw S3Error.PolicyTooLarge.refusal();
    }
    byte[] bytes = bytes(body, Expected.from(integrity));
    if (bytes.length > MAX_WRITTEN_BYTES) {
      throw S3Error.PolicyTooLarge.refusal();
    }
    if (bytes.length == 0) {
      throw S3Error.MissingRequestBodyError.refusal();
    }
    return text(bytes);
  }

  private static byte[] bytes(Body body, Expected expected) {
    try (InputStream stream = expected.open(body, Set.of(), false)) {
      return stream.readNBytes(MAX_WRITTEN_BYTES + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw S3Error.MalformedPolicy.refusal();
    }
  }

  /**
   * The document, when it is one for this bucket.
   *
   * @param region of the store
   */
  static PolicyDocument require(String text, Bucket bucket, String region) {
    try {
      PolicyDocument document = PolicyDocument.parse(text, kind(bucket));
      switch (bucket.kind()) {
        case BucketKind.GeneralPurpose _ -> document.requireResourcesOf(bucket.name());
        case BucketKind.Directory _ -> document.requireResource(bucket.arn(region));
      }
      return document;
    } catch (MalformedPolicy e) {
      throw S3Error.MalformedPolicy.because(String.valueOf(e.getMessage()));
    }
  }

  /** What kind of document a bucket's policy is. */
  static PolicyDocument.Kind kind(Bucket bucket) {
    return switch (bucket.kind()) {
      case BucketKind.GeneralPurpose _ -> PolicyDocument.Kind.BUCKET;
      case BucketKind.Directory _ -> PolicyDocument.Kind.DIRECTORY;
    };
  }
}
