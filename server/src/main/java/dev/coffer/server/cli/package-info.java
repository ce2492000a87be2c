/**
 * The commands that speak to a running server over the network: {@code coffer admin}. They sign
 * with the credentials of the environment, print their result on the standard output and nothing
 * else there.
 */
package dev.coffer.server.cli;
