/**
 * What {@code coffer doctor} looks at: the machine, a data folder, a running server. Each check
 * looks for itself and says what it found; what was not looked at is not mentioned.
 *
 * <p>The room opens no object and changes nothing but a file of its own that it removes again.
 */
package dev.coffer.server.doctor;
