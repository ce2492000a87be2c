package dev.coffer.iam.auth;

import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Grants;
import dev.coffer.iam.session.DirectorySession;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, and under which circumstances.
 *
 * @param keys the global condition keys of the request ({@code aws:SourceIp}, {@code
 *     aws:SecureTransport}, {@code aws:CurrentTime}, …)
 * @param requestId as shown to the client and in the logs
 * @param operation its name, for the logs; empty where none of them asks for it
 * @param grants what the caller may, where that was decided before the operation; else null
 * @param signedBy what its credentials are
 */
public record Call(
    Caller caller,
    ConditionKeys keys,
    String requestId,
    String operation,
    @Nullable Grants grants,
    SignedBy signedBy) {
  static final String TOKEN_ISSUE_TIME = "aws:TokenIssueTime";

  /**
   * A call with a long-lived key, or without any, whose operation no log asks for, and which
   * authorizes by itself.
   */
  public Call(Caller caller, ConditionKeys keys, String requestId) {
    this(caller, keys, requestId, "", null, SignedBy.LONG_LIVED);
  }

  /** The rights of a caller about whom it was decided. */
  public Grants requireGrants() {
    if (grants == null) {
      throw new IllegalStateException("nobody decided what the caller may");
    }
    return grants;
  }

  /** What the session of a directory bucket is good for that it is made in; empty without one. */
  public Optional<DirectorySession.Scope> findScope() {
    return signedBy.findScope();
  }

  /** Whether it is signed with a session's credentials. */
  public boolean bySession() {
    return keys.find(TOKEN_ISSUE_TIME) != null;
  }
}
