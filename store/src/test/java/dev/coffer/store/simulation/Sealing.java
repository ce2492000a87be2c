package dev.coffer.store.simulation;

import dev.coffer.wire.s3.CopySourceSseCustomer;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseCustomer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** What a write says of its encryption. */
record Sealing(Sse sse, SseCustomer customer) {
  static final SseCustomer NO_KEY = SseCustomer.NONE;
  static final SseCustomer CUSTOMER_KEY =
      new SseCustomer(
          "AES256",
          "b25lLW9uZS1vbmUtb25lLW9uZS1vbmUtb25lLW9uZSE=",
          Requests.md5("one-one-one-one-one-one-one-one!".getBytes(StandardCharsets.US_ASCII)));

  /** One of those that the kind of bucket takes; a directory bucket takes what it says itself. */
  static Sealing any(Kind kind, List<String> kmsKeys, SplittableRandom random) {
    String kmsKey = kmsKeys.get(random.nextInt(kmsKeys.size()));
    return switch (random.nextInt(kind == Kind.DIRECTORY ? 1 : 6)) {
      case 0 -> new Sealing(Sse.NONE, NO_KEY);
      case 1 -> new Sealing(new Sse("AES256", null, null, null), NO_KEY);
      case 2 -> new Sealing(new Sse("aws:kms", kmsKey, null, null), NO_KEY);
      case 3 -> new Sealing(new Sse("aws:kms", kmsKey, null, "true"), NO_KEY);
      case 4 -> new Sealing(new Sse("aws:kms:dsse", kmsKey, null, null), NO_KEY);
      default -> new Sealing(Sse.NONE, CUSTOMER_KEY);
    };
  }

  static CopySourceSseCustomer source(SseCustomer key) {
    return new CopySourceSseCustomer(key.algorithm(), key.key(), key.keyMd5());
  }
}
