package dev.coffer.kms.operation;

import static dev.coffer.kms.operation.TestKms.S3;
import static dev.coffer.kms.operation.TestKms.allow;
import static dev.coffer.kms.operation.TestKms.allowTo;
import static dev.coffer.kms.operation.TestKms.as;
import static dev.coffer.kms.operation.TestKms.asRoot;
import static dev.coffer.kms.operation.TestKms.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.secret.Secret;
import dev.coffer.iam.auth.Call;
import dev.coffer.kms.audit.AuditEvent;
import dev.coffer.kms.key.KeyService;
import dev.coffer.kms.key.KeyService.DataKey;
import dev.coffer.kms.key.KeyService.SealedKey;
import dev.coffer.wire.kms.CreateAlias;
import dev.coffer.wire.kms.DeleteAlias;
import dev.coffer.wire.kms.DisableKey;
import dev.coffer.wire.kms.KeyMetadata;
import dev.coffer.wire.kms.PutKeyPolicy;
import dev.coffer.wire.kms.UpdateAlias;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LocalKeyServiceTest {
  private static final Map<String, String> CONTEXT = Map.of("aws:s3:arn", "arn:aws:s3:::b/k");

  private final TestKms kms = new TestKms();
  private final KeyService service = kms.ops.service();
  private final KeyMetadata key = kms.symmetric();

  @Test
  void aDataKeyOpensAgainForTheSameContextOnly() {
    try (DataKey made = service.generateDataKey(asRoot(), S3, key.arn(), CONTEXT);
        Secret opened = service.decrypt(asRoot(), S3, null, made.ciphertext(), CONTEXT)) {
      assertThat(opened.sameAs(made.plaintext())).isTrue();
      assertThat(opened.sizeBytes()).isEqualTo(32);
      assertThat(made.keyArn()).isEqualTo(key.arn());
      assertThat(made.keyMaterialId()).isEqualTo(key.currentKeyMaterialId());
      assertThat(refusal(() -> service.decrypt(asRoot(), S3, null, made.ciphertext(), Map.of())))
          .isEqualTo("InvalidCiphertextException");
    }
  }

  @Test
  void theDefaultKeyIsMadeForWhoeverNeedsItAndWorksThroughS3Only() {
    Call bob = as("bob");
    try (DataKey made = service.generateDataKey(bob, S3, KeyService.DEFAULT_S3_KEY, CONTEXT)) {
      assertThat(kms.describe("alias/aws/s3").arn()).isEqualTo(made.keyArn());
      service.decrypt(bob, S3, made.keyArn(), made.ciphertext(), CONTEXT).close();
      assertThat(
              refusal(() ->
                  service.decrypt(
                      bob, "ec2.us-east-1.amazonaws.com", null, made.ciphertext(), CONTEXT)))
          .startsWith("AccessDenied");
    }
    Call stranger = TestKms.asUserOf(TestKms.OTHER, "dave");
    String arn = kms.describe("alias/aws/s3").arn();
    assertThat(refusal(() -> service.generateDataKey(stranger, S3, arn, CONTEXT)))
        .startsWith("AccessDenied");
  }

  @Test
  void theServiceIsAConditionAndStandsInTheEvent() {
    kms.ops
        .policies()
        .put(
            asRoot(),
            new PutKeyPolicy(
                key.keyId(),
                null,
                TestKms.policy(
                    allowTo(TestKms.ROOT, "kms:PutKeyPolicy")
                        + ",{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\""
                        + TestKms.arn("bob")
                        + "\"},\"Action\":\"kms:GenerateDataKey\",\"Resource\":\"*\",\"Condition\":"
                        + "{\"StringEquals\":{\"kms:ViaService\":\""
                        + S3
                        + "\"}}}"),
                null));
    service.generateDataKey(as("bob"), S3, key.arn(), CONTEXT).close();
    AuditEvent event = kms.trail.last();
    assertThat(event.userIdentity().invokedBy()).isEqualTo(S3);
    assertThat(event.userIdentity().userName()).isEqualTo("bob");
    assertThat(event.sourceIpAddress()).isEqualTo(S3);
    assertThat(event.userAgent()).isEqualTo("AWS Internal");
    assertThat(
            refusal(
                () -> service.generateDataKey(as("bob"), "x.amazonaws.com", key.arn(), CONTEXT)))
        .startsWith("AccessDenied");
  }

  @Test
  void statesBindAtTheNextCallAndAreTold() {
    service.generateDataKey(asRoot(), S3, key.arn(), CONTEXT).close();
    kms.ops.life().disable(asRoot(), new DisableKey(key.keyId()));
    assertThat(kms.changed).containsExactly(key.arn());
    assertThat(refusal(() -> service.generateDataKey(asRoot(), S3, key.arn(), CONTEXT)))
        .isEqualTo("DisabledException: " + key.arn() + " is disabled.");
    assertThat(service.describe(asRoot(), S3, key.arn()).enabled()).isFalse();
  }

  @Test
  void whoMovesADataKeyNeedsEachRightOnBothSides() {
    KeyMetadata next = kms.symmetric();
    String from = key.arn();
    String to = next.arn();
    SealedKey here = sealed(from);
    SealedKey there = sealed(to);
    String[] rights = {
      allow("kms:ReEncryptFrom", from),
      allow("kms:ReEncryptTo", to),
      allow("kms:Encrypt", to),
      allow("kms:Decrypt", to)
    };
    service.requireMove(as("bob", rights), S3, here, there);
    for (int missing = 0; missing < rights.length; missing++) {
      String[] others = rights.clone();
      others[missing] = allow("kms:DescribeKey", to);
      assertThat(refusal(() -> service.requireMove(as("bob", others), S3, here, there)))
          .startsWith("AccessDeniedException: User: " + TestKms.arn("bob"));
    }
    kms.ops.life().disable(asRoot(), new DisableKey(next.keyId()));
    assertThat(refusal(() -> service.requireMove(as("bob", rights), S3, here, there)))
        .isEqualTo("DisabledException: " + to + " is disabled.");
  }

  @Test
  void whatIsOnlyAskedForAMoveLeavesAnEventWhenItIsRefused() {
    KeyMetadata next = kms.symmetric();
    SealedKey here = sealed(key.arn());
    SealedKey there = sealed(next.arn());
    int before = kms.trail.events.size();
    service.requireMove(asRoot(), S3, here, there);
    assertThat(kms.trail.events).as("nothing was called and no key used").hasSize(before);
    refusal(() -> service.requireMove(as("bob"), S3, here, there));
    assertThat(kms.trail.events).hasSize(before + 1);
    AuditEvent refused = kms.trail.last();
    assertThat(refused.eventName()).isEqualTo("Encrypt");
    assertThat(refused.errorCode()).isEqualTo("AccessDeniedException");
    assertThat(refused.userIdentity().invokedBy()).isEqualTo(S3);
    assertThat(refused.resources()).containsExactly(next.arn());
    assertThat(kms.trail.events.toString()).doesNotContain("DryRun");
  }

  private SealedKey sealed(String keyArn) {
    try (DataKey made = service.generateDataKey(asRoot(), S3, keyArn, CONTEXT)) {
      return new SealedKey(made.ciphertext(), keyArn, CONTEXT);
    }
  }

  @Test
  void whoeverKeepsDataKeysHearsOfAliasesSinceTheyDecideWhichKeyIsMeant() {
    KeyMetadata next = kms.symmetric();
    kms.ops.aliases().create(asRoot(), new CreateAlias("alias/a", key.keyId()));
    assertThat(kms.changed).containsExactly(key.arn());
    kms.ops.aliases().update(asRoot(), new UpdateAlias("alias/a", next.keyId()));
    assertThat(kms.changed).containsExactly(key.arn(), key.arn(), next.arn());
    kms.ops.aliases().delete(asRoot(), new DeleteAlias("alias/a"));
    assertThat(kms.changed).containsExactly(key.arn(), key.arn(), next.arn(), next.arn());
  }
}
