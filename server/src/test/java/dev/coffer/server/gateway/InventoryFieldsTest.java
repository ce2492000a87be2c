package dev.coffer.server.gateway;

import static dev.coffer.server.gateway.S3World.OWNER;
import static dev.coffer.server.gateway.S3World.request;
import static dev.coffer.server.gateway.S3World.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.auth.Caller;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which columns somebody may ask for is decided by the body, before it is obeyed. */
class InventoryFieldsTest {
  private static final String SIZES_ONLY =
      """
      {"Version": "2012-10-17", "Statement": [
       {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
       {"Effect": "Deny", "Action": "s3:PutInventoryConfiguration", "Resource": "*", "Condition":
        {"ForAnyValue:StringNotEquals": {"s3:InventoryAccessibleOptionalFields": ["Size"]}}}]}\
      """;
  private static final Caller CURIOUS = user(OWNER, "curious", SIZES_ONLY);

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

  private static String inventory(String fields) {
    return "<InventoryConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
        + "<Destination><S3BucketDestination><Bucket>arn:aws:s3:::bucket</Bucket>"
        + "<Format>CSV</Format></S3BucketDestination></Destination><IsEnabled>false</IsEnabled>"
        + "<Id>a</Id><IncludedObjectVersions>All</IncludedObjectVersions>"
        + fields
        + "<Schedule><Frequency>Daily</Frequency></Schedule></InventoryConfiguration>";
  }

  private static String fields(String... names) {
    return "<OptionalFields><Field>"
        + String.join("</Field><Field>", names)
        + "</Field></OptionalFields>";
  }

  private void accepted(String fields) {
    var put = request("PUT", "/bucket", "inventory&id=a", inventory(fields));
    assertThat(world.send(CURIOUS, put).status()).isEqualTo(200);
  }

  @Test
  void aPolicyMayLimitTheColumns() {
    accepted("");
    accepted(fields("Size"));
    var put = request("PUT", "/bucket", "inventory&id=a", inventory(fields("Size", "ETag")));
    S3Exception refusal = Objects.requireNonNull(world.refusal(CURIOUS, put));
    assertThat(refusal.error()).isEqualTo(S3Error.AccessDenied);
    assertThat(refusal.text()).contains("s3:PutInventoryConfiguration").contains("explicit deny");
  }
}
