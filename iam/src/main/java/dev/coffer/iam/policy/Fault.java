package dev.coffer.iam.policy;

import dev.coffer.iam.policy.PolicyDocument.Kind;

/**
 * What can be wrong with a document, and how Amazon says so.
 *
 * <p>There are two voices: the checker of policies that belong to a resource (S3, KMS) names the
 * field; IAM's own speaks of the document. Texts: public reports of Amazon's answers; the first
 * voice's {@code %s} is the offending name or value.
 */
enum Fault {
  NOT_JSON(
      "Policies must be valid JSON and the first byte must be '{'", "Syntax errors in policy."),
  BROKEN_JSON("This policy contains invalid Json", "Syntax errors in policy."),
  TOO_LARGE(
      "Normalized policy document exceeds the maximum allowed size of %s bytes",
      "Syntax errors in policy."),
  UNKNOWN_FIELD("Unknown field %s", "Syntax errors in policy."),
  SYNTAX("Invalid policy syntax.", "Syntax errors in policy."),
  VERSION("The policy must contain a valid version string", "Syntax errors in policy."),
  NO_STATEMENT("Missing required field Statement", "Syntax errors in policy."),
  EMPTY_STATEMENT("Could not parse the policy: Statement is empty!", "Syntax errors in policy."),
  TWICE("Statement/policy already has instance of %s", "Syntax errors in policy."),
  SAME_SID(
      "The Statement Ids in the policy are not unique",
      "Statement IDs (SID) in a single policy must be unique."),
  BAD_SID(
      "Invalid policy syntax.",
      "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular"
          + " expression [0-9A-Za-z]*"),
  NO_EFFECT("Missing required field Effect", "Syntax errors in policy."),
  BAD_EFFECT("Invalid effect: %s", "Syntax errors in policy."),
  EFFECT_CASE("Invalid effect: %s", "The policy failed legacy parsing"),
  NO_PRINCIPAL("Missing required field Principal", "Missing required field Principal"),
  EMPTY_PRINCIPAL(
      "Missing required field Principal cannot be empty!",
      "Missing required field Principal cannot be empty!"),
  BAD_PRINCIPAL("Invalid principal in policy", "Invalid principal in policy: %s"),
  ALLOW_NOT_PRINCIPAL(
      "Allow with NotPrincipal is not allowed.", "Allow with NotPrincipal is not allowed."),
  PROHIBITED_PRINCIPAL("Invalid policy syntax.", "Policy document should not specify a principal."),
  NO_ACTION("Missing required field Action", "Policy statement must contain actions."),
  EMPTY_ACTION("Policy has invalid action", "Policy statement must contain actions."),
  BAD_ACTION("Policy has invalid action", "%s"),
  NO_RESOURCE("Missing required field Resource", "Policy statement must contain resources."),
  EMPTY_RESOURCE("Policy has invalid resource", "Policy statement must contain resources."),
  BAD_RESOURCE("Policy has invalid resource", "%s"),
  PROHIBITED_RESOURCE("Invalid policy syntax.", "Has prohibited field %s"),
  NOT_APPLICABLE(
      "Action does not apply to any resource(s) in statement",
      "Action does not apply to any resource(s) in statement"),
  BAD_OPERATOR("Invalid Condition type : %s", "Syntax errors in policy."),
  BAD_KEY("Policy has an invalid condition key", "Syntax errors in policy."),
  KEY_NOT_APPLICABLE(
      "Conditions do not apply to combination of actions and resources in statement",
      "Syntax errors in policy."),
  BAD_ADDRESS("Invalid IP address in Conditions", "The policy failed legacy parsing"),
  BAD_VALUE("Invalid policy syntax.", "The policy failed legacy parsing"),
  BAD_VARIABLE("Invalid policy syntax.", "Syntax errors in policy."),
  STAR_ASSUMES(
      "Invalid principal in policy",
      "AssumeRolepolicy contained an invalid principal: \"STAR\":\"*\".");

  private final String ofResource;
  private final String ofIam;

  Fault(String ofResource, String ofIam) {
    this.ofResource = ofResource;
    this.ofIam = ofIam;
  }

  MalformedPolicy in(Kind kind) {
    return in(kind, "");
  }

  /**
   * The complaint in the words for a kind.
   *
   * @param detail the offending field, value, or (of an action or resource in IAM) Amazon's
   *     sentence
   */
  MalformedPolicy in(Kind kind, String detail) {
    return new MalformedPolicy(text(kind).replace("%s", detail));
  }

  private String text(Kind kind) {
    if (kind == Kind.KEY && this == BAD_PRINCIPAL) {
      return "Policy contains a statement with one or more invalid principals.";
    }
    if (kind == Kind.TRUST && (this == NOT_JSON || this == BROKEN_JSON)) {
      return BROKEN_JSON.ofResource;
    }
    return switch (kind) {
      case BUCKET, DIRECTORY, KEY -> ofResource;
      case IDENTITY, SESSION, TRUST -> ofIam;
    };
  }
}
