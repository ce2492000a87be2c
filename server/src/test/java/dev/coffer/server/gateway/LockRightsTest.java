package dev.coffer.server.gateway;

import static dev.coffer.server.gateway.S3World.NOW;
import static dev.coffer.server.gateway.S3World.OWNER;
import static dev.coffer.server.gateway.S3World.ROOT;
import static dev.coffer.server.gateway.S3World.allowing;
import static dev.coffer.server.gateway.S3World.request;
import static dev.coffer.server.gateway.S3World.text;
import static dev.coffer.server.gateway.S3World.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.auth.Caller;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may lock, see locks and bypass them, from message to message. */
class LockRightsTest {
  private static final String NS = " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";
  private static final String MD5 = "ndTkYSaMgDT1yFZOFVxnpg==";
  private static final String MODE = "x-amz-object-lock-mode";
  private static final String UNTIL = "x-amz-object-lock-retain-until-date";
  private static final String HOLD = "x-amz-object-lock-legal-hold";
  private static final String BYPASS = "x-amz-bypass-governance-retention";

  @TempDir private Path folder;

  private S3World world;

  @BeforeEach
  void open() {
    world = new S3World(folder);
    world.send(
        ROOT, request("PUT", "/vault", null, "", "x-amz-bucket-object-lock-enabled", "true"));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static String in(Duration time) {
    return NOW.plus(time).toString();
  }

  private static String retention(String mode, Duration time) {
    return "<Retention"
        + NS
        + "><Mode>"
        + mode
        + "</Mode><RetainUntilDate>"
        + in(time)
        + "</RetainUntilDate></Retention>";
  }

  private String put(Caller caller, String... headers) {
    String[] all =
        Stream.concat(Stream.of("Content-MD5", MD5), Stream.of(headers)).toArray(String[]::new);
    Response put = world.send(caller, request("PUT", "/vault/k", null, "x", all));
    return put.headers().first("x-amz-version-id").orElseThrow();
  }

  private S3Exception refused(
      Caller caller, String method, String query, String body, String... headers) {
    S3Exception refusal = world.refusal(caller, request(method, "/vault/k", query, body, headers));
    assertThat(refusal).as(method + " " + query).isNotNull();
    return Objects.requireNonNull(refusal);
  }

  @Test
  void lockingNeedsItsRights() {
    Caller writer = user(OWNER, "w", allowing("s3:PutObject"));
    String soon = in(Duration.ofDays(1));
    assertThat(refused(writer, "PUT", "", "x", MODE, "GOVERNANCE", UNTIL, soon).text())
        .contains("s3:PutObjectRetention");
    assertThat(refused(writer, "PUT", "", "x", HOLD, "ON").text())
        .contains("s3:PutObjectLegalHold");
    assertThat(refused(writer, "POST", "uploads", "", MODE, "GOVERNANCE", UNTIL, soon).text())
        .contains("s3:PutObjectRetention");
    Caller both =
        user(
            OWNER, "b", allowing("s3:PutObject", "s3:PutObjectRetention", "s3:PutObjectLegalHold"));
    put(both, MODE, "GOVERNANCE", UNTIL, soon, HOLD, "ON");
  }

  @Test
  void aVaultNeedsItsRights() {
    Caller maker = user(OWNER, "m", allowing("s3:CreateBucket", "s3:PutBucketVersioning"));
    S3Exception refusal =
        world.refusal(
            maker, request("PUT", "/other", null, "", "x-amz-bucket-object-lock-enabled", "true"));
    assertThat(refusal).isNotNull();
    assertThat(refusal.text()).contains("s3:PutBucketObjectLockConfiguration");
    world.send(
        maker, request("PUT", "/other", null, "", "x-amz-bucket-object-lock-enabled", "false"));
  }

  @Test
  void locksAreShownToThoseWhoMayReadThem() {
    put(ROOT, MODE, "GOVERNANCE", UNTIL, in(Duration.ofDays(1)), HOLD, "ON");
    Caller reader = user(OWNER, "r", allowing("s3:GetObject"));
    Response bare = world.send(reader, request("HEAD", "/vault/k", null, ""));
    assertThat(bare.headers().has(MODE)).isFalse();
    assertThat(bare.headers().has(HOLD)).isFalse();
    Caller period = user(OWNER, "p", allowing("s3:GetObject", "s3:GetObjectRetention"));
    Response half = world.send(period, request("GET", "/vault/k", null, ""));
    assertThat(half.headers().first(MODE)).contains("GOVERNANCE");
    assertThat(half.headers().first(UNTIL)).contains("2026-11-25T12:00:00.000Z");
    assertThat(half.headers().has(HOLD)).isFalse();
    Caller hold = user(OWNER, "h", allowing("s3:GetObject", "s3:GetObjectLegalHold"));
    Response other = world.send(hold, request("GET", "/vault/k", null, ""));
    assertThat(other.headers().first(HOLD)).contains("ON");
    assertThat(other.headers().has(MODE)).isFalse();
  }

  @Test
  void bypassIsARightAndAHeader() {
    String version = put(ROOT, MODE, "GOVERNANCE", UNTIL, in(Duration.ofDays(1)));
    Caller deletes = user(OWNER, "d", allowing("s3:DeleteObject*", "s3:PutObjectRetention"));
    String one = "versionId=" + version;
    assertThat(refused(deletes, "DELETE", one, "", BYPASS, "true").text())
        .contains("s3:BypassGovernanceRetention");
    assertThat(refused(deletes, "DELETE", one, "", BYPASS, "false").text())
        .isEqualTo("Access Denied because object protected by object lock.");
    String shorter = retention("GOVERNANCE", Duration.ofHours(1));
    assertThat(refused(deletes, "PUT", "retention", shorter, BYPASS, "true").text())
        .contains("s3:BypassGovernanceRetention");
    assertThat(many(deletes, version)).contains("<Code>AccessDenied</Code>");
    assertThat(refused(ROOT, "DELETE", one, "").error()).isEqualTo(S3Error.AccessDenied);
    Caller may = user(OWNER, "m", allowing("s3:DeleteObject*", "s3:BypassGovernanceRetention"));
    assertThat(many(may, version)).contains("<Deleted>").doesNotContain("<Error>");
  }

  private String many(Caller caller, String version) {
    String body =
        "<Delete"
            + NS
            + "><Object><Key>k</Key><VersionId>"
            + version
            + "</VersionId></Object></Delete>";
    var crc = new java.util.zip.CRC32();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    byte[] value = java.nio.ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    String digest = java.util.Base64.getEncoder().encodeToString(value);
    return text(
        world.send(
            caller,
            request(
                "POST", "/vault", "delete", body, BYPASS, "true", "x-amz-checksum-crc32", digest)));
  }

  private static String denying(String operator, String key, String value) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\","
        + "\"Resource\":\"*\"},{\"Effect\":\"Deny\",\"Action\":\"s3:*\",\"Resource\":\"*\","
        + "\"Condition\":{\""
        + operator
        + "\":{\""
        + key
        + "\":\""
        + value
        + "\"}}}]}";
  }

  /** A day that was begun counts, in a header and in a document. */
  @Test
  void policiesLimitWhatIsAskedFor() {
    put(ROOT);
    String days = "s3:object-lock-remaining-retention-days";
    Caller tenDays = user(OWNER, "t", denying("NumericGreaterThan", days, "10"));
    String eleven = in(Duration.ofDays(10).plusSeconds(1));
    put(tenDays, MODE, "GOVERNANCE", UNTIL, in(Duration.ofDays(10)));
    assertThat(refused(tenDays, "PUT", "", "x", MODE, "GOVERNANCE", UNTIL, eleven).text())
        .contains("explicit deny");
    world.send(
        tenDays,
        request("PUT", "/vault/k", "retention", retention("GOVERNANCE", Duration.ofDays(10))));
    String longer = retention("GOVERNANCE", Duration.ofDays(11));
    assertThat(refused(tenDays, "PUT", "retention", longer).text()).contains("explicit deny");
    Caller lax = user(OWNER, "l", denying("StringEquals", "s3:object-lock-mode", "COMPLIANCE"));
    assertThat(
            refused(lax, "PUT", "retention", retention("COMPLIANCE", Duration.ofDays(11))).text())
        .contains("explicit deny");
    Caller free = user(OWNER, "f", denying("StringEquals", "s3:object-lock-legal-hold", "ON"));
    String hold = "<LegalHold" + NS + "><Status>ON</Status></LegalHold>";
    assertThat(refused(free, "PUT", "legal-hold", hold).text()).contains("explicit deny");
    assertThat(refused(free, "PUT", "", "x", HOLD, "ON").text()).contains("explicit deny");
    world.send(free, request("PUT", "/vault/k", "legal-hold", hold.replace("ON", "OFF")));
  }
}
