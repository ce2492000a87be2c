package dev.coffer.kms.operation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.material.ImportWrapping;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.key.Grants;
import dev.coffer.kms.key.KeyId;
import dev.coffer.vectors.VectorFile;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The vectors of tokens in vectors/kms-key-v1, and how one is read. */
public final class TokenVectors {
  public static final String IMPORT = "import-token";
  public static final String GRANT = "grant-token";

  private static final String OPENS = "opens";
  private static final String INVALID = "InvalidImportTokenException";
  private static final String NO_GRANT = "InvalidGrantTokenException";
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final Instant END = Instant.parse("2026-11-24T10:00:00Z");
  private static final KeyId ID = new KeyId("1234abcd-12ab-34cd-56ef-1234567890ab");
  private static final String GRANT_ID = "5c".repeat(32);

  private final Entropy entropy = new Random(20261202)::nextBytes;
  private final byte[] tokensKey = entropy.bytes(32);
  private final byte[] installationId = entropy.bytes(16);
  private final byte[] privateKey = entropy.bytes(64);
  private final byte[] token = token();
  private final byte[] grantToken = grantToken();

  /** All of them. */
  public List<VectorFile> all() {
    int end = 1 + 1 + ID.text().length() + 1;
    return List.of(
        token("token", OPENS, "stands for a private key", token),
        token("token_expired", "ExpiredImportTokenException", "at its end", token)
            .with("now", END.toString()),
        token("token_version_0", INVALID, "version 0", set(0, 0)),
        token("token_version_2", INVALID, "a later version", set(0, 2)),
        token("token_other_key", INVALID, "for another key", token)
            .with("key-id", ID.text().replace('a', 'b')),
        token("token_key_changed", INVALID, "said to be for another key", set(2, '2')),
        token("token_wrapping_changed", INVALID, "another wrapping", set(end - 1, 1)),
        token("token_wrapping_unknown", INVALID, "a wrapping of no program", set(end - 1, 9)),
        token("token_end_changed", INVALID, "said to hold longer", set(end, 1)),
        token("token_changed", INVALID, "a bit of the tag", set(token.length - 1, last(token) ^ 1)),
        token("token_cut", INVALID, "a byte less", Arrays.copyOf(token, token.length - 1)),
        token(
            "token_trailing_byte", INVALID, "a byte more", Arrays.copyOf(token, token.length + 1)),
        token("token_nothing", INVALID, "no bytes", new byte[0]),
        token("token_other_installation", INVALID, "of another installation", token)
            .with("installation-id", new byte[16]),
        token("token_other_tokens_key", INVALID, "sealed by another key", token)
            .with("tokens-key", new byte[32]),
        grant("grant_token", OPENS, "names a grant", grantToken),
        grant("grant_token_changed", NO_GRANT, "another letter", changed(grantToken)),
        grant("grant_token_cut", NO_GRANT, "cut", Arrays.copyOf(grantToken, 100)),
        grant(
            "grant_token_other_spelling",
            NO_GRANT,
            "bits that stand for nothing",
            spelt(grantToken)),
        grant("grant_token_no_base64", NO_GRANT, "no base64url", "a+b/".getBytes(US_ASCII)),
        grant("grant_token_other_installation", NO_GRANT, "of another installation", grantToken)
            .with("installation-id", new byte[16]),
        grant("grant_token_other_tokens_key", NO_GRANT, "sealed by another key", grantToken)
            .with("tokens-key", new byte[32]));
  }

  private VectorFile token(String name, String expect, String comment, byte[] body) {
    return vector(name, expect, comment, body, IMPORT)
        .with("now", NOW.toString())
        .with("wrapping", "4")
        .with("private-key", privateKey);
  }

  private VectorFile grant(String name, String expect, String comment, byte[] body) {
    return vector(name, expect, comment, body, GRANT).with("grant-id", GRANT_ID);
  }

  private VectorFile vector(String name, String expect, String comment, byte[] body, String what) {
    return VectorFile.of(name, expect, comment, body)
        .with("what", what)
        .with("tokens-key", tokensKey)
        .with("installation-id", installationId)
        .with("key-id", ID.text());
  }

  private byte[] set(int at, int value) {
    byte[] changed = token.clone();
    changed[at] = (byte) value;
    return changed;
  }

  private static int last(byte[] bytes) {
    return bytes[bytes.length - 1];
  }

  private static byte[] changed(byte[] text) {
    byte[] changed = text.clone();
    changed[50] = (byte) (changed[50] == 'A' ? 'B' : 'A');
    return changed;
  }

  /** The last letter has bits that belong to no byte; the next letter differs in those alone. */
  private static byte[] spelt(byte[] text) {
    byte[] changed = text.clone();
    changed[changed.length - 1]++;
    return changed;
  }

  private byte[] token() {
    try (var sealing = new WrappingKey(Secret.of(tokensKey.clone()));
        Secret secret = Secret.of(privateKey.clone())) {
      return new ImportTokens(sealing, Bytes.of(installationId), entropy)
          .issue(ID, ImportWrapping.RSA_AES_KEY_WRAP_SHA_256, END, secret);
    }
  }

  private byte[] grantToken() {
    try (var sealing = new WrappingKey(Secret.of(tokensKey.clone()))) {
      return new GrantTokens(sealing, Bytes.of(installationId), entropy)
          .issue(ID, GRANT_ID)
          .getBytes(US_ASCII);
    }
  }

  /** Reads a token, and tells whether it holds what the vector says. */
  public static boolean reads(VectorFile vector) {
    Bytes installationId = Bytes.of(vector.hex("installation-id"));
    var keyId = new KeyId(vector.text("key-id"));
    try (var sealing = new WrappingKey(Secret.of(vector.hex("tokens-key")))) {
      if (vector.text("what").equals(GRANT)) {
        var tokens = new GrantTokens(sealing, installationId, Entropy.system());
        return tokens
            .require(new String(vector.body(), US_ASCII))
            .equals(new Grants.Place(keyId, vector.text("grant-id")));
      }
      var tokens = new ImportTokens(sealing, installationId, Entropy.system());
      Instant now = Instant.parse(vector.text("now"));
      try (var opened = tokens.read(vector.body(), keyId, now);
          Secret expected = Secret.of(vector.hex("private-key"))) {
        return opened.privateKey().sameAs(expected)
            && opened.wrapping().code() == Integer.parseInt(vector.text("wrapping"));
      }
    }
  }
}
