package dev.coffer.kms.operation;

import static dev.coffer.kms.operation.TestKms.as;
import static dev.coffer.kms.operation.TestKms.asRoot;
import static dev.coffer.kms.operation.TestKms.encrypt;
import static dev.coffer.kms.operation.TestKms.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.coffer.kms.audit.AuditEvent;
import dev.coffer.kms.audit.AuditEvent.UserIdentity;
import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.kms.CreateKey;
import dev.coffer.wire.kms.DisableKey;
import dev.coffer.wire.kms.KeyMetadata;
import dev.coffer.wire.kms.KmsError;
import dev.coffer.wire.kms.ReEncrypt;
import dev.coffer.wire.kms.RotateKeyOnDemand;
import dev.coffer.wire.kms.Tag;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AuditTest {
  private final TestKms kms = new TestKms();
  private final KeyMetadata key = kms.symmetric();

  @Test
  void aCallIsWrittenDownWithWhoAndWhatAndNoSecret() {
    Blob sealed = kms.encrypted(key.keyId(), "plaintext", Map.of("dept", "IT"));
    AuditEvent event = kms.trail.last();
    assertThat(event.eventName()).isEqualTo("Encrypt");
    assertThat(event.eventType()).isEqualTo(AuditEvent.CALL);
    assertThat(event.readOnly()).isTrue();
    assertThat(event.errorCode()).isNull();
    assertThat(event.requestId()).isEqualTo("request-1");
    assertThat(event.sourceIpAddress()).isEqualTo("10.0.0.1");
    assertThat(event.userAgent()).isEqualTo("test/1");
    assertThat(event.resources()).containsExactly(key.arn());
    assertThat(event.recipientAccountId()).isEqualTo(TestKms.ACCOUNT);
    assertThat(event.eventId()).matches("[0-9a-f-]{36}");
    assertThat(event.userIdentity())
        .isEqualTo(
            new UserIdentity(
                "Root", TestKms.ACCOUNT, TestKms.ROOT, TestKms.ACCOUNT, "AKIAROOT", null, null));
    assertThat(event.requestParameters())
        .isEqualTo(
            Map.of(
                "keyId", key.keyId(),
                "encryptionAlgorithm", "SYMMETRIC_DEFAULT",
                "encryptionContext", Map.of("dept", "IT")));
    kms.decrypted(sealed, Map.of("dept", "IT"));
    assertThat(kms.trail.last().requestParameters())
        .containsEntry("encryptionAlgorithm", "SYMMETRIC_DEFAULT")
        .containsEntry("encryptionContext", Map.of("dept", "IT"));
    assertThat(kms.trail.events.toString()).doesNotContain("plaintext").doesNotContain("Blob[");
  }

  @Test
  void aRefusalIsWrittenDownWithItsCodeAndText() {
    String refused = refusal(() -> kms.ops.life().disable(as("bob"), new DisableKey(key.keyId())));
    AuditEvent event = kms.trail.last();
    assertThat(event.errorCode() + ": " + event.errorMessage()).isEqualTo(refused);
    assertThat(event.userIdentity().type()).isEqualTo("IAMUser");
    assertThat(event.userIdentity().userName()).isEqualTo("bob");
    assertThat(event.readOnly()).isFalse();
    assertThat(event.resources()).containsExactly(key.arn());
    assertThat(event.responseElements()).isEmpty();
  }

  @Test
  void noKeyIsUsedUnseen() {
    kms.trail.full = true;
    assertThatIllegalStateException()
        .isThrownBy(() -> kms.encrypted(key.keyId(), "plaintext", Map.of()));
    assertThatIllegalStateException()
        .isThrownBy(() ->
            kms.ops.ciphering().encrypt(as("bob"), encrypt(key.keyId(), "plaintext", Map.of())));
  }

  @Test
  void everyCallHasExactlyOneEvent() {
    int before = kms.trail.events.size();
    kms.encrypted(key.keyId(), "plaintext", Map.of());
    refusal(() -> kms.describe("nonsense"));
    kms.ops.life().disable(asRoot(), new DisableKey(key.keyId()));
    List<AuditEvent> events = kms.trail.events.subList(before, kms.trail.events.size());
    assertThat(events)
        .extracting(AuditEvent::eventName)
        .containsExactly("Encrypt", "DescribeKey", "DisableKey");
    assertThat(events).extracting(AuditEvent::eventId).doesNotHaveDuplicates();
  }

  @Test
  void aCallThatIsNotUnderstoodReadsWhatItsOperationReads() {
    for (String operation : List.of("Encrypt", "DescribeKey", "DisableKey", "NoSuchOperation")) {
      kms.ops.refused(asRoot(), operation, KmsError.ValidationException.refusal());
      assertThat(kms.trail.last().readOnly())
          .as(operation)
          .isEqualTo(operation.equals("Encrypt") || operation.equals("DescribeKey"));
    }
  }

  @Test
  void aRotationOnDemandIsAnEventOfTheServiceToo() {
    kms.ops.rotations().rotate(asRoot(), new RotateKeyOnDemand(key.keyId()));
    List<AuditEvent> events =
        kms.trail.events.subList(kms.trail.events.size() - 2, kms.trail.events.size());
    assertThat(events)
        .extracting(AuditEvent::eventName)
        .containsExactly("RotateKey", "RotateKeyOnDemand");
    assertThat(events.getFirst().eventType()).isEqualTo(AuditEvent.SERVICE_EVENT);
    assertThat(events.getFirst().additionalEventData())
        .containsEntry("rotationType", "ON_DEMAND")
        .containsEntry("keyId", key.keyId());
  }

  @Test
  void tagsOfANewKeyAreWrittenDown() {
    var tagged =
        new CreateKey(
            null, null, null, null, null, null, null, null, List.of(new Tag("a", "b")), null, null);
    kms.ops.newKeys().create(asRoot(), tagged);
    assertThat(kms.trail.last().requestParameters())
        .containsEntry("tags", List.of(Map.of("tagKey", "a", "tagValue", "b")));
  }

  @Test
  void reEncryptionNamesWhereItComesFromAndThenWhereItGoes() {
    KeyMetadata next = kms.symmetric();
    Blob sealed = kms.encrypted(key.keyId(), "plaintext", Map.of());
    String to = next.keyId();
    var op = new ReEncrypt(sealed, null, null, to, null, null, null, null, null, null);
    kms.ops.ciphering().reEncrypt(asRoot(), op);
    assertThat(kms.trail.last().resources()).containsExactly(key.arn(), next.arn());
  }
}
