package dev.coffer.iam.entity;

/** The kinds of entities. */
public enum Kind {
  USER("AIDA", 'u', 5000),
  GROUP("AGPA", 'g', 300),
  ROLE("AROA", 'r', 1000),
  POLICY("ANPA", 'p', 1500);

  private final String idPrefix;
  private final char letter;
  private final int limit;

  Kind(String idPrefix, char letter, int limit) {
    this.idPrefix = idPrefix;
    this.letter = letter;
    this.limit = limit;
  }

  /** What unique ids begin with. */
  public String idPrefix() {
    return idPrefix;
  }

  /** How many an account may have. Source: "IAM and STS quotas" in the IAM User Guide. */
  public int limit() {
    return limit;
  }

  /** {@code user}, as in ARNs and in messages. */
  public String word() {
    return switch (this) {
      case USER -> "user";
      case GROUP -> "group";
      case ROLE -> "role";
      case POLICY -> "policy";
    };
  }

  /** The word of the count in LimitExceeded, {@code UsersPerAccount}. */
  public String quota() {
    return switch (this) {
      case USER -> "UsersPerAccount";
      case GROUP -> "GroupsPerAccount";
      case ROLE -> "RolesPerAccount";
      case POLICY -> "PoliciesPerAccount";
    };
  }

  char letter() {
    return letter;
  }

  public String arn(String accountId, String path, String name) {
    return "arn:aws:iam::" + accountId + ":" + word() + path + name;
  }
}
