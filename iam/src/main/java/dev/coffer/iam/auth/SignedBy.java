package dev.coffer.iam.auth;

import dev.coffer.iam.session.DirectorySession;
import dev.coffer.iam.session.Session;

/** What kind of credentials a request is signed with. */
public sealed interface SignedBy {
  /** A key that does not end by itself, or none at all. */
  SignedBy LONG_LIVED = new LongLived();

  /** No session's. */
  record LongLived() implements SignedBy {}

  /** Those of a session of STS. */
  record Temporary(Session session) implements SignedBy {}

  /** Those of a session of a directory bucket. */
  record OfBucket(DirectorySession session) implements SignedBy {}
}
