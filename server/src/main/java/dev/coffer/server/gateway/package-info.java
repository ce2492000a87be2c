/**
 * The one path of a request: route, authenticate, decode, authorize, do, encode, log. Knows no
 * socket and no storage; turns every kind of failure into an answer.
 */
package dev.coffer.server.gateway;
