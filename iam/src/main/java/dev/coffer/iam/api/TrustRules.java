package dev.coffer.iam.api;

import dev.coffer.iam.identity.Identities;
import dev.coffer.iam.policy.PolicyDocument;
import dev.coffer.wire.iam.IamError;

/** Which trust policies a role may have. */
record TrustRules(Identities identities) {
  private static final int MOST_CHARACTERS = 2048;

  /** Refuses what is no trust policy, is too long, or names somebody who is not there. */
  void require(String text) {
    var tooLong = Refusals.quota("ACLSizePerRole", MOST_CHARACTERS);
    PolicyDocument document = Documents.parse(text, PolicyDocument.Kind.TRUST, tooLong);
    if (document.normalizedBytes() > MOST_CHARACTERS) {
      throw tooLong;
    }
    for (String principal : document.principals()) {
      if (!principal.equals("*") && !identities.principalExists(principal)) {
        throw IamError.MalformedPolicyDocument.because(
            "Invalid principal in policy: \"AWS\":\"" + principal + "\"");
      }
    }
  }
}
