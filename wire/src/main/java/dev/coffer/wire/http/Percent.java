package dev.coffer.wire.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Percent coding as RFC 3986 and SigV4 want it: UTF-8, upper-case digits, unreserved bytes bare.
 */
public final class Percent {
  private static final String DIGITS = "0123456789ABCDEF";

  private Percent() {}

  /** Everything but letters, digits and {@code - . _ ~} is coded, the slash included. */
  public static String encode(String text) {
    return encode(text, false);
  }

  /** As {@link #encode}, but slashes stay. */
  public static String encodePath(String text) {
    return encode(text, true);
  }

  /**
   * Back to text; a plus sign stays a plus sign.
   *
   * @throws MalformedMessage when a percent sign is not followed by two digits, or the bytes are
   *     not UTF-8
   */
  public static String decode(String text) {
    if (text.indexOf('%') < 0 && text.chars().allMatch(c -> c < 0x80)) {
      return text;
    }
    var bytes = new ByteArrayOutputStream(text.length());
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] != '%') {
        bytes.write(raw[i]);
      } else if (i + 2 < raw.length) {
        bytes.write(digit(raw[i + 1]) << 4 | digit(raw[i + 2]));
        i += 2;
      } else {
        throw new MalformedMessage("percent coding is cut short");
      }
    }
    return utf8(bytes.toByteArray());
  }

  private static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedMessage("not UTF-8", e);
    }
  }

  private static int digit(byte b) {
    int value = Character.digit(b, 16);
    if (value < 0) {
      throw new MalformedMessage("not a hexadecimal digit");
    }
    return value;
  }

  private static String encode(String text, boolean keepSlash) {
    var coded = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (unreserved(b) || (keepSlash && b == '/')) {
        coded.append((char) b);
      } else {
        coded.append('%').append(DIGITS.charAt((b >> 4) & 15)).append(DIGITS.charAt(b & 15));
      }
    }
    return coded.toString();
  }

  private static boolean unreserved(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '.'
        || b == '_'
        || b == '~';
  }
}
