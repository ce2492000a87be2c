package dev.coffer.bench;

/**
 * How many of what, with the buckets' names.
 *
 * @param keys in the large bucket
 * @param few in the small one
 * @param listings of 1,000 keys in each, for each of five rounds
 * @param deleted of the large bucket by DeleteObjects
 * @param versions in the bucket with versions
 * @param versionsOfKey of them of one key
 * @param expired of the large bucket by a pass of lifecycle
 */
record Counts(
    int keys, int few, int listings, int deleted, int versions, int versionsOfKey, int expired) {
  static final String LARGE = "many-large";
  static final String SMALL = "many-small";
  static final String VERSIONED = "many-versions";

  /** Those of a short run, and with {@code --full} those that are published. */
  static Counts read(String[] arguments) {
    var counts = new Counts(20_000, 2_000, 40, 2_000, 20_000, 10, 1_000);
    for (int i = 0; i < arguments.length; i++) {
      counts =
          switch (arguments[i]) {
            case "--full" -> new Counts(1_000_000, 10_000, 40, 100_000, 100_000, 10, 20_000);
            case "--keys" -> counts.keys(Integer.parseInt(arguments[++i]));
            case "--few" -> counts.few(Integer.parseInt(arguments[++i]));
            case "--deleted" -> counts.deleted(Integer.parseInt(arguments[++i]));
            case "--versions" -> counts.versions(Integer.parseInt(arguments[++i]));
            case "--expired" -> counts.expired(Integer.parseInt(arguments[++i]));
            default -> counts;
          };
    }
    if (counts.deleted + counts.expired > counts.keys) {
      throw new IllegalArgumentException("no more can be deleted than there is");
    }
    if (counts.few < 2_000 || counts.keys % 1_000 != 0 || counts.expired % 1_000 != 0) {
      throw new IllegalArgumentException("--keys and --expired are thousands, --few at least two");
    }
    return counts;
  }

  /** A key of a bucket; they are in the order of their numbers. */
  static String key(int number) {
    return "o-%07d".formatted(number);
  }

  private Counts keys(int count) {
    return new Counts(count, few, listings, deleted, versions, versionsOfKey, expired);
  }

  private Counts few(int count) {
    return new Counts(keys, count, listings, deleted, versions, versionsOfKey, expired);
  }

  private Counts deleted(int count) {
    return new Counts(keys, few, listings, count, versions, versionsOfKey, expired);
  }

  private Counts versions(int count) {
    return new Counts(keys, few, listings, deleted, count, versionsOfKey, expired);
  }

  private Counts expired(int count) {
    return new Counts(keys, few, listings, deleted, versions, versionsOfKey, count);
  }
}
