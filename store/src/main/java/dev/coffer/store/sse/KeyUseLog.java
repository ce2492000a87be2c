package dev.coffer.store.sse;

/**
 * Where it is written down whose data key was made or opened by whom. The key service's trail shows
 * under a Bucket Key only the bucket; this log shows the object.
 *
 * <p>An implementation must be safe for any number of threads and must not drop a use silently; it
 * may keep uses in memory for a moment before they are durable, in bounded number.
 */
public interface KeyUseLog {
  /** Keeps nothing. */
  KeyUseLog NONE =
      new KeyUseLog() {
        @Override
        public void requireReady() {}

        @Override
        public void record(KeyUse use) {}
      };

  /**
   * Asked before a key is made or opened.
   *
   * @throws dev.coffer.storage.StorageFailure when it is known that a use could not be kept now
   */
  void requireReady();

  /**
   * Keeps a use; asked before the key is handed out.
   *
   * @throws dev.coffer.storage.StorageFailure when it could not be kept
   */
  void record(KeyUse use);
}
