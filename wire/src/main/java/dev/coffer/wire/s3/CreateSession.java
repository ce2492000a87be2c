package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.binding.Directory.Endpoint;
import dev.coffer.wire.binding.Group;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Sensitive;
import dev.coffer.wire.binding.XmlRoot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Gives credentials for one directory bucket and a few minutes.
 *
 * @param mode {@code ReadOnly} or {@code ReadWrite}; null for the wider one that is permitted
 * @param sse how what is written in the session is encrypted
 */
@Http(method = "GET", on = On.BUCKET, selectors = "session", action = "s3express:CreateSession")
@Directory(endpoint = Endpoint.ZONAL, action = "s3express:CreateSession")
public record CreateSession(
    @Path("Bucket") String bucket,
    @Header("x-amz-create-session-mode") @Nullable String mode,
    @Group Sse sse)
    implements Operation<CreateSession.Output> {
  /** Credentials that end. All three parts are needed to sign a request. */
  public record Credentials(
      @Sensitive String sessionToken,
      @Sensitive String secretAccessKey,
      String accessKeyId,
      Instant expiration) {
    /** Neither secret nor token. */
    @Override
    public String toString() {
      return "Credentials[" + accessKeyId + ", " + expiration + "]";
    }
  }

  /** The session. */
  @XmlRoot("CreateSessionResult")
  public record Output(
      @Header("x-amz-server-side-encryption") String algorithm,
      @Header("x-amz-server-side-encryption-aws-kms-key-id") @Nullable String kmsKeyArn,
      @Header("x-amz-server-side-encryption-context") @Nullable String context,
      @Header("x-amz-server-side-encryption-bucket-key-enabled") @Nullable Boolean bucketKeyEnabled,
      Credentials credentials) {}
}
