/**
 * What Coffer promises on the wire, tried from outside: a server in a process of its own, spoken to
 * by the AWS SDK, by the typed client and by a client that sends whatever bytes it is told to.
 *
 * <p>Knows addresses, credentials and Amazon's rules; nothing of the server's insides. Tests share
 * one server ({@link dev.coffer.conformance.SharedServer}), make buckets of their own and may run
 * at the same time. A class that stops or kills a server starts its own.
 */
package dev.coffer.conformance;
