package dev.coffer.crypto.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.coffer.crypto.envelope.Envelope.DsseKms;
import dev.coffer.crypto.envelope.Envelope.Scheme;
import dev.coffer.crypto.envelope.Envelope.SseC;
import dev.coffer.crypto.envelope.Envelope.SseKms;
import dev.coffer.crypto.envelope.Envelope.SseKmsBucketKey;
import dev.coffer.crypto.envelope.Envelope.SseS3;
import dev.coffer.crypto.seal.NotAuthentic;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * The bytes of an envelope.
 *
 * <p>Layout, big-endian: u8 version = 1, u8 type, then by type:
 *
 * <ul>
 *   <li>1, SSE-S3: u32 key generation, wrapped data key[104]
 *   <li>2, SSE-KMS: key ARN, material id, encryption context, ciphertext, each as u16 length and
 *       bytes; wrapped data key[104]
 *   <li>3, SSE-KMS with a Bucket Key: key ARN, material id, encryption context, ciphertext, client
 *       context, likewise; wrapped data key[104]
 *   <li>4, DSSE-KMS: as type 2 for the inner key, then as type 1 for the outer one
 *   <li>5, SSE-C: salt[32], verifier[32], wrapped data key[104]
 * </ul>
 *
 * <p>One envelope has one encoding. Source: docs/formats/envelope-v1.md.
 */
final class EnvelopeBytes {
  private EnvelopeBytes() {}

  static byte[] encode(Scheme scheme) {
    var out = new ByteArrayOutputStream();
    out.write(Envelope.VERSION);
    out.write(scheme.type());
    switch (scheme) {
      case SseS3 s3 -> write(out, s3);
      case SseKms kms -> write(out, kms);
      case SseKmsBucketKey bucketKey -> {
        write(out, bucketKey.kms());
        writeField(out, Aad.canonical(bucketKey.clientContext()));
        out.writeBytes(bucketKey.wrappedDataKey().toArray());
      }
      case DsseKms dsse -> {
        write(out, dsse.inner());
        write(out, dsse.outer());
      }
      case SseC customer -> {
        out.writeBytes(customer.salt().toArray());
        out.writeBytes(customer.verifier().toArray());
        out.writeBytes(customer.wrappedDataKey().toArray());
      }
    }
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, SseS3 s3) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(s3.keyGeneration()).array());
    out.writeBytes(s3.wrappedDataKey().toArray());
  }

  private static void write(ByteArrayOutputStream out, SseKms kms) {
    write(out, kms.kms());
    out.writeBytes(kms.wrappedDataKey().toArray());
  }

  private static void write(ByteArrayOutputStream out, KmsCiphertext kms) {
    writeField(out, kms.keyArn().getBytes(US_ASCII));
    writeField(out, kms.keyMaterialId().getBytes(US_ASCII));
    writeField(out, Aad.canonical(kms.encryptionContext()));
    writeField(out, kms.ciphertext().toArray());
  }

  private static void writeField(ByteArrayOutputStream out, byte[] field) {
    out.write(field.length >>> 8);
    out.write(field.length);
    out.writeBytes(field);
  }

  static Scheme decode(byte[] encoded) {
    try {
      ByteBuffer in = ByteBuffer.wrap(encoded);
      if (in.get() != Envelope.VERSION) {
        throw new NotAuthentic();
      }
      Scheme scheme = readScheme(in.get(), in);
      if (in.hasRemaining()) {
        throw new NotAuthentic();
      }
      return scheme;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      // Too short, or a value that the records of this package refuse.
      throw new NotAuthentic();
    }
  }

  private static Scheme readScheme(int type, ByteBuffer in) {
    return switch (type) {
      case SseS3.TYPE -> readSseS3(in);
      case SseKms.TYPE -> readSseKms(in);
      case SseKmsBucketKey.TYPE ->
          new SseKmsBucketKey(readKms(in), CanonicalContext.decode(readField(in)), readWrapped(in));
      case DsseKms.TYPE -> new DsseKms(readSseKms(in), readSseS3(in));
      case SseC.TYPE ->
          new SseC(
              read(in, CustomerKey.SALT_BYTES),
              read(in, CustomerKey.VERIFIER_BYTES),
              readWrapped(in));
      default -> throw new NotAuthentic();
    };
  }

  private static SseS3 readSseS3(ByteBuffer in) {
    return new SseS3(in.getInt(), readWrapped(in));
  }

  private static SseKms readSseKms(ByteBuffer in) {
    return new SseKms(readKms(in), readWrapped(in));
  }

  private static KmsCiphertext readKms(ByteBuffer in) {
    return new KmsCiphertext(
        readAscii(in),
        readAscii(in),
        CanonicalContext.decode(readField(in)),
        Bytes.of(readField(in)));
  }

  /** Bytes that are not ASCII become a character that the record refuses. */
  private static String readAscii(ByteBuffer in) {
    return new String(readField(in), US_ASCII);
  }

  private static Bytes readWrapped(ByteBuffer in) {
    return read(in, Envelope.WRAPPED_BYTES);
  }

  private static byte[] readField(ByteBuffer in) {
    return read(in, Short.toUnsignedInt(in.getShort())).toArray();
  }

  private static Bytes read(ByteBuffer in, int length) {
    byte[] field = new byte[length];
    in.get(field);
    return Bytes.of(field);
  }
}
