package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.GrantConstraints;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeyMetadata;

/** Grants through the SDK: a user without any policy gets its rights from them alone. */
@ExtendWith(SharedServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyGrantsTest {
  private static final String NOTHING =
      "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":"
          + "\"s3:ListAllMyBuckets\",\"Resource\":\"*\"}}";

  private final KmsClient kms;
  private final Keys keys;
  private Keys.User bob;

  KeyGrantsTest(StartedServer server, KmsClient kms) {
    this.kms = kms;
    this.keys = new Keys(server, kms);
  }

  @BeforeAll
  void makeBob() {
    bob = keys.user(NOTHING);
  }

  @AfterAll
  void forgetBob() {
    bob.close();
  }

  private CreateGrantResponse granted(String keyId, GrantOperation... operations) {
    return kms.createGrant(c -> c.keyId(keyId).granteePrincipal(bob.arn()).operations(operations));
  }

  private void bobEncrypts(String keyArn, Map<String, String> context) {
    bob.kms()
        .encrypt(e ->
            e.keyId(keyArn).plaintext(SdkBytes.fromUtf8String("x")).encryptionContext(context));
  }

  @Test
  void aGrantHoldsFromItsCreationToItsRevocation() {
    KeyMetadata key = keys.fresh();
    KeyRefused.with("AccessDeniedException", () -> bobEncrypts(key.arn(), Map.of()));
    CreateGrantResponse grant = granted(key.keyId(), GrantOperation.ENCRYPT);
    assertThat(grant.grantId()).matches("[0-9a-f]{64}");
    bobEncrypts(key.arn(), Map.of());
    KeyRefused.with("AccessDeniedException", () -> bob.kms().describeKey(d -> d.keyId(key.arn())));
    kms.revokeGrant(revoke -> revoke.keyId(key.keyId()).grantId(grant.grantId()));
    KeyRefused.with("AccessDeniedException", () -> bobEncrypts(key.arn(), Map.of()));
    assertThat(
            KeyRefused.with(
                "InvalidGrantIdException",
                () -> kms.revokeGrant(r -> r.keyId(key.keyId()).grantId(grant.grantId()))))
        .isNotEmpty();
  }

  @Test
  void constraintsBindTheContext() {
    KeyMetadata key = keys.fresh();
    kms.createGrant(c ->
        c.keyId(key.keyId())
            .granteePrincipal(bob.arn())
            .operations(GrantOperation.ENCRYPT)
            .constraints(
                GrantConstraints.builder().encryptionContextSubset(Map.of("a", "b")).build()));
    KeyRefused.with("AccessDeniedException", () -> bobEncrypts(key.arn(), Map.of()));
    KeyRefused.with("AccessDeniedException", () -> bobEncrypts(key.arn(), Map.of("a", "c")));
    bobEncrypts(key.arn(), Map.of("a", "b", "c", "d"));
  }

  @Test
  void aGrantIsPassedOnNoWiderThanItWasGiven() {
    KeyMetadata key = keys.fresh();
    var department = GrantConstraints.builder().encryptionContextSubset(Map.of("a", "b")).build();
    kms.createGrant(c ->
        c.keyId(key.keyId())
            .granteePrincipal(bob.arn())
            .operations(GrantOperation.CREATE_GRANT, GrantOperation.ENCRYPT)
            .constraints(department));
    KeyRefused.with(
        "AccessDeniedException",
        () ->
            bob.kms()
                .createGrant(c ->
                    c.keyId(key.arn())
                        .granteePrincipal(bob.arn())
                        .operations(GrantOperation.ENCRYPT)));
    assertThat(
            bob.kms()
                .createGrant(c ->
                    c.keyId(key.arn())
                        .granteePrincipal(bob.arn())
                        .operations(GrantOperation.ENCRYPT)
                        .constraints(department))
                .grantId())
        .isNotEmpty();
  }

  @Test
  void grantsAreListedByKeyAndByWhoMayRetireThem() {
    KeyMetadata key = keys.fresh();
    CreateGrantResponse made =
        kms.createGrant(c ->
            c.keyId(key.keyId())
                .name("nightly")
                .granteePrincipal(bob.arn())
                .retiringPrincipal(bob.arn())
                .operations(GrantOperation.DECRYPT, GrantOperation.ENCRYPT));
    GrantListEntry entry = kms.listGrants(l -> l.keyId(key.keyId())).grants().getFirst();
    assertThat(entry.grantId()).isEqualTo(made.grantId());
    assertThat(entry.name()).isEqualTo("nightly");
    assertThat(entry.keyId()).isEqualTo(key.arn());
    assertThat(entry.granteePrincipal()).isEqualTo(bob.arn());
    assertThat(entry.operations())
        .containsExactlyInAnyOrder(GrantOperation.DECRYPT, GrantOperation.ENCRYPT);
    assertThat(kms.listRetirableGrants(l -> l.retiringPrincipal(bob.arn())).grants())
        .extracting(GrantListEntry::grantId)
        .contains(made.grantId());
    bob.kms().retireGrant(retire -> retire.grantToken(made.grantToken()));
    assertThat(kms.listGrants(l -> l.keyId(key.keyId())).grants()).isEmpty();
    KeyRefused.with(
        "InvalidGrantTokenException", () -> kms.retireGrant(r -> r.grantToken("nonsense")));
  }

  @Test
  void theSameNameGivesTheSameGrant() {
    String key = keys.fresh().keyId();
    for (int i = 0; i < 2; i++) {
      kms.createGrant(c ->
          c.keyId(key).name("same").granteePrincipal(bob.arn()).operations(GrantOperation.ENCRYPT));
    }
    assertThat(kms.listGrants(l -> l.keyId(key)).grants()).hasSize(1);
  }

  @Test
  void operationsMustFitTheKey() {
    String key = keys.fresh().keyId();
    KeyRefused.with("ValidationException", () -> granted(key, GrantOperation.SIGN));
    KeyRefused.with(
        "InvalidArnException",
        () ->
            kms.createGrant(c ->
                c.keyId(key)
                    .granteePrincipal(bob.arn() + "-nobody")
                    .operations(GrantOperation.ENCRYPT)));
  }
}
