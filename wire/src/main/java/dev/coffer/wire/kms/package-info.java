/** The key service: one record for each operation of AWS KMS, JSON 1.1, target TrentService. */
package dev.coffer.wire.kms;
