package dev.coffer.store.sse;

import dev.coffer.crypto.envelope.Envelope;
import dev.coffer.storage.Bytes;
import dev.coffer.wire.s3.SseApplied;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Hands out keys whose use was written down, and no others. */
record LoggedKeys(KeyUseLog log, InstantSource clock) {
  KeyForWrite made(WriteRequest request, Supplier<KeyForWrite> make) {
    log.requireReady();
    KeyForWrite key = make.get();
    boolean written = false;
    try {
      log.record(use(request, key, KeyUse.Deed.MADE, null));
      written = true;
      return key;
    } finally {
      if (!written) {
        key.close();
      }
    }
  }

  /** Tells which version it is that a key was made for. */
  void stored(WriteRequest request, KeyForWrite key, String versionId) {
    log.record(use(request, key, KeyUse.Deed.STORED, versionId));
  }

  /** Tells which version it is that an upload has become. */
  void stored(ReadRequest upload, SseApplied applied, String versionId) {
    log.record(use(upload, applied, KeyUse.Deed.STORED, versionId));
  }

  private KeyUse use(
      WriteRequest request, KeyForWrite key, KeyUse.Deed deed, @Nullable String versionId) {
    return new KeyUse(
        clock.instant(),
        request.call(),
        request.bucket().name(),
        request.bucket().owner().id(),
        request.objectKey(),
        versionId,
        key.objectId(),
        deed,
        key.applied(),
        key.sseApplied());
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
    return use(request, applied, KeyUse.Deed.OPENED, request.versionId());
  }

  private KeyUse use(
      ReadRequest request, SseApplied applied, KeyUse.Deed deed, @Nullable String versionId) {
    return new KeyUse(
        clock.instant(),
        request.call(),
        request.bucket().name(),
        request.bucket().owner().id(),
        request.objectKey(),
        versionId,
        request.objectId(),
        deed,
        applied,
        KeyUse.name(applied));
  }
}
