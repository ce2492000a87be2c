/**
 * Credentials that end, and the sealed tokens that carry all that is known of them. Nothing of a
 * session is stored; this room does not know how a session is asked for or what it may do.
 */
package dev.coffer.iam.session;
