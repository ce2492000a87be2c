package dev.coffer.iam.auth;

import dev.coffer.iam.policy.ConditionKeys;

/**
 * Who calls, and under which circumstances.
 *
 * @param keys the global condition keys of the request ({@code aws:SourceIp}, {@code
 *     aws:SecureTransport}, {@code aws:CurrentTime}, …)
 * @param requestId as shown to the client and in the logs
 */
public record Call(Caller caller, ConditionKeys keys, String requestId) {
  static final String TOKEN_ISSUE_TIME = "aws:TokenIssueTime";

  /** Whether it is signed with a session's credentials. */
  public boolean bySession() {
    return keys.find(TOKEN_ISSUE_TIME) != null;
  }
}
