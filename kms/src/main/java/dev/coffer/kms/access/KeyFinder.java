package dev.coffer.kms.access;

import dev.coffer.kms.key.Alias;
import dev.coffer.kms.key.Aliases;
import dev.coffer.kms.key.KeyId;
import dev.coffer.kms.key.Keys;
import dev.coffer.kms.key.StoredKey;
import dev.coffer.wire.kms.KmsError;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the key that a request means. Source: spec/kms.md §3.2. */
final class KeyFinder {
  private final Keys keys;
  private final Aliases aliases;
  private final Arns arns;
  private final ManagedKeys managed;

  KeyFinder(Keys keys, Aliases aliases, Arns arns, ManagedKeys managed) {
    this.keys = keys;
    this.aliases = aliases;
    this.arns = arns;
    this.managed = managed;
  }

  /**
   * The key, whoever may see it.
   *
   * @param action for the refusal
   */
  Target find(Attempt attempt, String text, String action) {
    Target target =
        switch (KeyReference.parse(text, arns.region(), attempt.account())) {
          case KeyReference.ById byId -> byId(attempt, byId, null, action);
          case KeyReference.ByAlias byAlias -> byAlias(attempt, byAlias, text, action);
        };
    boolean own = target.key().account().equals(attempt.account());
    if (!own && !attempt.operation().across()) {
      throw Access.invisible(attempt, action);
    }
    attempt.touch(target.key(), target.arn());
    return target;
  }

  /** The key of this id, if there is one in any account. */
  Optional<Target> find(Attempt attempt, KeyId id) {
    Optional<Target> target =
        keys.find(id).map(stored -> new Target(stored, arns.of(stored.key()), null));
    target.ifPresent(found -> attempt.touch(found.key(), found.arn()));
    return target;
  }

  private Target byId(
      Attempt attempt, KeyReference.ById named, @Nullable String alias, String action) {
    Optional<StoredKey> stored =
        keys.find(named.id()).filter(found -> found.key().account().equals(named.account()));
    if (stored.isPresent()) {
      return new Target(stored.get(), arns.of(stored.get().key()), alias);
    }
    if (!named.account().equals(attempt.account())) {
      throw Access.invisible(attempt, action);
    }
    throw KmsError.NotFoundException.because(
        "Key '" + arns.key(named.account(), named.id()) + "' does not exist");
  }

  private Target byAlias(Attempt attempt, KeyReference.ByAlias named, String text, String action) {
    if (!attempt.operation().byAlias()) {
      throw KeyReference.invalid(text);
    }
    boolean own = named.account().equals(attempt.account());
    if (own && named.name().equals(ManagedKeys.S3) && needed(attempt)) {
      managed.require(named.account(), attempt.now());
    }
    Optional<Target> target =
        aliases
            .find(named.account(), named.name())
            .flatMap(alias -> keys.find(alias.target()).map(stored -> of(stored, alias)));
    if (target.isEmpty() && !own) {
      throw Access.invisible(attempt, action);
    }
    return target.orElseThrow(() -> missing(named));
  }

  private Target of(StoredKey stored, Alias alias) {
    return new Target(stored, arns.of(stored.key()), alias.name());
  }

  /** The service's own key is made for whoever looks at it, and for the service. */
  private static boolean needed(Attempt attempt) {
    return attempt.viaService() != null || attempt.operation() == KeyOperation.DescribeKey;
  }

  private RuntimeException missing(KeyReference.ByAlias named) {
    return KmsError.NotFoundException.because(
        "Alias " + arns.alias(named.account(), named.name()) + " is not found.");
  }
}
