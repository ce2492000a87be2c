/**
 * The checksums that S3 knows: computing them over a stream, checking what a sender declared, and
 * combining those of parts. Knows headers and bytes, no object.
 */
package dev.coffer.wire.checksum;
