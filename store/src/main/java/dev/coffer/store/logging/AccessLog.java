package dev.coffer.store.logging;

import java.util.Optional;

/** What takes the records of requests. Safe for any number of threads; nothing here ever fails. */
public interface AccessLog {
  /** Whether requests to a bucket are logged now; empty also when that cannot be found out. */
  Optional<Logged> find(String bucket);

  /** Keeps a record until it is delivered, if there is room; what is dropped is counted. */
  void take(Logged logged, AccessRecord record);

  /** Nothing is logged. */
  AccessLog NONE =
      new AccessLog() {
        @Override
        public Optional<Logged> find(String bucket) {
          return Optional.empty();
        }

        @Override
        public void take(Logged logged, AccessRecord record) {}
      };
}
