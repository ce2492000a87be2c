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
 * @param readAheadBytes how much of all bodies of requests together may wait in memory between a
 *     socket and its request, and as much again of answers, shared evenly; each has room for 16 KiB
 *     or a piece of an answer all the same
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

  private static final int MOST_CONNECTIONS = 4096;

  /** What an object that is being read holds of the heap, in two layers and with some room. */
  private static final long READER_BYTES = 384 * 1024;

  /** What the server starts with; connections as many as the heap carries if all of them read. */
  public static final Limits DEFAULT =
      new Limits(
          16 * 1024,
          32 * 1024,
          200,
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(75),
          1024 * 1024,
          Math.clamp(Runtime.getRuntime().maxMemory() / READER_BYTES, 64, MOST_CONNECTIONS),
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
