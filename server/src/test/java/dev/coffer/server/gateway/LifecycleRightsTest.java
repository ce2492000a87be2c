package dev.coffer.server.gateway;

import static dev.coffer.server.gateway.S3World.ANYBODY;
import static dev.coffer.server.gateway.S3World.OTHER;
import static dev.coffer.server.gateway.S3World.OWNER;
import static dev.coffer.server.gateway.S3World.ROOT;
import static dev.coffer.server.gateway.S3World.allowing;
import static dev.coffer.server.gateway.S3World.request;
import static dev.coffer.server.gateway.S3World.text;
import static dev.coffer.server.gateway.S3World.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.auth.Caller;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may put, see and remove the rules by which objects expire. */
class LifecycleRightsTest {
  private static final String NS = " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";
  private static final String PUT = "s3:PutLifecycleConfiguration";
  private static final String GET = "s3:GetLifecycleConfiguration";

  @TempDir private Path folder;

  private S3World world;

  @BeforeEach
  void open() {
    world = new S3World(folder);
    world.createBucket("bucket");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static Request putting(int days) {
    String body =
        "<LifecycleConfiguration"
            + NS
            + "><Rule><ID>r</ID><Filter/><Status>Enabled</Status><Expiration><Days>"
            + days
            + "</Days></Expiration></Rule></LifecycleConfiguration>";
    return request("PUT", "/bucket", "lifecycle", body, "Content-MD5", md5(body));
  }

  private static String md5(String text) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      byte[] hash = md5.digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no MD5", e);
    }
  }

  private static Request getting() {
    return request("GET", "/bucket", "lifecycle", "");
  }

  private static Request removing() {
    return request("DELETE", "/bucket", "lifecycle", "");
  }

  private String shown() {
    return text(world.send(ROOT, getting()));
  }

  private void refused(Caller caller, Request request, String action) {
    S3Exception refusal = Objects.requireNonNull(world.refusal(caller, request), action);
    assertThat(refusal.error()).isEqualTo(S3Error.AccessDenied);
    if (caller instanceof Caller.Principal principal && principal.account().equals(OWNER)) {
      assertThat(refusal.text()).contains(action);
    }
  }

  @Test
  void whoMayPutMayRemoveAndNotSee() {
    Caller putter = user(OWNER, "p", allowing(PUT));
    assertThat(world.send(putter, putting(3)).status()).isEqualTo(200);
    assertThat(shown()).contains("<Days>3</Days>");
    refused(putter, getting(), GET);
    assertThat(world.send(putter, removing()).status()).isEqualTo(204);
    S3Exception none = Objects.requireNonNull(world.refusal(ROOT, getting()));
    assertThat(none.error()).isEqualTo(S3Error.NoSuchLifecycleConfiguration);
  }

  @Test
  void whoMaySeeMayNotChange() {
    world.send(ROOT, putting(3));
    Caller reader = user(OWNER, "r", allowing(GET));
    Response seen = world.send(reader, getting());
    assertThat(text(seen)).contains("<Days>3</Days>");
    refused(reader, putting(1), PUT);
    refused(reader, removing(), PUT);
    assertThat(shown()).contains("<Days>3</Days>");
  }

  /** An action of that name is none of Amazon's, so to allow it allows nothing. */
  @Test
  void removingHasNoRightOfItsOwn() {
    world.send(ROOT, putting(3));
    Caller remover =
        user(
            OWNER,
            "d",
            allowing("s3:DeleteLifecycleConfiguration", "s3:DeleteObject", "s3:DeleteBucket"));
    refused(remover, removing(), PUT);
    assertThat(shown()).contains("<Days>3</Days>");
  }

  @Test
  void othersMayWhatABucketPolicySays() {
    Caller other = user(OTHER, "o", allowing("s3:*"));
    refused(other, putting(1), PUT);
    refused(ANYBODY, getting(), GET);
    world.putPolicy(
        "bucket",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\""
            + OTHER.id()
            + "\"},\"Action\":\""
            + GET
            + "\",\"Resource\":\"arn:aws:s3:::bucket\"}]}");
    world.send(ROOT, putting(3));
    assertThat(text(world.send(other, getting()))).contains("<Days>3</Days>");
    refused(other, putting(1), PUT);
    refused(other, removing(), PUT);
    refused(ANYBODY, getting(), GET);
    assertThat(shown()).contains("<Days>3</Days>");
  }

  /** As Amazon's: a user who may not change rules is told so although the document is none. */
  @Test
  void rightsComeBeforeTheDocument() {
    Caller reader = user(OWNER, "r", allowing(GET));
    refused(reader, request("PUT", "/bucket", "lifecycle", "<a/>"), PUT);
    S3Exception refusal =
        Objects.requireNonNull(world.refusal(ROOT, request("PUT", "/bucket", "lifecycle", "<a/>")));
    assertThat(refusal.error()).isNotEqualTo(S3Error.AccessDenied);
  }
}
