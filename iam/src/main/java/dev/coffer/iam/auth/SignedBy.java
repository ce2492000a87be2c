package dev.coffer.iam.auth;

import dev.coffer.iam.session.DirectorySession;
import dev.coffer.iam.session.Session;
import java.util.Optional;

/** What kind of credentials a request is signed with. */
public sealed interface SignedBy {
  /** A key that does not end by itself, or none at all. */
  SignedBy LONG_LIVED = new LongLived();

  /** What the session of a directory bucket is good for; empty for all other credentials. */
  Optional<DirectorySession.Scope> findScope();

  /** No session's. */
  record LongLived() implements SignedBy {
    @Override
    public Optional<DirectorySession.Scope> findScope() {
      return Optional.empty();
    }
  }

  /** Those of a session of STS. */
  record Temporary(Session session) implements SignedBy {
    @Override
    public Optional<DirectorySession.Scope> findScope() {
      return Optional.empty();
    }
  }

  /** Those of a session of a directory bucket. */
  record OfBucket(DirectorySession session) implements SignedBy {
    @Override
    public Optional<DirectorySession.Scope> findScope() {
      return Optional.of(session.scope());
    }
  }
}
