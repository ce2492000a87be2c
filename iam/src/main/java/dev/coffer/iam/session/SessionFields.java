package dev.coffer.iam.session;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.wire.sigv4.SecretAccessKey;
import java.time.Instant;

/** The bytes within a token. Layout: docs/formats/session-token-v1.md §3. */
final class SessionFields {
  private static final int ROOT = 1;
  private static final int USER = 2;
  private static final int ROLE = 3;
  private static final int MAX_TEXT = 256;
  private static final int MAX_POLICY = 8192;
  private static final int MAX_ARN = 2048;

  private SessionFields() {}

  static Bytes write(Session session) {
    return write(session, new FieldWriter().u8(SessionTokens.VERSION)).toBytes();
  }

  /** The fields after the version, which tokens of every kind have. */
  static FieldWriter write(Session session, FieldWriter fields) {
    switch (session.holder()) {
      case Session.Root root -> fields.u8(ROOT).string(root.accountId());
      case Session.User user -> fields.u8(USER).string(user.accountId()).string(user.userId());
      case Session.Role role ->
          fields.u8(ROLE).string(role.accountId()).string(role.roleId()).string(role.name());
    }
    return fields
        .string(session.secret().reveal())
        .u64(session.issued().getEpochSecond())
        .u64(session.expires().getEpochSecond())
        .nullableString(session.limits().policy())
        .list(session.limits().policyArns(), FieldWriter::string);
  }

  static Session read(Bytes plain) {
    var fields = new FieldReader(plain);
    if (fields.u8() != SessionTokens.VERSION) {
      throw new Corrupt("session has an unknown version");
    }
    Session session = read(fields);
    fields.requireEnd();
    return session;
  }

  /** The fields after the version. */
  static Session read(FieldReader fields) {
    Session.Holder holder = holder(fields);
    SecretAccessKey secret = secret(fields.string(MAX_TEXT));
    Instant issued = time(fields.u64());
    Instant expires = time(fields.u64());
    var policy = fields.nullable(field -> field.string(MAX_POLICY));
    var limits = new Session.Limits(policy, fields.list(field -> field.string(MAX_ARN)));
    return new Session(holder, secret, limits, issued, expires);
  }

  private static Session.Holder holder(FieldReader fields) {
    int kind = fields.u8();
    String account = fields.string(MAX_TEXT);
    return switch (kind) {
      case ROOT -> new Session.Root(account);
      case USER -> new Session.User(account, fields.string(MAX_TEXT));
      case ROLE -> new Session.Role(account, fields.string(MAX_TEXT), fields.string(MAX_TEXT));
      default -> throw new Corrupt("session has an unknown holder").with("kind", kind);
    };
  }

  private static SecretAccessKey secret(String text) {
    if (text.isEmpty()) {
      throw new Corrupt("session has no secret");
    }
    return SecretAccessKey.of(text);
  }

  static Instant time(long seconds) {
    if (seconds < 0 || seconds > Instant.MAX.getEpochSecond()) {
      throw new Corrupt("session has a time beyond all calendars");
    }
    return Instant.ofEpochSecond(seconds);
  }
}
