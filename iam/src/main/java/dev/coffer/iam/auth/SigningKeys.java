package dev.coffer.iam.auth;

import dev.coffer.wire.sigv4.CredentialScope;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.SigningKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Derived keys of the scopes that were used last. An entry counts only for the very secret from
 * which it was derived, so a replaced access key is never verified with its old secret.
 */
final class SigningKeys {
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Name, Derived> derived = new LinkedHashMap<>(16, 0.75f, true);

  private record Name(String accessKeyId, CredentialScope scope) {}

  private record Derived(SecretAccessKey secret, SigningKey key) {}

  SigningKeys(int capacity) {
    this.capacity = capacity;
  }

  SigningKey of(Credential credential, CredentialScope scope) {
    var name = new Name(credential.caller().accessKeyId(), scope);
    Derived known = look(name);
    if (known != null && known.secret.sameAs(credential.secret())) {
      return known.key;
    }
    SigningKey key = SigningKey.derive(credential.secret(), scope);
    keep(name, new Derived(credential.secret(), key));
    return key;
  }

  int size() {
    lock.lock();
    try {
      return derived.size();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Derived look(Name name) {
    lock.lock();
    try {
      return derived.get(name);
    } finally {
      lock.unlock();
    }
  }

  private void keep(Name name, Derived entry) {
    lock.lock();
    try {
      derived.put(name, entry);
      if (derived.size() > capacity) {
        derived.remove(derived.keySet().iterator().next());
      }
    } finally {
      lock.unlock();
    }
  }
}
