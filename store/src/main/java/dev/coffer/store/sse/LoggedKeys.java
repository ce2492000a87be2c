package dev.coffer.store.sse;

import dev.coffer.crypto.envelope.Envelope;
import dev.coffer.storage.Bytes;
import dev.coffer.wire.s3.SseApplied;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Hands out keys whose use was written down, and no others. */
record LoggedKeys(KeyUseLog log, InstantSource clock) {
  KeyForWrite made(WriteRequest request, Supplier<KeyForWrite> make) {
    log.requireReady();
    KeyForWrite key = make.get();
    boolean written = false;
    try {
      log.record(
          new KeyUse(
              clock.instant(),
              request.call(),
              request.bucket().name(),
              request.bucket().owner().id(),
              request.objectKey(),
              null,
              key.objectId(),
              true,
              key.applied(),
              key.sseApplied()));
      written = true;
      return key;
    } finally {
      if (!written) {
        key.close();
      }
    }
  }

  KeyForRead opened(ReadRequest request, Supplier<KeyForRead> open) {
    return openedIfGiven(request, () -> Optional.of(open.get())).orElseThrow();
  }

  /** Empty when the key was not opened, for want of the customer's key. */
  Optional<KeyForRead> openedIfGiven(ReadRequest request, Supplier<Optional<KeyForRead>> open) {
    log.requireReady();
    Optional<KeyForRead> key = open.get();
    boolean written = false;
    try {
      key.ifPresent(each -> log.record(use(request, each.applied())));
      written = true;
      return key;
    } finally {
      if (!written) {
        key.ifPresent(KeyForRead::close);
      }
    }
  }

  /** A new envelope around the key that was there. */
  Bytes rewrapped(ReadRequest request, Supplier<Bytes> rewrap) {
    log.requireReady();
    Bytes envelope = rewrap.get();
    log.record(use(request, Shown.of(Envelope.decode(envelope.toByteArray()).scheme())));
    return envelope;
  }

  private KeyUse use(ReadRequest request, SseApplied applied) {
    return new KeyUse(
        clock.instant(),
        request.call(),
        request.bucket().name(),
        request.bucket().owner().id(),
        request.objectKey(),
        request.versionId(),
        request.objectId(),
        false,
        applied,
        KeyUse.name(applied));
  }
}
