package dev.coffer.kms.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.mac.MacKey;
import dev.coffer.storage.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Chains lines: each carries HMAC-SHA-256(key, code of the line before ‖ all that stands before its
 * own code). So no line can be changed, left out, moved or added by anyone without the key, save at
 * the end; the end is kept elsewhere.
 *
 * <p>Shape of a line: a JSON object whose last member is {@code "chain":{"sequence":12,"mac":"<64
 * hexadecimal digits>"}}, and a newline. Source: docs/formats/audit-log-v1.md §3.
 */
final class Chain {
  static final int VERSION = 1;

  private static final byte[] CHAIN = ascii(",\"chain\":{\"sequence\":");
  private static final byte[] MAC = ascii(",\"mac\":\"");
  private static final byte[] END = ascii("\"}}");
  private static final int MAC_DIGITS = 2 * MacKey.BYTES;
  private static final int SUFFIX = MAC.length + MAC_DIGITS + END.length;
  private static final int MAX_DIGITS = 18;

  private final MacKey key;
  private final dev.coffer.crypto.envelope.Bytes installation;
  private final String stream;

  Chain(MacKey key, dev.coffer.crypto.envelope.Bytes installation, String stream) {
    this.key = key;
    this.installation = installation;
    this.stream = stream;
  }

  dev.coffer.crypto.envelope.Bytes installation() {
    return installation;
  }

  String stream() {
    return stream;
  }

  /** What the first line of all follows. */
  Link start() {
    return new Link(0, Bytes.copyOf(key.code(bound("coffer/audit/start").sha256())));
  }

  /** The code of a head, which is not a line. */
  Bytes headCode(Bytes fields) {
    return Bytes.copyOf(key.code(head(fields)));
  }

  boolean isHeadCode(Bytes code, Bytes fields) {
    return key.matches(code.toByteArray(), head(fields));
  }

  private byte[] head(Bytes fields) {
    return bound("coffer/audit/head").add(fields.toByteArray()).sha256();
  }

  private Aad bound(String label) {
    return Aad.of(label).addLong(VERSION).add(installation).add(stream);
  }

  /**
   * Writes a line.
   *
   * @param object a JSON object that has members, in UTF-8 and on one line
   */
  Link write(Link before, byte[] object, ByteArrayOutputStream lines) {
    long sequence = before.sequence() + 1;
    var line = new ByteArrayOutputStream(object.length + CHAIN.length + MAX_DIGITS);
    line.write(object, 0, object.length - 1);
    line.writeBytes(CHAIN);
    line.writeBytes(ascii(Long.toString(sequence)));
    byte[] covered = line.toByteArray();
    Bytes mac = Bytes.copyOf(key.code(before.mac().toByteArray(), covered));
    lines.writeBytes(covered);
    lines.writeBytes(MAC);
    lines.writeBytes(ascii(mac.toHex()));
    lines.writeBytes(END);
    lines.write('\n');
    return new Link(sequence, mac);
  }

  /** The link that a line makes; empty when it is not the next line of this chain. */
  Optional<Link> follow(Link before, byte[] line) {
    OptionalLong sequence = sequence(line);
    if (sequence.isEmpty() || sequence.getAsLong() != before.sequence() + 1) {
      return Optional.empty();
    }
    Bytes mac = mac(line);
    byte[] covered = Arrays.copyOf(line, line.length - SUFFIX);
    return key.matches(mac.toByteArray(), before.mac().toByteArray(), covered)
        ? Optional.of(new Link(sequence.getAsLong(), mac))
        : Optional.empty();
  }

  /** What a line says of itself, believed or not; empty when it has not the shape of a line. */
  static OptionalLong sequence(byte[] line) {
    int end = line.length - SUFFIX;
    if (end < 0 || !stands(line, end, MAC) || !stands(line, line.length - END.length, END)) {
      return OptionalLong.empty();
    }
    int from = end;
    while (from > 0 && line[from - 1] >= '0' && line[from - 1] <= '9') {
      from--;
    }
    int digits = end - from;
    boolean plain = digits > 0 && digits <= MAX_DIGITS && line[from] != '0';
    if (!plain || !stands(line, from - CHAIN.length, CHAIN) || !isMac(line)) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(new String(line, from, digits, US_ASCII)));
  }

  private static boolean isMac(byte[] line) {
    for (int i = line.length - END.length - MAC_DIGITS; i < line.length - END.length; i++) {
      boolean digit = line[i] >= '0' && line[i] <= '9';
      if (!digit && (line[i] < 'a' || line[i] > 'f')) {
        return false;
      }
    }
    return true;
  }

  /** The code that a line of the right shape carries. */
  static Bytes mac(byte[] line) {
    int from = line.length - END.length - MAC_DIGITS;
    return Bytes.fromHex(new String(line, from, MAC_DIGITS, US_ASCII));
  }

  private static boolean stands(byte[] line, int at, byte[] text) {
    return at >= 0
        && at + text.length <= line.length
        && Arrays.equals(line, at, at + text.length, text, 0, text.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
