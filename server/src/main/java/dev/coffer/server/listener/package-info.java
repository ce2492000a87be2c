/**
 * Bytes to requests and answers back to bytes; the only room that knows the HTTP library.
 *
 * <p>It knows sockets, TLS, framing, time-outs and how much may be read ahead. It must not know any
 * operation: what it cannot make a request of, it hands to its {@link
 * dev.coffer.server.listener.Handler} as a refusal, and the handler finds the words.
 */
package dev.coffer.server.listener;
