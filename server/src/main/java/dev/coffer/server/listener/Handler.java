package dev.coffer.server.listener;

import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.S3Exception;

/**
 * What answers requests. Called on a virtual thread of the request's own, so it may block; called
 * by many at once.
 *
 * <p>Neither method may throw: what escapes cuts the connection.
 */
public interface Handler {
  /**
   * Answers a request. Its body is not on its way before its stream is first read, and a client
   * that expects {@code 100 Continue} gets it then.
   */
  Response handle(Request request);

  /** Answers for bytes that are not a request; the connection is closed afterwards. */
  Response refuse(S3Exception refusal);
}
