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

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.iam.identity.Installation;
import dev.coffer.wire.sigv4.SecretAccessKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes vectors/session-token-v1 to the last bit. */
final class SessionVectors {
  private static final String ACCOUNT = "123456789012";
  private static final Instant ISSUED = Instant.parse("2026-11-23T12:00:00Z");
  private static final String POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\","
          + "\"Resource\":\"*\"}}";

  private SessionVectors() {}

  /** A root's, a user's and a role's. */
  static List<Session> sessions() {
    return List.of(
        session(new Session.Root(ACCOUNT), Session.Limits.NONE),
        session(new Session.User(ACCOUNT, "AIDAEXAMPLE"), Session.Limits.NONE),
        session(new Session.Role(ACCOUNT, "AROAEXAMPLE", "build"), Session.Limits.NONE),
        session(
            new Session.Role(ACCOUNT, "AROAEXAMPLE", "build"),
            new Session.Limits(POLICY, List.of("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"))));
  }

  static SessionTokens tokens(String keyHex, String installationHex) {
    return new SessionTokens(key(keyHex), Bytes.ofHex(installationHex), Installation.entropy(1));
  }

  /** Every vector by its name. */
  static Map<String, String> files() {
    var files = new TreeMap<String, String>();
    List<Session> sessions = sessions();
    String user = seal(sessions.get(1));
    files.put("root", file("opens", KEY, HERE, ID, seal(sessions.get(0))));
    files.put("user", file("opens", KEY, HERE, ID, user));
    files.put("role", file("opens", KEY, HERE, ID, seal(sessions.get(2))));
    files.put("role_limited", file("opens", KEY, HERE, ID, seal(sessions.get(3))));
    files.put("other_access_key", refused(KEY, HERE, "ASIAOTHER", user));
    files.put("other_installation", refused(KEY, "23".repeat(16), ID, user));
    files.put("other_key", refused("12".repeat(32), HERE, ID, user));
    byte[] sealed = Base64.getDecoder().decode(user);
    files.put("cut", refused(KEY, HERE, ID, encode(Arrays.copyOf(sealed, sealed.length - 1))));
    sealed[sealed.length - 20] ^= 1;
    files.put("changed", refused(KEY, HERE, ID, encode(sealed)));
    files.put("unpadded", refused(KEY, HERE, ID, seal(sessions.get(0)).replace("=", "")));
    files.put("empty", refused(KEY, HERE, ID, ""));
    byte[] plain = SessionFields.write(sessions.get(1)).toByteArray();
    files.put("version_2", refused(KEY, HERE, ID, sealed(with(plain, 0, 2))));
    files.put("unknown_holder", refused(KEY, HERE, ID, sealed(with(plain, 1, 4))));
    files.put(
        "trailing_byte", refused(KEY, HERE, ID, sealed(Arrays.copyOf(plain, plain.length + 1))));
    return files;
  }

  static Path directory() {
    return TokenVectors.directory("session-token-v1");
  }

  private static Session session(Session.Holder holder, Session.Limits limits) {
    return new Session(
        holder, SecretAccessKey.of(SECRET), limits, ISSUED, ISSUED.plusSeconds(3600));
  }

  private static String seal(Session session) {
    return tokens(KEY, HERE).seal(ID, session);
  }

  private static String sealed(byte[] plain) {
    return TokenVectors.sealed("coffer/iam/session-token", plain);
  }

  /** Writes the directory anew. */
  static void main() throws IOException {
    TokenVectors.write(directory(), files());
  }
}
