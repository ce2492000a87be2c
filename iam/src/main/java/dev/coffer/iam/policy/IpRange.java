package dev.coffer.iam.policy;

import org.jspecify.annotations.Nullable;

/**
 * An IP address or a CIDR block, read without asking any name server.
 *
 * <p>An IPv4 address is held as the IPv6 address that stands for it ({@code ::ffff:a.b.c.d}), so a
 * mapped address is inside the IPv4 block it belongs to. No block holds addresses of both versions.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 * @param bits how many of the 128 bits count
 */
record IpRange(long high, long low, int bits) {
  private static final int MAX_CHARS = 64;
  private static final long MAPPED = 0xFFFF_0000_0000L;

  /** Null when the text is neither. */
  static @Nullable IpRange find(String text) {
    if (text.length() > MAX_CHARS) {
      return null;
    }
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    boolean four = address.indexOf(':') < 0;
    int most = four ? 32 : 128;
    int bits = slash < 0 ? most : number(text.substring(slash + 1), most, 10);
    if (bits < 0) {
      return null;
    }
    return four ? four(address, bits) : six(address, bits);
  }

  /** Whether the other lies within. */
  boolean contains(IpRange other) {
    return other.bits >= bits
        && version4() == other.version4()
        && ((high ^ other.high) & mask(bits)) == 0
        && ((low ^ other.low) & mask(bits - 64)) == 0;
  }

  /** Of IPv4, or of the IPv6 addresses that stand for IPv4. */
  boolean version4() {
    return bits >= 96 && high == 0 && (low & 0xFFFF_FFFF_0000_0000L) == MAPPED;
  }

  private static long mask(int bits) {
    return bits <= 0 ? 0 : bits >= 64 ? -1L : -1L << (64 - bits);
  }

  private static @Nullable IpRange four(String text, int bits) {
    long value = dotted(text);
    return value < 0 ? null : new IpRange(0, MAPPED | value, 96 + bits);
  }

  private static long dotted(String text) {
    String[] parts = text.split("\\.", -1);
    long value = 0;
    for (String part : parts) {
      int here = number(part, 255, 10);
      if (here < 0 || parts.length != 4) {
        return -1;
      }
      value = value << 8 | here;
    }
    return value;
  }

  private static @Nullable IpRange six(String text, int bits) {
    int gap = text.indexOf("::");
    if (gap != text.lastIndexOf("::")) {
      return null;
    }
    int[] head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
    int[] tail = gap < 0 ? new int[0] : groups(text.substring(gap + 2), true);
    if (head == null || tail == null) {
      return null;
    }
    int known = head.length + tail.length;
    if (gap < 0 ? known != 8 : known > 7) {
      return null;
    }
    int[] all = new int[8];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(tail, 0, all, 8 - tail.length, tail.length);
    return new IpRange(joined(all, 0), joined(all, 4), bits);
  }

  private static long joined(int[] groups, int from) {
    long value = 0;
    for (int at = from; at < from + 4; at++) {
      value = value << 16 | groups[at];
    }
    return value;
  }

  /** The 16-bit groups of a half; the last may be written as IPv4. */
  private static int @Nullable [] groups(String text, boolean last) {
    if (text.isEmpty()) {
      return new int[0];
    }
    String[] parts = text.split(":", -1);
    boolean dotted = last && parts[parts.length - 1].indexOf('.') > 0;
    int[] groups = new int[parts.length + (dotted ? 1 : 0)];
    int plain = dotted ? parts.length - 1 : parts.length;
    for (int at = 0; at < plain; at++) {
      groups[at] = number(parts[at], 0xFFFF, 16);
      if (groups[at] < 0 || parts[at].length() > 4) {
        return null;
      }
    }
    if (dotted) {
      long value = dotted(parts[plain]);
      if (value < 0) {
        return null;
      }
      groups[plain] = (int) (value >>> 16);
      groups[plain + 1] = (int) (value & 0xFFFF);
    }
    return groups;
  }

  /** A number without sign or superfluous zero, or -1. */
  private static int number(String digits, int most, int radix) {
    if (digits.isEmpty() || digits.length() > 4) {
      return -1;
    }
    int value = 0;
    for (int at = 0; at < digits.length(); at++) {
      char here = digits.charAt(at);
      int digit = here < 128 ? Character.digit(here, radix) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    boolean padded = radix == 10 && digits.length() > 1 && digits.charAt(0) == '0';
    return value > most || padded ? -1 : value;
  }
}
