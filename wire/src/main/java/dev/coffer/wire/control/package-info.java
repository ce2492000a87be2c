/**
 * The operations of S3 Control that concern whole accounts, as records. Their names are Amazon's,
 * which are those of operations on buckets too. Source: botocore, s3control 2018-08-20.
 */
package dev.coffer.wire.control;
