package dev.coffer.store.report;

import dev.coffer.kms.access.KeyUses;
import dev.coffer.store.tally.Tallies;
import java.util.OptionalLong;

/**
 * Tells the key service how many versions of all buckets are under a key.
 *
 * <p>Versions from before counting are none of them: there was no KMS key then.
 */
public record VersionsUnderKeys(Tallies tallies) implements KeyUses {
  @Override
  public OptionalLong versionsUnder(String keyArn) {
    return OptionalLong.of(tallies.versionsUnder(keyArn));
  }
}
