package dev.coffer.kms.operation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.iam.policy.MalformedPolicy;
import dev.coffer.iam.policy.PolicyDocument;
import dev.coffer.kms.access.Asked;
import dev.coffer.kms.access.Attempt;
import dev.coffer.kms.access.Desk;
import dev.coffer.kms.access.Target;
import dev.coffer.wire.kms.KmsError;
import org.jspecify.annotations.Nullable;

/** Which policies a key may have. Source: spec/kms.md §8.2, §12.4. */
final class KeyPolicies {
  /** The longest policy, in UTF-8. */
  static final int MAX_BYTES = 32_768;

  private final Desk desk;

  KeyPolicies(Desk desk) {
    this.desk = desk;
  }

  /** The policy of a key for which none was given. */
  static String standard(String account) {
    return """
    {
      "Version" : "2012-10-17",
      "Id" : "key-default-1",
      "Statement" : [ {
        "Sid" : "Enable IAM User Permissions",
        "Effect" : "Allow",
        "Principal" : {
          "AWS" : "arn:aws:iam::%s:root"
        },
        "Action" : "kms:*",
        "Resource" : "*"
      } ]
    }\
    """
        .formatted(account);
  }

  /**
   * Refuses a policy that is none, that names a principal who does not exist, or that would lock
   * the caller out.
   *
   * @param bypass whether the caller wants to be locked out
   */
  void require(Attempt attempt, Target target, String policy, @Nullable Boolean bypass) {
    if (policy.getBytes(UTF_8).length > MAX_BYTES) {
      throw KmsError.LimitExceededException.because(
          "The key policy must not be larger than " + MAX_BYTES + " bytes.");
    }
    PolicyDocument document = parse(policy);
    if (!document.principals().stream().allMatch(this::exists)) {
      throw KmsError.MalformedPolicyDocumentException.because(
          "Policy contains a statement with one or more invalid principals.");
    }
    boolean safe =
        Boolean.TRUE.equals(bypass)
            || desk.access().allowedBy(attempt, target, Asked.of("kms:PutKeyPolicy"), document);
    if (!safe) {
      throw KmsError.MalformedPolicyDocumentException.because(
          "The new key policy will not allow you to update the key policy in the future.");
    }
  }

  private boolean exists(String principal) {
    return principal.equals("*") || desk.foundation().principalExists().test(principal);
  }

  private static PolicyDocument parse(String policy) {
    try {
      return PolicyDocument.parse(policy, PolicyDocument.Kind.KEY);
    } catch (MalformedPolicy malformed) {
      throw KmsError.MalformedPolicyDocumentException.because(
          String.valueOf(malformed.getMessage()));
    }
  }
}
