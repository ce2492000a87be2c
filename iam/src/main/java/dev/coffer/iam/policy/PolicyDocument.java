package dev.coffer.iam.policy;

/** A policy as it was written, valid for its kind. Its text is kept byte for byte. */
public final class PolicyDocument {
  private final String text;

  private PolicyDocument(String text) {
    this.text = text;
  }

  /** What a document is attached to, which decides its limits and elements. */
  public enum Kind {
    /** To a user, group or role; no principal. */
    IDENTITY,
    /** Passed with AssumeRole; like an identity policy. */
    SESSION,
    /** To a bucket; every statement has a principal and a resource of that bucket. */
    BUCKET,
    /** To a KMS key; every statement has a principal. */
    KEY,
    /** To a role: who may assume it; a principal, no resource. */
    TRUST
  }

  /**
   * Reads and checks a document.
   *
   * @throws MalformedPolicy with Amazon's words for what is wrong
   */
  public static PolicyDocument parse(String text, Kind kind) {
    return new PolicyDocument(text);
  }

  /** As it was written. */
  public String text() {
    return text;
  }
}
