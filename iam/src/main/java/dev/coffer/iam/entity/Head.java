package dev.coffer.iam.entity;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;

/**
 * How many entities an account has, and whether it may have any: the row that every change of the
 * account replaces, so that changes come one after another.
 *
 * @param closed the account is being deleted; nothing can be added
 */
record Head(boolean closed, long users, long groups, long roles, long policies) {
  /** The head of an account that nobody has changed yet. */
  static final Head FIRST = new Head(false, 0, 0, 0, 0);

  private static final int STAMP = 16;

  long count(Kind kind) {
    return switch (kind) {
      case USER -> users;
      case GROUP -> groups;
      case ROLE -> roles;
      case POLICY -> policies;
    };
  }

  Head plus(Kind kind, int more) {
    return switch (kind) {
      case USER -> new Head(closed, users + more, groups, roles, policies);
      case GROUP -> new Head(closed, users, groups + more, roles, policies);
      case ROLE -> new Head(closed, users, groups, roles + more, policies);
      case POLICY -> new Head(closed, users, groups, roles, policies + more);
    };
  }

  Head shut() {
    return new Head(true, users, groups, roles, policies);
  }

  boolean empty() {
    return users + groups + roles + policies == 0;
  }

  /** With a stamp that no other head has, so that every change can be told from every other. */
  Bytes encode(byte[] stamp) {
    return Fields.record()
        .flag(closed)
        .u32(users)
        .u32(groups)
        .u32(roles)
        .u32(policies)
        .bytes(Bytes.copyOf(stamp))
        .toBytes();
  }

  static Head decode(Bytes row) {
    FieldReader record = Fields.reader(row);
    var head = new Head(record.flag(), record.u32(), record.u32(), record.u32(), record.u32());
    record.bytes(STAMP);
    record.requireEnd();
    return head;
  }
}
