/**
 * The KMS keys of this installation: what they are and where they are kept.
 *
 * <p>This room knows keys, their materials, aliases and grants, and their rows. It must not know
 * who may do what with them: {@code kms.access} and {@code kms.operation} do. Material exists
 * wrapped by the store root key only; rows are sealed. Others in this process use keys through
 * {@link dev.coffer.kms.key.KeyService}. Source: docs/formats/kms-key-v1.md.
 */
package dev.coffer.kms.key;
