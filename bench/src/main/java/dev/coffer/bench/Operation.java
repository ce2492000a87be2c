package dev.coffer.bench;

import java.util.Locale;

/** What a comparison measures. */
enum Operation {
  PUT,
  GET,
  /** At most 64 KiB out of an object. */
  RANGE,
  /** A page of 1,000 keys. */
  LIST,
  HEAD,
  DELETE,
  /** Of twenty: nine GET, three PUT, three ranges, two HEAD, a PUT with its DELETE, a LIST. */
  MIXED,
  /** An upload in parts, one after the other: begun, sent, completed. */
  MULTIPART;

  static final int PART_BYTES = 8 << 20;

  static Operation parse(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is the same for every size, so that one size of object is enough. */
  boolean oneSize() {
    return this == LIST || this == HEAD || this == DELETE;
  }

  /** Whether there is something to measure: an upload has at least two parts. */
  boolean fits(int sizeBytes) {
    return this != MULTIPART || sizeBytes >= 2 * PART_BYTES;
  }
}
