package dev.coffer.kms.pkcs11;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The frames between a worker and its parent.
 *
 * <p>Shape: a call is the magic byte, its code's name, u8 number of fields, each a u16 length and
 * its bytes; an answer is the magic byte, the status's name, u16 length and its bytes. Names are
 * u16 length and ASCII. Big-endian.
 */
final class Call {
  static final int MAGIC = 0xC5;
  static final int MAX_FIELD = 8192;
  private static final int MAX_FIELDS = 8;

  /** What is asked. */
  enum Code {
    /** Module's path, token's label, PIN. Must come first. */
    OPEN,
    /** Key's label. */
    PROBE,
    /** Key's label. */
    CREATE,
    /**
     * Key's label, initialisation vector (empty: the token makes it), associated data, plaintext.
     */
    ENCRYPT,
    /** Key's label, associated data, vector and ciphertext, and a fresh vector to try the key. */
    DECRYPT
  }

  private final Code code;
  private final List<byte[]> fields;

  private Call(Code code, List<byte[]> fields) {
    this.code = code;
    this.fields = fields;
  }

  static Call of(Code code, byte[]... fields) {
    return new Call(code, List.of(fields));
  }

  Code code() {
    return code;
  }

  /** The field, or no bytes where it is missing. */
  byte[] field(int index) {
    return index < fields.size() ? fields.get(index) : new byte[0];
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(MAGIC);
    out.writeUTF(code.name());
    out.writeByte(fields.size());
    for (byte[] field : fields) {
      out.writeShort(field.length);
      out.write(field);
    }
    out.flush();
  }

  static Call read(DataInputStream in) throws IOException {
    requireMagic(in);
    Code code = named(Code.class, in.readUTF());
    int count = in.readUnsignedByte();
    if (count > MAX_FIELDS) {
      throw new IOException("not a call");
    }
    var fields = new ArrayList<byte[]>();
    for (int i = 0; i < count; i++) {
      fields.add(bytes(in));
    }
    return new Call(code, fields);
  }

  static void write(Answer answer, DataOutputStream out) throws IOException {
    out.writeByte(MAGIC);
    out.writeUTF(answer.status().name());
    out.writeShort(answer.content().length);
    out.write(answer.content());
    out.flush();
  }

  static Answer readAnswer(DataInputStream in) throws IOException {
    requireMagic(in);
    return new Answer(named(Status.class, in.readUTF()), bytes(in));
  }

  private static <E extends Enum<E>> E named(Class<E> type, String name) throws IOException {
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException e) {
      throw new IOException("a frame with an unknown word", e);
    }
  }

  private static void requireMagic(DataInputStream in) throws IOException {
    if (in.readUnsignedByte() != MAGIC) {
      throw new IOException("not a frame");
    }
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readUnsignedShort();
    if (length > MAX_FIELD) {
      throw new IOException("a field is too long");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
