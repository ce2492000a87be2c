package dev.coffer.bench;

import java.io.IOException;

/** What the clients of a load do, over and over. */
interface Work {
  /** Makes what one client's requests need; not measured. */
  default void prepare(Connection connection, int client) throws IOException {}

  /** The request that a client sends as its {@code number}th. */
  Ask next(int client, int number);

  /** Bytes of an object that each request moves. */
  default long sizeBytes() {
    return 0;
  }
}
