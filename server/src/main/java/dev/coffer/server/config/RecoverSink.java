package dev.coffer.server.config;

import dev.coffer.store.recover.Stored;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** What becomes of each version that a recovery finds. */
interface RecoverSink extends AutoCloseable {
  /** Only its line is wanted. */
  RecoverSink LIST = version -> Optional.empty();

  /** It is read to its end. */
  RecoverSink CHECK =
      version -> {
        version.content().copyTo(OutputStream.nullOutputStream());
        return Optional.of("opens");
      };

  /**
   * Takes a version.
   *
   * @return what became of it, as a word or a file's name; empty when nothing was asked
   * @throws dev.coffer.store.recover.CannotOpen when it cannot be opened; nothing is kept of it
   * @throws IOException when it cannot be kept; the recovery ends
   */
  Optional<String> take(Stored.Version version) throws IOException;

  @Override
  default void close() throws IOException {}
}
