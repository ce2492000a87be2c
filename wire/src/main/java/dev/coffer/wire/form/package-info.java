/**
 * Browsers' upload forms: {@code multipart/form-data} bodies read as they stream, and the policy
 * document that says what a form may hold.
 *
 * <p>The fields before the file are read into memory under a small limit; the file is passed on and
 * never held. Knows no keys and no clock. Sources: RFC 7578, RFC 2046 §5.1; Amazon S3, "POST
 * Object" and "POST Policy".
 */
package dev.coffer.wire.form;
