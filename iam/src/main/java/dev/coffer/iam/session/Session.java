package dev.coffer.iam.session;

import dev.coffer.wire.sigv4.SecretAccessKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session's credentials stand for. Times are whole seconds.
 *
 * @param secret that signs its requests
 * @param limits what was passed to narrow it; never null, may be {@link Limits#NONE}
 */
public record Session(
    Holder holder, SecretAccessKey secret, Limits limits, Instant issued, Instant expires) {

  /** Who acts in it. Rights are looked up at each request, by an id that is never used again. */
  public sealed interface Holder {
    /** Twelve digits. */
    String accountId();
  }

  /** The root of an account, after GetSessionToken. */
  public record Root(String accountId) implements Holder {}

  /**
   * A user, after GetSessionToken.
   *
   * @param userId {@code AIDA…}
   */
  public record User(String accountId, String userId) implements Holder {}

  /**
   * Whoever assumed a role.
   *
   * @param roleId {@code AROA…}
   * @param name that the caller gave to the session
   */
  public record Role(String accountId, String roleId, String name) implements Holder {}

  /**
   * Policies that narrow a role's session.
   *
   * @param policy the document as it was sent, or null
   * @param policyArns of managed policies
   */
  public record Limits(@Nullable String policy, List<String> policyArns) {
    /** A session with all rights of its holder. */
    public static final Limits NONE = new Limits(null, List.of());

    public Limits {
      policyArns = List.copyOf(policyArns);
    }
  }

  /** Whether it has ended at that moment. */
  public boolean expired(Instant now) {
    return !now.isBefore(expires);
  }

  /** Shows nothing of the secret. */
  @Override
  public String toString() {
    return "Session[" + holder + ", until " + expires + "]";
  }
}
