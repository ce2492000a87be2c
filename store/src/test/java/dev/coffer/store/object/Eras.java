package dev.coffer.store.object;

import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.BlockedEncryptionTypes;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a bucket says of encryption, one after the other, and when a request may have seen it: from
 * the moment that it is asked for, and no longer once what follows it is answered.
 *
 * <p>One thread changes the bucket; any number may ask.
 */
final class Eras {
  private final FusedStore store;
  private final String bucket;
  private final AtomicLong clock = new AtomicLong();
  private final List<Era> eras = new ArrayList<>();

  Eras(FusedStore store, String bucket) {
    this.store = store;
    this.bucket = bucket;
  }

  /** A default, and whether SSE-C is refused meanwhile. */
  record Settings(Protection byDefault, boolean blocked) {
    private Rule rule() {
      boolean bucketKey = byDefault.type() == Protection.SseType.KMS_BUCKET_KEY;
      var types = new BlockedEncryptionTypes(List.of(blocked ? "SSE-C" : "NONE"));
      return new Rule(byDefault.byDefault(), bucketKey, types);
    }
  }

  private record Era(Settings settings, long from, long until) {
    Era endedAt(long moment) {
      return new Era(settings, from, moment);
    }

    boolean meets(Span span) {
      return from <= span.end() && span.start() <= until;
    }
  }

  /** From before a request until after its answer. */
  record Span(long start, long end) {}

  long now() {
    return clock.incrementAndGet();
  }

  Span since(long start) {
    return new Span(start, now());
  }

  /** PutBucketEncryption, until it is answered. */
  void begin(Settings settings) {
    synchronized (this) {
      eras.add(new Era(settings, now(), Long.MAX_VALUE));
    }
    store.byDefault(bucket, settings.rule());
    synchronized (this) {
      int former = eras.size() - 2;
      if (former >= 0) {
        eras.set(former, eras.get(former).endedAt(now()));
      }
    }
  }

  /** What a request may have seen. */
  synchronized List<Settings> during(Span span) {
    return eras.stream().filter(era -> era.meets(span)).map(Era::settings).toList();
  }
}
