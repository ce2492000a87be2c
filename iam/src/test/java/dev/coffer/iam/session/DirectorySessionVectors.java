package dev.coffer.iam.session;

import static dev.coffer.iam.session.TokenVectors.HERE;
import static dev.coffer.iam.session.TokenVectors.ID;
import static dev.coffer.iam.session.TokenVectors.KEY;
import static dev.coffer.iam.session.TokenVectors.SECRET;
import static dev.coffer.iam.session.TokenVectors.encode;
import static dev.coffer.iam.session.TokenVectors.file;
import static dev.coffer.iam.session.TokenVectors.key;
import static dev.coffer.iam.session.TokenVectors.refused;
import static dev.coffer.iam.session.TokenVectors.with;

import dev.coffer.iam.identity.Installation;
import dev.coffer.iam.session.DirectorySession.Mode;
import dev.coffer.iam.session.DirectorySession.Scope;
import dev.coffer.storage.Bytes;
import dev.coffer.wire.sigv4.SecretAccessKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes vectors/directory-session-token-v1 to the last bit. */
final class DirectorySessionVectors {
  static final Bytes BUCKET = Bytes.fromHex("33".repeat(16));

  private static final String ACCOUNT = "123456789012";
  private static final Instant ISSUED = Instant.parse("2026-11-23T12:00:00Z");
  private static final Instant BEFORE = Instant.parse("2026-11-23T11:30:00Z");
  private static final String KMS_KEY =
      "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012";
  private static final String POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
          + "\"Resource\":\"*\"}}";

  private DirectorySessionVectors() {}

  /** By the name of their vector. */
  static Map<String, DirectorySession> sessions() {
    var user = new Session.User(ACCOUNT, "AIDAEXAMPLE");
    var role = new Session.Role(ACCOUNT, "AROAEXAMPLE", "build");
    var limits =
        new Session.Limits(POLICY, List.of("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"));
    return new TreeMap<>(
        Map.of(
            "root",
            session(new Session.Root(ACCOUNT), Session.Limits.NONE, null, Mode.READ_WRITE, null),
            "user_read_only",
            session(user, Session.Limits.NONE, null, Mode.READ_ONLY, null),
            "user_kms",
            session(user, Session.Limits.NONE, null, Mode.READ_WRITE, KMS_KEY),
            "role",
            session(role, Session.Limits.NONE, BEFORE, Mode.READ_WRITE, KMS_KEY),
            "role_limited",
            session(role, limits, BEFORE, Mode.READ_ONLY, null)));
  }

  static DirectorySessionTokens tokens(String keyHex, String installationHex) {
    return new DirectorySessionTokens(
        key(keyHex),
        dev.coffer.crypto.envelope.Bytes.ofHex(installationHex),
        Installation.entropy(1));
  }

  /** Every vector by its name. */
  static Map<String, String> files() {
    var files = new TreeMap<String, String>();
    sessions().forEach((name, each) -> files.put(name, file("opens", KEY, HERE, ID, seal(each))));
    DirectorySession session = session("user_kms");
    String token = seal(session);
    files.put("other_access_key", refused(KEY, HERE, "ASIAOTHER", token));
    files.put("other_installation", refused(KEY, "23".repeat(16), ID, token));
    files.put("other_key", refused("12".repeat(32), HERE, ID, token));
    files.put("session_token", refused(KEY, HERE, ID, ofOtherKind(session)));
    byte[] sealed = Base64.getDecoder().decode(token);
    files.put("cut", refused(KEY, HERE, ID, encode(Arrays.copyOf(sealed, sealed.length - 1))));
    sealed[sealed.length - 20] ^= 1;
    files.put("changed", refused(KEY, HERE, ID, encode(sealed)));
    files.put("unpadded", refused(KEY, HERE, ID, padded().replace("=", "")));
    files.put("empty", refused(KEY, HERE, ID, ""));
    byte[] plain = DirectorySessionFields.write(session).toByteArray();
    int mode = plain.length - 2 - (1 + KMS_KEY.length());
    files.put("version_2", refused(KEY, HERE, ID, sealed(with(plain, 0, 2))));
    files.put("unknown_holder", refused(KEY, HERE, ID, sealed(with(plain, 1, 4))));
    files.put("unknown_mode", refused(KEY, HERE, ID, sealed(with(plain, mode, 3))));
    files.put("short_bucket_id", refused(KEY, HERE, ID, sealed(shortened(plain, mode))));
    files.put(
        "trailing_byte", refused(KEY, HERE, ID, sealed(Arrays.copyOf(plain, plain.length + 1))));
    return files;
  }

  static DirectorySession session(String name) {
    DirectorySession session = sessions().get(name);
    if (session == null) {
      throw new IllegalArgumentException(name);
    }
    return session;
  }

  static Path directory() {
    return TokenVectors.directory("directory-session-token-v1");
  }

  private static DirectorySession session(
      Session.Holder holder,
      Session.Limits limits,
      @Nullable Instant begunWith,
      Mode mode,
      @Nullable String kmsKey) {
    var session =
        new Session(
            holder, SecretAccessKey.of(SECRET), limits, ISSUED, ISSUED.plus(DirectorySession.LIFE));
    return new DirectorySession(session, begunWith, new Scope(BUCKET, mode, kmsKey));
  }

  private static String seal(DirectorySession session) {
    return tokens(KEY, HERE).seal(ID, session);
  }

  /** A token of STS, under the very same key. */
  private static String ofOtherKind(DirectorySession session) {
    return SessionVectors.tokens(KEY, HERE).seal(ID, session.session());
  }

  private static String padded() {
    return sessions().values().stream()
        .map(DirectorySessionVectors::seal)
        .filter(token -> token.endsWith("="))
        .findFirst()
        .orElseThrow();
  }

  /** The bucket's id has 15 bytes. */
  private static byte[] shortened(byte[] plain, int mode) {
    byte[] shorter = new byte[plain.length - 1];
    int id = mode - BUCKET.size();
    System.arraycopy(plain, 0, shorter, 0, id);
    shorter[id - 1] = (byte) (BUCKET.size() - 1);
    System.arraycopy(plain, id + 1, shorter, id, plain.length - id - 1);
    return shorter;
  }

  private static String sealed(byte[] plain) {
    return TokenVectors.sealed("coffer/iam/directory-session-token", plain);
  }

  /** Writes the directory anew. */
  static void main() throws IOException {
    TokenVectors.write(directory(), files());
  }
}
