package dev.coffer.kms.access;

import dev.coffer.kms.key.Alias;
import dev.coffer.kms.key.Aliases;
import dev.coffer.kms.key.Keys;
import dev.coffer.kms.key.KmsKey;
import dev.coffer.kms.key.StoredKey;
import dev.coffer.wire.kms.KeyState;
import dev.coffer.wire.rpc.RpcException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says in which state a key is, for the installation's own reports.
 *
 * <p>Nobody calls: nothing is authorized, nothing is written to the audit trail, and the service's
 * own keys are not made. So the answer may be shown only to those who administer the installation.
 */
public final class KeyStates {
  private final Keys keys;
  private final Aliases aliases;
  private final Arns arns;
  private final InstantSource clock;

  public KeyStates(Desk desk) {
    this.keys = desk.keys();
    this.aliases = desk.aliases();
    this.arns = desk.arns();
    this.clock = desk.foundation().clock();
  }

  /**
   * A key as it is now.
   *
   * @param deletionDate when its material is destroyed; null unless it is to be deleted
   */
  public record Found(String arn, KeyState state, @Nullable Instant deletionDate) {}

  /**
   * The key that a text names; empty when there is none, or the text names nothing of this service.
   *
   * @param account whose ids and aliases are meant where the text names no account
   * @param text one of the four forms
   */
  public Optional<Found> find(String account, String text) {
    Optional<StoredKey> stored =
        reference(account, text)
            .flatMap(named ->
                switch (named) {
                  case KeyReference.ById byId ->
                      keys.find(byId.id())
                          .filter(key -> key.key().account().equals(byId.account()));
                  case KeyReference.ByAlias byAlias ->
                      aliases
                          .find(byAlias.account(), byAlias.name())
                          .map(Alias::target)
                          .flatMap(keys::find);
                });
    return stored.map(StoredKey::key).map(this::found);
  }

  private Found found(KmsKey key) {
    return new Found(arns.of(key), key.state(clock.instant()), key.deletionDate());
  }

  private Optional<KeyReference> reference(String account, String text) {
    try {
      return Optional.of(KeyReference.parse(text, arns.region(), account));
    } catch (RpcException _) {
      return Optional.empty();
    }
  }
}
