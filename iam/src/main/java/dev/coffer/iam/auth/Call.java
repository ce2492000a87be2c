package dev.coffer.iam.auth;

import dev.coffer.iam.policy.ConditionKeys;

/**
 * Who calls, and under which circumstances.
 *
 * @param keys the global condition keys of the request ({@code aws:SourceIp}, {@code
 *     aws:SecureTransport}, {@code aws:CurrentTime}, …)
 * @param requestId as shown to the client and in the logs
 * @param operation its name, for the logs; empty where none of them asks for it
 */
public record Call(Caller caller, ConditionKeys keys, String requestId, String operation) {
  static final String TOKEN_ISSUE_TIME = "aws:TokenIssueTime";

  /** A call whose operation no log asks for. */
  public Call(Caller caller, ConditionKeys keys, String requestId) {
    this(caller, keys, requestId, "");
  }

  /** Whether it is signed with a session's credentials. */
  public boolean bySession() {
    return keys.find(TOKEN_ISSUE_TIME) != null;
  }
}
