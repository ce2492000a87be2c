/**
 * Signature Version 4 as S3 uses it: canonical requests, signing, presigning, verification, and
 * bodies that are checked while they are read (plain, hashed, {@code aws-chunked}). Of version 2 it
 * knows only how to tell whether it is right, since nobody is served for it.
 *
 * <p>Knows no clock (every method that depends on time takes an instant) and no table of keys: who
 * an access key belongs to, and whether it exists, is somebody else's knowledge. Sources: Amazon S3
 * API Reference, "Authenticating Requests (AWS Signature Version 4)".
 */
package dev.coffer.wire.sigv4;
