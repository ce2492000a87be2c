package dev.coffer.bench;

import java.io.IOException;

/** What the clients of a load do, over and over. */
interface Work {
  /**
   * Makes what one client's operations need, which is not measured.
   *
   * @return what that client then does, over its connection
   */
  Task begin(Connection connection, int client) throws IOException;

  /** Bytes of an object that each operation moves. */
  default long sizeBytes() {
    return 0;
  }

  /** How often a client may do it, where it uses something up. */
  default int most() {
    return Integer.MAX_VALUE;
  }

  /** One client's operation. */
  interface Task {
    /** Does it for the {@code number}th time, from 0, and looks whether it was answered right. */
    void perform(int number) throws IOException;
  }

  /** The request that a client sends as its {@code number}th. */
  interface Asking {
    Ask next(int client, int number);
  }

  /** Work of single requests, each signed when it is sent. */
  static Work asking(Asking asking) {
    return (connection, client) -> number -> connection.exchange(asking.next(client, number));
  }
}
