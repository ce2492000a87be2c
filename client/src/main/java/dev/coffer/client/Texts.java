package dev.coffer.client;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Refuses texts that cannot travel where they are meant to, before anything is sent. */
final class Texts {
  private Texts() {}

  /** Visible ASCII with inner spaces: the only header values that every hop leaves alone. */
  static String header(String what, String value) {
    boolean plain = value.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    if (value.isEmpty() || !plain || !value.equals(value.strip())) {
      throw new IllegalArgumentException("not a " + what + ": must be visible ASCII");
    }
    return value;
  }

  static @Nullable String optionalHeader(String what, @Nullable String value) {
    return value == null ? null : header(what, value);
  }

  /** Any name that UTF-8 can spell; whether it is a valid bucket name is for the server to say. */
  static String bucket(@Nullable String bucket) {
    if (bucket == null || bucket.isEmpty()) {
      throw new IllegalArgumentException("a bucket name is not empty");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(bucket)) {
      throw new IllegalArgumentException("a bucket name is Unicode text");
    }
    return bucket;
  }
}
