package dev.coffer.iam.auth;

import dev.coffer.iam.identity.AccessKey;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.Subject;
import java.util.Optional;

/**
 * What the policies know of users and roles, read anew at each request so that a change binds at
 * once. An implementation must not remember.
 */
public interface Subjects {
  /** Of an installation that has roots only. */
  Subjects ROOTS =
      new Subjects() {
        @Override
        public Optional<Subject> ofKey(AccessKey key) {
          return Optional.of(key.account())
              .filter(account -> account.rootArn().equals(key.principalArn()))
              .map(account -> Subject.rootOf(account.id()));
        }

        @Override
        public Optional<Subject> ofUser(String accountId, String userId) {
          return Optional.empty();
        }

        @Override
        public Optional<Subject> ofRole(String accountId, String roleId, String sessionName) {
          return Optional.empty();
        }

        @Override
        public Optional<NamedPolicy> managedPolicy(String accountId, String arn) {
          return Optional.empty();
        }
      };

  /** For whom a long-lived key speaks; empty when that user is gone or the key is inactive. */
  Optional<Subject> ofKey(AccessKey key);

  /** The user with that {@code AIDA…} id. */
  Optional<Subject> ofUser(String accountId, String userId);

  /** A session of the role with that {@code AROA…} id, not narrowed. */
  Optional<Subject> ofRole(String accountId, String roleId, String sessionName);

  /** A managed policy, of the account or ours. */
  Optional<NamedPolicy> managedPolicy(String accountId, String arn);
}
