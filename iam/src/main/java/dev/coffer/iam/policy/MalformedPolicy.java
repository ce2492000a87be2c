package dev.coffer.iam.policy;

/** A document that is not a policy; the message is Amazon's, each service adds its own code. */
public final class MalformedPolicy extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedPolicy(String message) {
    super(message, null, false, false);
  }
}
