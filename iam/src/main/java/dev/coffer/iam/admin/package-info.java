/**
 * The operations of our own administration: accounts, and why somebody may or may not do something.
 * Only principals of the management account may call them, by identity policies of {@code coffer:}
 * actions; its root always may.
 */
package dev.coffer.iam.admin;
