package dev.coffer.kms.custody;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;

/**
 * Shares of a secret of which any {@code threshold} give it back and fewer tell nothing: Shamir's
 * scheme, byte by byte over GF(2^8) with the polynomial x^8 + x^4 + x^3 + x + 1.
 *
 * <p>A share is the value at x = 1 … n of a random polynomial whose value at 0 is the secret.
 * Multiplication takes the same time whatever the values. Nothing here tells a wrong share from a
 * right one: the result of joining is proved by opening something with it. Source: Shamir, "How to
 * share a secret", 1979; the field is that of FIPS 197 §4.
 */
final class Shamir {
  static final int MAX_SHARES = 16;
  static final int MIN_THRESHOLD = 2;

  private static final int POLYNOMIAL = 0x11b;

  private Shamir() {}

  static boolean possible(int threshold, int shares) {
    return threshold >= MIN_THRESHOLD && threshold <= shares && shares <= MAX_SHARES;
  }

  /** Returns the shares by x; the caller closes them. */
  static Map<Integer, Secret> split(Secret secret, int threshold, int shares, Entropy entropy) {
    if (!possible(threshold, shares)) {
      throw new IllegalArgumentException("2 to 16 shares, of which 2 or more are needed");
    }
    byte[][] coefficients = new byte[threshold][];
    coefficients[0] = secret.bytes();
    for (int i = 1; i < threshold; i++) {
      coefficients[i] = entropy.bytes(secret.sizeBytes());
    }
    var split = new TreeMap<Integer, Secret>();
    for (int x = 1; x <= shares; x++) {
      split.put(x, Secret.of(valueAt(x, coefficients)));
    }
    return split;
  }

  private static byte[] valueAt(int x, byte[][] coefficients) {
    byte[] value = new byte[coefficients[0].length];
    for (int i = coefficients.length - 1; i >= 0; i--) {
      for (int at = 0; at < value.length; at++) {
        value[at] = (byte) (multiply(value[at] & 0xff, x) ^ coefficients[i][at]);
      }
    }
    return value;
  }

  /** Returns the value at 0 of the polynomial through the shares; the caller closes it. */
  static Secret join(Map<Integer, Secret> shares) {
    int size = shares.values().iterator().next().sizeBytes();
    byte[] joined = new byte[size];
    for (Entry<Integer, Secret> share : shares.entrySet()) {
      int weight = weight(share.getKey(), shares.keySet());
      byte[] value = share.getValue().bytes();
      for (int at = 0; at < size; at++) {
        joined[at] ^= (byte) multiply(value[at] & 0xff, weight);
      }
    }
    return Secret.of(joined);
  }

  /** Lagrange's weight of the share at {@code x} for the value at 0. */
  private static int weight(int x, Iterable<Integer> all) {
    int weight = 1;
    for (int other : all) {
      if (other != x) {
        weight = multiply(weight, multiply(other, inverse(other ^ x)));
      }
    }
    return weight;
  }

  static int multiply(int left, int right) {
    int product = 0;
    int factor = left;
    for (int bit = 0; bit < Byte.SIZE; bit++) {
      product ^= factor & -((right >> bit) & 1);
      factor = (factor << 1) ^ (POLYNOMIAL & -((factor >> 7) & 1));
    }
    return product;
  }

  /** The 254th power, since the 255th of every value but 0 is 1. */
  static int inverse(int value) {
    int square = value;
    int power = 1;
    for (int i = 1; i < Byte.SIZE; i++) {
      square = multiply(square, square);
      power = multiply(power, square);
    }
    return power;
  }
}
