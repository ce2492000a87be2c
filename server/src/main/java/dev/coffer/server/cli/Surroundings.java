package dev.coffer.server.cli;

import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command finds: the environment and the time.
 *
 * @param environment of the process, with the usual {@code AWS_} variables
 */
public record Surroundings(Map<String, String> environment, InstantSource clock) {
  private static final String ID = "AWS_ACCESS_KEY_ID";
  private static final String SECRET = "AWS_SECRET_ACCESS_KEY";
  private static final String SERVICE = "coffer";

  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Signs calls to the administration. */
  Signer signer() {
    String token = given("AWS_SESSION_TOKEN");
    return new Signer(require(ID), SecretAccessKey.of(require(SECRET)), region(), SERVICE, token);
  }

  private String region() {
    String region = given("AWS_REGION");
    String usual = region == null ? given("AWS_DEFAULT_REGION") : region;
    return usual == null ? "us-east-1" : usual;
  }

  private String require(String name) {
    String value = given(name);
    if (value == null) {
      throw new CommandFailure(
          CommandFailure.Kind.REFUSED, "set " + ID + " and " + SECRET + " to sign with");
    }
    return value;
  }

  /** An empty variable is one that is not there. */
  private @Nullable String given(String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** Names the type alone: the environment has secrets. */
  @Override
  public String toString() {
    return "Surroundings";
  }
}
