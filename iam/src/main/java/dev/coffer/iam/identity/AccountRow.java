package dev.coffer.iam.identity;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import org.jspecify.annotations.Nullable;

/**
 * How an account is stored. Layout: docs/formats/account-v2.md; version 1 is still read.
 *
 * @param name as its maker called it; for people
 * @param rootKeyId the access key that was made with it; null for the management account, whose key
 *     the first start chose
 * @param closed it was deleted; its id is never used again
 * @param revision grows with every change, so no two rows of an account are equal
 */
record AccountRow(
    Account account, String name, @Nullable String rootKeyId, boolean closed, long revision) {
  static final int VERSION = 2;

  private static final int FIRST_VERSION = 1;
  private static final int MAX_TEXT = 256;

  static AccountRow of(Account account, String name, @Nullable String rootKeyId) {
    return new AccountRow(account, name, rootKeyId, false, 1);
  }

  AccountRow withClosed(boolean whether) {
    return new AccountRow(account, name, rootKeyId, whether, revision + 1);
  }

  Bytes encode() {
    return new FieldWriter()
        .u8(VERSION)
        .string(account.id())
        .string(account.canonicalId())
        .string(name)
        .nullableString(rootKeyId)
        .flag(closed)
        .u32(revision)
        .toBytes();
  }

  static AccountRow decode(Bytes stored) {
    var row = new FieldReader(stored);
    int version = row.u8();
    AccountRow read =
        switch (version) {
          case FIRST_VERSION -> new AccountRow(account(row), "", null, false, 0);
          case VERSION ->
              new AccountRow(
                  account(row),
                  row.string(MAX_TEXT),
                  row.nullable(field -> field.string(MAX_TEXT)),
                  row.flag(),
                  row.u32());
          default ->
              throw new Corrupt("account row has an unknown version").with("version", version);
        };
    row.requireEnd();
    return read;
  }

  private static Account account(FieldReader row) {
    String id = row.string(MAX_TEXT);
    String canonicalId = row.string(MAX_TEXT);
    if (!Account.isId(id)) {
      throw new Corrupt("account row has an id that is none");
    }
    return new Account(id, canonicalId);
  }
}
