/**
 * Sessions of directory buckets: what they are given for and how they encrypt. Who may begin one is
 * decided before; nothing of a session is stored.
 */
package dev.coffer.store.session;
