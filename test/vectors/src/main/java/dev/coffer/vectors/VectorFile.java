package dev.coffer.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** One scenario: a text header of {@code name: value} lines, a blank line, bytes. */
public final class VectorFile {
  private final String name;
  private final SequencedMap<String, String> header;
  private final byte[] body;

  private VectorFile(String name, SequencedMap<String, String> header, byte[] body) {
    this.name = name;
    this.header = header;
    this.body = body.clone();
  }

  /** Begins a vector with what its reader must do. */
  public static VectorFile of(String name, String expect, String comment, byte[] body) {
    var header = new LinkedHashMap<String, String>();
    header.put("expect", expect);
    header.put("comment", comment);
    return new VectorFile(name, header, body);
  }

  public String name() {
    return name;
  }

  public byte[] body() {
    return body.clone();
  }

  @Override
  public String toString() {
    return name;
  }

  public VectorFile with(String field, byte[] value) {
    return with(field, HexFormat.of().formatHex(value));
  }

  public VectorFile with(String field, String value) {
    var more = new LinkedHashMap<>(header);
    more.put(field, value);
    return new VectorFile(name, more, body);
  }

  public VectorFile withBody(byte[] other) {
    return new VectorFile(name, header, other);
  }

  public boolean has(String field) {
    return header.containsKey(field);
  }

  public String text(String field) {
    String value = header.get(field);
    if (value == null) {
      throw new IllegalStateException(name + " has no " + field);
    }
    return value;
  }

  public byte[] hex(String field) {
    return HexFormat.of().parseHex(text(field));
  }

  public byte[] encode() {
    var encoded = new ByteArrayOutputStream();
    for (Map.Entry<String, String> field : header.entrySet()) {
      encoded.writeBytes((field.getKey() + ": " + field.getValue() + "\n").getBytes(UTF_8));
    }
    encoded.write('\n');
    encoded.writeBytes(body);
    return encoded.toByteArray();
  }

  public static VectorFile decode(String name, byte[] encoded) {
    var header = new LinkedHashMap<String, String>();
    int at = 0;
    while (true) {
      int end = at;
      while (encoded[end] != '\n') {
        end++;
      }
      String line = new String(encoded, at, end - at, UTF_8);
      at = end + 1;
      if (line.isEmpty()) {
        return new VectorFile(name, header, Arrays.copyOfRange(encoded, at, encoded.length));
      }
      int colon = line.indexOf(": ");
      header.put(line.substring(0, colon), line.substring(colon + 2));
    }
  }
}
