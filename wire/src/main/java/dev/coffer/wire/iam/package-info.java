/** IAM: one record for each operation of the query protocol, 2010-05-08. */
package dev.coffer.wire.iam;
