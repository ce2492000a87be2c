package dev.coffer.wire.admin;

/**
 * What somebody should know of a bucket's encryption.
 *
 * @param severity {@code error} when objects cannot be written or read now, or will not be; else
 *     {@code warning}
 * @param code one of {@code DefaultKeyMissing}, {@code DefaultKeyUnusable}, {@code
 *     DefaultKeyPendingDeletion}, {@code VersionsUnderMissingKey}, {@code
 *     VersionsUnderUnusableKey}, {@code VersionsUnderKeyPendingDeletion}, {@code
 *     VersionsDifferFromDefault}, {@code NotCounted}
 * @param text a sentence
 */
public record EncryptionFinding(String severity, String code, String text) {
  public static final String ERROR = "error";
  public static final String WARNING = "warning";
}
