package dev.coffer.iam.auth;

import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.wire.http.Request;

/**
 * A request after authentication.
 *
 * @param request its body fails while it is read, at the latest before its last byte, when it is
 *     not what was declared or signed; {@code aws-chunked} is gone from its Content-Encoding
 * @param keys the condition keys of the credentials: {@code aws:TokenIssueTime} and the like
 */
public record Authenticated(Caller caller, Request request, ConditionKeys keys, SignedBy signedBy) {
  /** With a long-lived key, or without any. */
  public Authenticated(Caller caller, Request request, ConditionKeys keys) {
    this(caller, request, keys, SignedBy.LONG_LIVED);
  }
}
