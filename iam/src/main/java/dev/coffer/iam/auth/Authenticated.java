package dev.coffer.iam.auth;

import dev.coffer.wire.http.Request;

/**
 * A request after authentication.
 *
 * @param request its body fails while it is read, at the latest before its last byte, when it is
 *     not what was declared or signed; {@code aws-chunked} is gone from its Content-Encoding
 */
public record Authenticated(Caller caller, Request request) {}
