package dev.coffer.iam.identity;

import dev.coffer.iam.entity.Entities;
import dev.coffer.iam.entity.Holdings;
import dev.coffer.iam.entity.KeyState;
import dev.coffer.iam.entity.Ledger;
import dev.coffer.iam.entity.Naming;
import dev.coffer.iam.entity.UserRow;
import dev.coffer.storage.kv.KvStore;
import java.time.Instant;
import java.util.List;

/** A user to test with. */
final class UserRows {
  static final Instant THEN = Instant.parse("2026-11-24T00:00:00Z");
  static final UserRow ALICE =
      new UserRow(
          new Naming("AIDAAAAAAAAAAAAAAAAAA", "Alice", "/people/", THEN),
          Holdings.NONE,
          null,
          List.of(),
          List.of());

  private UserRows() {}

  /** Adds {@link #ALICE} with one active key. */
  static UserRow aliceWithKey(KvStore store, String accessKeyId) {
    var ledger = new Ledger(store, Installation.SYSTEM, Installation.entropy(3));
    UserRow user = ALICE.withKeys(List.of(new KeyState(accessKeyId, true, THEN)));
    return ledger.change(
        Installation.ACCOUNT.id(),
        change -> {
          Entities.USERS.add(change, user);
          return user;
        });
  }
}
