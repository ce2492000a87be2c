package dev.coffer.iam.sts;

import dev.coffer.iam.identity.AccessKeyGenerator;
import dev.coffer.iam.session.Session;
import dev.coffer.iam.session.SessionTokens;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sts.Credentials;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Makes the credentials of a session: drawn, sealed into the token, kept nowhere. */
record Issuer(SessionTokens tokens, AccessKeyGenerator generator, InstantSource clock) {

  Credentials issue(Session.Holder holder, Session.Limits limits, Duration life) {
    String id = generator.sessionId();
    SecretAccessKey secret = generator.secret();
    Instant issued = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant expires = issued.plus(life);
    String token = tokens.seal(id, new Session(holder, secret, limits, issued, expires));
    return new Credentials(id, secret.reveal(), token, expires);
  }
}
