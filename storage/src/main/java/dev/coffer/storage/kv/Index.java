package dev.coffer.storage.kv;

import java.util.regex.Pattern;

/**
 * The name of an ordered table: a bucket's or a system's.
 *
 * <p>1 to 64 characters of {@code a-z 0-9 -}. A name that was removed is not given to another
 * table, so that a commit that was on its way can never meet the wrong one.
 */
public record Index(String name) {
  private static final Pattern ALLOWED = Pattern.compile("[a-z0-9-]{1,64}");

  public Index {
    if (!ALLOWED.matcher(name).matches()) {
      throw new IllegalArgumentException("index name is not 1 to 64 of a-z, 0-9 and -");
    }
  }
}
