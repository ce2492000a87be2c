/**
 * From a request to a key: which one is meant, whether the caller may, whether its state lets it.
 *
 * <p>This room knows the order of the checks, the table of states and operations, the key service's
 * condition keys and what is written to the audit trail. It must not know what an operation does
 * once it is allowed. Source: spec/kms.md §3, §6, §12, §14, §15.
 */
package dev.coffer.kms.access;
