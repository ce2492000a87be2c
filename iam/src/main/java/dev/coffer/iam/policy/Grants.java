package dev.coffer.iam.policy;

/**
 * The rights of a caller that an operation may have to ask once more, about what it finds.
 *
 * @param rights on what the request is addressed to
 * @param source on what is copied; the same where nothing is
 */
public record Grants(Rights rights, Rights source) {
  /** The rights of a request that copies nothing. */
  public static Grants of(Rights rights) {
    return new Grants(rights, rights);
  }
}
