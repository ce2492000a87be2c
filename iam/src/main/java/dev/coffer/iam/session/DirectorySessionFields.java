package dev.coffer.iam.session;

import dev.coffer.iam.session.DirectorySession.Mode;
import dev.coffer.iam.session.DirectorySession.Scope;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The bytes within a token. Layout: docs/formats/directory-session-token-v1.md §3. */
final class DirectorySessionFields {
  private static final int READ_ONLY = 1;
  private static final int READ_WRITE = 2;
  private static final int BUCKET_ID_BYTES = 16;
  private static final int MAX_ARN = 2048;

  private DirectorySessionFields() {}

  static Bytes write(DirectorySession session) {
    Instant begunWith = session.begunWith();
    var fields = new FieldWriter().u8(DirectorySessionTokens.VERSION);
    return SessionFields.write(session.session(), fields)
        .nullable(begunWith, (out, time) -> out.u64(time.getEpochSecond()))
        .bytes(session.scope().bucketId())
        .u8(code(session.scope().mode()))
        .nullableString(session.scope().kmsKeyArn())
        .toBytes();
  }

  static DirectorySession read(Bytes plain) {
    var fields = new FieldReader(plain);
    if (fields.u8() != DirectorySessionTokens.VERSION) {
      throw new Corrupt("session has an unknown version");
    }
    Session session = SessionFields.read(fields);
    @Nullable Instant begunWith = fields.nullable(field -> SessionFields.time(field.u64()));
    Scope scope = scope(fields);
    fields.requireEnd();
    return new DirectorySession(session, begunWith, scope);
  }

  private static Scope scope(FieldReader fields) {
    Bytes bucketId = fields.bytes(BUCKET_ID_BYTES);
    if (bucketId.size() != BUCKET_ID_BYTES) {
      throw new Corrupt("session has no bucket's id");
    }
    return new Scope(bucketId, mode(fields.u8()), fields.nullable(field -> field.string(MAX_ARN)));
  }

  private static int code(Mode mode) {
    return switch (mode) {
      case READ_ONLY -> READ_ONLY;
      case READ_WRITE -> READ_WRITE;
    };
  }

  private static Mode mode(int code) {
    return switch (code) {
      case READ_ONLY -> Mode.READ_ONLY;
      case READ_WRITE -> Mode.READ_WRITE;
      default -> throw new Corrupt("session has an unknown mode").with("mode", code);
    };
  }
}
