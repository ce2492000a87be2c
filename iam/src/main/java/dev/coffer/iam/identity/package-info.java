/**
 * Accounts and their access keys. Secrets are stored sealed and leave this room for signing only.
 */
package dev.coffer.iam.identity;
