/**
 * An exchange without a server library: requests, responses, headers, bodies and percent coding.
 *
 * <p>Everything is kept as it came over the wire (raw path, raw query, header order), since
 * signatures and object keys depend on it. Knows no operation and no socket.
 */
package dev.coffer.wire.http;
