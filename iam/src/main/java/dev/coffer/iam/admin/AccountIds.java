package dev.coffer.iam.admin;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.identity.Account;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Locale;

/** Draws accounts: twelve digits, all equally likely, and 64 hexadecimal digits. */
record AccountIds(Entropy entropy) {
  private static final long MANY = 1_000_000_000_000L;
  private static final long FORTY_BITS = (1L << 40) - 1;
  private static final int CANONICAL_BYTES = 32;

  Account draw() {
    String canonicalId = HexFormat.of().formatHex(entropy.bytes(CANONICAL_BYTES));
    return new Account(String.format(Locale.ROOT, "%012d", number()), canonicalId);
  }

  /** Not 0, the management account's; numbers of 40 bits that are too large are drawn again. */
  private long number() {
    long drawn;
    do {
      drawn = ByteBuffer.wrap(entropy.bytes(Long.BYTES)).getLong() & FORTY_BITS;
    } while (drawn == 0 || drawn >= MANY);
    return drawn;
  }
}
