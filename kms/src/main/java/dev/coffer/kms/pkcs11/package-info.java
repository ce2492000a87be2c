/**
 * A PKCS #11 token, driven from a process of its own.
 *
 * <p>{@link dev.coffer.kms.pkcs11.Worker} is that process: it loads the module through the Foreign
 * Function and Memory API and answers frames on its standard streams. {@link
 * dev.coffer.kms.pkcs11.WorkerProcess} is the other end. A module that crashes or hangs takes the
 * worker down, not the store. This room knows sessions, mechanisms and return values; it must not
 * know what a root key is. The worker uses the JDK alone, and is the only place with native access
 * of ours. Source: OASIS PKCS #11 v2.40.
 */
package dev.coffer.kms.pkcs11;
