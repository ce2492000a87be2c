package dev.coffer.server.listener;

import java.time.Duration;

/**
 * What a connection may cost.
 *
 * @param requestLineBytes longest request line; a longer one is {@code URITooLong}
 * @param headerBytes largest header section, names and values; a larger one is {@code
 *     RequestHeaderSectionTooLarge}
 * @param headers most header lines
 * @param headTime from a head's first byte to its last, and from the connection to its first byte
 * @param bodyIdle longest silence while a body is waited for, all silences together less a second
 *     for each 500 bytes that came; and longest time for 64 KiB of an answer to leave
 * @param keepAlive longest silence between two requests
 * @param drainBytes how much of an unread body is thrown away to keep the connection, or to let the
 *     client read its answer before it is closed
 * @param connections most connections at a time; for the next one, one is closed for which nobody
 *     works, or the next one itself when all have a request that is being answered
 * @param readAheadBytes how much of all bodies together, of requests and of answers, may wait in
 *     memory between a socket and its request, shared evenly
 */
public record Limits(
    int requestLineBytes,
    int headerBytes,
    int headers,
    Duration headTime,
    Duration bodyIdle,
    Duration keepAlive,
    int drainBytes,
    int connections,
    int readAheadBytes) {

  /** What the server starts with. */
  public static final Limits DEFAULT =
      new Limits(
          16 * 1024,
          32 * 1024,
          200,
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(75),
          1024 * 1024,
          4096,
          48 * 1024 * 1024);

  /** The same limits with other times; tests do not wait for half a minute. */
  public Limits withTimes(Duration newHeadTime, Duration newBodyIdle, Duration newKeepAlive) {
    return new Limits(
        requestLineBytes,
        headerBytes,
        headers,
        newHeadTime,
        newBodyIdle,
        newKeepAlive,
        drainBytes,
        connections,
        readAheadBytes);
  }

  /** The same limits with another number of connections. */
  public Limits withConnections(int newConnections) {
    return new Limits(
        requestLineBytes,
        headerBytes,
        headers,
        headTime,
        bodyIdle,
        keepAlive,
        drainBytes,
        newConnections,
        readAheadBytes);
  }
}
