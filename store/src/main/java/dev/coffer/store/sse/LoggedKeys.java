package dev.coffer.store.sse;

import dev.coffer.crypto.envelope.Envelope;
import dev.coffer.storage.Bytes;
import dev.coffer.wire.s3.SseApplied;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
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
    log.record(use(upload, new What(KeyUse.Deed.STORED, applied, null, versionId)));
  }

  /** Tells that a version is encrypted so from now on. */
  void moved(ReadRequest object, SseApplied applied, @Nullable String versionId) {
    var what = new What(KeyUse.Deed.STORED, applied, KeyUse.name(applied), versionId);
    log.record(use(object, what));
  }

  /** What is told of an object or upload that is there. */
  private record What(
      KeyUse.Deed deed,
      SseApplied applied,
      @Nullable String sseApplied,
      @Nullable String versionId) {
    static What opened(ReadRequest object, SseApplied applied) {
      String name = KeyUse.name(applied);
      return new What(KeyUse.Deed.OPENED, applied, name, object.versionId());
    }

    static What openedOfUpload(SseApplied applied) {
      return new What(KeyUse.Deed.OPENED, applied, null, null);
    }
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

  /** Of an object. */
  KeyForRead opened(ReadRequest request, Supplier<KeyForRead> open) {
    Supplier<Optional<KeyForRead>> opened = () -> Optional.of(open.get());
    return opened(request, applied -> What.opened(request, applied), opened).orElseThrow();
  }

  /** Of an upload. */
  KeyForRead openedOfUpload(ReadRequest upload, Supplier<KeyForRead> open) {
    return openedIfGiven(upload, () -> Optional.of(open.get())).orElseThrow();
  }

  /** Of an upload; empty when the key was not opened, for want of the customer's key. */
  Optional<KeyForRead> openedIfGiven(ReadRequest upload, Supplier<Optional<KeyForRead>> open) {
    return opened(upload, What::openedOfUpload, open);
  }

  private Optional<KeyForRead> opened(
      ReadRequest request, Function<SseApplied, What> what, Supplier<Optional<KeyForRead>> open) {
    log.requireReady();
    Optional<KeyForRead> key = open.get();
    boolean written = false;
    try {
      key.ifPresent(each -> log.record(use(request, what.apply(each.applied()))));
      written = true;
      return key;
    } finally {
      if (!written) {
        key.ifPresent(KeyForRead::close);
      }
    }
  }

  /**
   * A new envelope around the key that was there, which is all that is told before it is stored.
   */
  Bytes rewrapped(ReadRequest request, Supplier<Bytes> rewrap) {
    log.requireReady();
    Bytes envelope = rewrap.get();
    SseApplied before = Shown.of(Envelope.decode(request.envelope().toByteArray()).scheme());
    log.record(use(request, What.opened(request, before)));
    return envelope;
  }

  private KeyUse use(ReadRequest request, What what) {
    return new KeyUse(
        clock.instant(),
        request.call(),
        request.bucket().name(),
        request.bucket().owner().id(),
        request.objectKey(),
        what.versionId(),
        request.objectId(),
        what.deed(),
        what.applied(),
        what.sseApplied());
  }
}
