/**
 * The operations of STS: who the caller is, and credentials that end; and those of sessions of
 * directory buckets, which S3 hands out. Everything that a session would have to remember and
 * honour later is refused by name when it cannot be.
 */
package dev.coffer.iam.sts;
