/**
 * Which method serves which operation. A line here is all that makes an operation reachable; what
 * has none is refused by name.
 */
package dev.coffer.server.table;
