package dev.coffer.store.session;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.policy.Rights;
import dev.coffer.iam.session.DirectorySession.Mode;
import dev.coffer.iam.session.DirectorySession.Scope;
import dev.coffer.iam.sts.DirectorySessions;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.Buckets;
import dev.coffer.store.sse.Sse;
import dev.coffer.wire.s3.CreateSession;
import dev.coffer.wire.s3.CreateSession.Credentials;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CreateSession. Order of checks: who may (decided before), what is asked of the encryption, what
 * the key service says of the key. Source: spec/encryption.md §5.2, R175, R176;
 * docs/decisions/0032.
 */
public final class Sessions {
  private final Buckets buckets;
  private final Sse sse;
  private final DirectorySessions begun;

  public Sessions(Buckets buckets, Sse sse, DirectorySessions begun) {
    this.buckets = buckets;
    this.sse = sse;
    this.begun = begun;
  }

  /**
   * CreateSession.
   *
   * @param rights as granted, with the mode among their keys
   */
  public CreateSession.Output create(Call call, Rights rights, CreateSession op) {
    Bucket bucket = buckets.require(op.bucket());
    String keyArn = sse.sessionKey(call, bucket, op.sse());
    DirectorySessions.Begun session =
        begun.begin(call, new Scope(bucket.id(), mode(rights), keyArn));
    if (keyArn != null) {
      sse.requireForSession(session.within(call), bucket, keyArn);
    }
    return new CreateSession.Output(
        keyArn == null ? "AES256" : "aws:kms",
        keyArn,
        op.sse().context(),
        keyArn == null ? null : Boolean.TRUE,
        credentials(session));
  }

  private static Credentials credentials(DirectorySessions.Begun session) {
    return new Credentials(
        session.token(),
        session.session().session().secret().reveal(),
        session.accessKeyId(),
        session.session().session().expires());
  }

  private static Mode mode(Rights rights) {
    @Nullable List<String> granted = rights.keys().find(Mode.KEY);
    if (granted == null) {
      throw new IllegalStateException("no mode was granted");
    }
    return Mode.of(granted.getFirst()).orElseThrow();
  }
}
