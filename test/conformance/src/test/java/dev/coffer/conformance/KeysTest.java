package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.CustomerMasterKeySpec;
import software.amazon.awssdk.services.kms.model.DescribeKeyResponse;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.GetKeyLastUsageResponse;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionResponse;
import software.amazon.awssdk.services.kms.model.Tag;

/** Keys, aliases, tags and policies through the SDK. */
@ExtendWith(SharedServer.class)
class KeysTest {
  private final KmsClient kms;
  private final Keys keys;
  private final String account;

  KeysTest(StartedServer server, KmsClient kms) {
    this.kms = kms;
    this.keys = new Keys(server, kms);
    this.account = server.account();
  }

  private KeyState state(String keyId) {
    return kms.describeKey(describe -> describe.keyId(keyId)).keyMetadata().keyState();
  }

  @Test
  @SuppressWarnings("deprecation") // Amazon still sends CustomerMasterKeySpec
  void aNewKeyIsAsAtAmazon() {
    KeyMetadata made = keys.fresh();
    assertThat(made)
        .isEqualTo(
            KeyMetadata.builder()
                .awsAccountId(account)
                .keyId(made.keyId())
                .arn("arn:aws:kms:us-east-1:" + account + ":key/" + made.keyId())
                .creationDate(made.creationDate())
                .enabled(true)
                .description("of a test")
                .keyUsage(KeyUsageType.ENCRYPT_DECRYPT)
                .keyState(KeyState.ENABLED)
                .origin(OriginType.AWS_KMS)
                .keyManager(KeyManagerType.CUSTOMER)
                .customerMasterKeySpec(CustomerMasterKeySpec.SYMMETRIC_DEFAULT)
                .keySpec(KeySpec.SYMMETRIC_DEFAULT)
                .encryptionAlgorithms(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT)
                .multiRegion(false)
                .currentKeyMaterialId(made.currentKeyMaterialId())
                .build());
    assertThat(made.currentKeyMaterialId()).matches("[0-9a-f]{64}");
    assertThat(Duration.between(made.creationDate(), Instant.now()).abs())
        .isLessThan(Duration.ofMinutes(5));
  }

  @Test
  @SuppressWarnings("deprecation") // Terraform still sends CustomerMasterKeySpec
  void theDeprecatedSpecAndAMultiRegionIdAreServed() {
    KeyMetadata old =
        kms.createKey(c -> c.customerMasterKeySpec(CustomerMasterKeySpec.SYMMETRIC_DEFAULT))
            .keyMetadata();
    assertThat(old.keySpec()).isEqualTo(KeySpec.SYMMETRIC_DEFAULT);
    KeyMetadata many = kms.createKey(create -> create.multiRegion(true)).keyMetadata();
    assertThat(many.keyId()).matches("mrk-[0-9a-f]{32}");
    assertThat(many.multiRegionConfiguration().primaryKey().arn()).isEqualTo(many.arn());
    assertThat(many.multiRegionConfiguration().replicaKeys()).isEmpty();
  }

  @Test
  void keysAreFoundByIdArnAliasAndAliasArn() {
    KeyMetadata key = keys.fresh();
    String alias = Keys.freshAlias();
    kms.createAlias(create -> create.aliasName(alias).targetKeyId(key.keyId()));
    String aliasArn = "arn:aws:kms:us-east-1:" + account + ":" + alias;
    for (String name : List.of(key.keyId(), key.arn(), alias, aliasArn)) {
      DescribeKeyResponse described = kms.describeKey(describe -> describe.keyId(name));
      assertThat(described.keyMetadata()).as(name).isEqualTo(key);
    }
  }

  @Test
  void everyKeyIsListedOnceWhateverThePage() {
    String one = keys.fresh().keyId();
    String two = keys.fresh().keyId();
    var ids = new ArrayList<String>();
    kms.listKeysPaginator(list -> list.limit(2)).keys().stream()
        .map(KeyListEntry::keyId)
        .forEach(ids::add);
    assertThat(ids).contains(one, two).doesNotHaveDuplicates();
    KeyRefused.with("InvalidMarkerException", () -> kms.listKeys(list -> list.marker("bad")));
  }

  @Test
  void aKeyIsSwitchedOffAndOn() {
    String key = keys.fresh().keyId();
    kms.disableKey(disable -> disable.keyId(key));
    kms.disableKey(disable -> disable.keyId(key));
    assertThat(state(key)).isEqualTo(KeyState.DISABLED);
    String arn = kms.describeKey(describe -> describe.keyId(key)).keyMetadata().arn();
    assertThat(KeyRefused.with("DisabledException", () -> keys.encrypted(key, "text")))
        .isEqualTo(arn + " is disabled.");
    kms.enableKey(enable -> enable.keyId(key));
    assertThat(keys.encrypted(key, "text").asByteArray()).isNotEmpty();
  }

  @Test
  void aKeyWaitsForItsDeletionAndCanBeTakenBack() {
    KeyMetadata key = keys.fresh();
    ScheduleKeyDeletionResponse scheduled =
        kms.scheduleKeyDeletion(s -> s.keyId(key.keyId()).pendingWindowInDays(7));
    assertThat(scheduled.keyId()).isEqualTo(key.arn());
    assertThat(scheduled.keyState()).isEqualTo(KeyState.PENDING_DELETION);
    assertThat(scheduled.pendingWindowInDays()).isEqualTo(7);
    assertThat(Duration.between(Instant.now(), scheduled.deletionDate()))
        .isBetween(Duration.ofDays(7).minusMinutes(5), Duration.ofDays(7).plusMinutes(5));
    KeyMetadata pending = kms.describeKey(d -> d.keyId(key.keyId())).keyMetadata();
    assertThat(pending.deletionDate()).isEqualTo(scheduled.deletionDate());
    assertThat(pending.enabled()).isFalse();
    String text = key.arn() + " is pending deletion.";
    assertThat(
            KeyRefused.with("KMSInvalidStateException", () -> keys.encrypted(key.keyId(), "text")))
        .isEqualTo(text);
    assertThat(
            KeyRefused.with(
                "KMSInvalidStateException",
                () -> kms.scheduleKeyDeletion(s -> s.keyId(key.keyId()))))
        .isEqualTo(text);
    assertThat(kms.cancelKeyDeletion(c -> c.keyId(key.keyId())).keyId()).isEqualTo(key.arn());
    assertThat(state(key.keyId())).isEqualTo(KeyState.DISABLED);
    assertThat(
            KeyRefused.with(
                "KMSInvalidStateException", () -> kms.cancelKeyDeletion(c -> c.keyId(key.keyId()))))
        .isEqualTo(key.arn() + " is not pending deletion.");
    for (int days : new int[] {6, 31}) {
      KeyRefused.with(
          "ValidationException",
          () -> kms.scheduleKeyDeletion(s -> s.keyId(key.keyId()).pendingWindowInDays(days)));
    }
  }

  @Test
  void descriptionsAndLastUsesAreShown() {
    KeyMetadata key = keys.fresh();
    kms.updateKeyDescription(update -> update.keyId(key.keyId()).description("another"));
    assertThat(kms.describeKey(d -> d.keyId(key.keyId())).keyMetadata().description())
        .isEqualTo("another");
    assertThat(kms.getKeyLastUsage(get -> get.keyId(key.keyId())).keyLastUsage().operation())
        .isNull();
    String requestId =
        kms.encrypt(e -> e.keyId(key.keyId()).plaintext(SdkBytes.fromUtf8String("x")))
            .responseMetadata()
            .requestId();
    GetKeyLastUsageResponse usage = kms.getKeyLastUsage(get -> get.keyId(key.arn()));
    assertThat(usage.keyLastUsage().operationAsString()).isEqualTo("Encrypt");
    assertThat(usage.keyLastUsage().kmsRequestId()).isEqualTo(requestId);
    assertThat(usage.keyCreationDate()).isEqualTo(key.creationDate());
  }

  @Test
  void aliasesMoveFromKeyToKeyAndGo() {
    KeyMetadata one = keys.fresh();
    KeyMetadata two = keys.fresh();
    String alias = Keys.freshAlias();
    String arn = "arn:aws:kms:us-east-1:" + account + ":" + alias;
    kms.createAlias(create -> create.aliasName(alias).targetKeyId(one.keyId()));
    assertThat(
            KeyRefused.with(
                "AlreadyExistsException",
                () -> kms.createAlias(c -> c.aliasName(alias).targetKeyId(two.arn()))))
        .isEqualTo("An alias with the name " + arn + " already exists");
    kms.updateAlias(update -> update.aliasName(alias).targetKeyId(two.keyId()));
    List<AliasListEntry> ofTwo = kms.listAliases(list -> list.keyId(two.keyId())).aliases();
    assertThat(ofTwo)
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.aliasName()).isEqualTo(alias);
          assertThat(entry.aliasArn()).isEqualTo(arn);
          assertThat(entry.targetKeyId()).isEqualTo(two.keyId());
        });
    assertThat(kms.listAliases(list -> list.keyId(one.keyId())).aliases()).isEmpty();
    assertThat(kms.listAliasesPaginator(list -> list.limit(1)).aliases().stream())
        .extracting(AliasListEntry::aliasName)
        .contains(alias, "alias/aws/s3")
        .doesNotHaveDuplicates();
    kms.deleteAlias(delete -> delete.aliasName(alias));
    assertThat(
            KeyRefused.with(
                "NotFoundException", () -> kms.describeKey(describe -> describe.keyId(alias))))
        .isEqualTo("Alias " + arn + " is not found.");
  }

  @Test
  void reservedAndMisspeltAliasesAreRefused() {
    String key = keys.fresh().keyId();
    assertThat(
            KeyRefused.with(
                "ValidationException",
                () -> kms.createAlias(c -> c.aliasName("mine").targetKeyId(key))))
        .isEqualTo(
            "Alias must start with the prefix \"alias/\". Please see"
                + " https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html");
    KeyRefused.with(
        "NotAuthorizedException",
        () -> kms.createAlias(c -> c.aliasName("alias/aws/mine").targetKeyId(key)));
  }

  @Test
  void tagsAreSetReplacedAndTakenAway() {
    String key =
        kms.createKey(c -> c.tags(Tag.builder().tagKey("a").tagValue("1").build()))
            .keyMetadata()
            .keyId();
    kms.tagResource(t ->
        t.keyId(key)
            .tags(
                Tag.builder().tagKey("a").tagValue("2").build(),
                Tag.builder().tagKey("b").tagValue("").build()));
    assertThat(kms.listResourceTags(list -> list.keyId(key)).tags())
        .extracting(tag -> tag.tagKey() + "=" + tag.tagValue())
        .containsExactlyInAnyOrder("a=2", "b=");
    kms.untagResource(untag -> untag.keyId(key).tagKeys("a", "absent"));
    assertThat(kms.listResourceTags(list -> list.keyId(key)).tags())
        .extracting(Tag::tagKey)
        .containsExactly("b");
    assertThat(
            KeyRefused.with(
                "TagException",
                () ->
                    kms.tagResource(t ->
                        t.keyId(key).tags(Tag.builder().tagKey("AWS:x").tagValue("").build()))))
        .isEqualTo("Tags beginning with aws: are reserved");
  }

  @Test
  void aPolicyIsReturnedAsItWasPutAndBinds() {
    KeyMetadata key = keys.fresh();
    String policy =
        """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::%1$s:root"},"Action":"kms:*",
           "Resource":"*"},
          {"Sid":"no","Effect":"Deny","Principal":{"AWS":"*"},"Action":"kms:Encrypt",
           "Resource":"*"}]}\
        """
            .formatted(account);
    assertThat(kms.listKeyPolicies(list -> list.keyId(key.keyId())).policyNames())
        .containsExactly("default");
    kms.putKeyPolicy(put -> put.keyId(key.keyId()).policyName("default").policy(policy));
    assertThat(kms.getKeyPolicy(get -> get.keyId(key.keyId())).policy()).isEqualTo(policy);
    assertThat(KeyRefused.with("AccessDeniedException", () -> keys.encrypted(key.keyId(), "text")))
        .contains("kms:Encrypt on resource: " + key.arn(), "explicit deny");
    assertThat(
            KeyRefused.with(
                "MalformedPolicyDocumentException",
                () ->
                    kms.putKeyPolicy(put ->
                        put.keyId(key.keyId())
                            .policy(
                                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\","
                                    + "\"Principal\":{\"AWS\":\"*\"},\"Action\":\"kms:Get*\","
                                    + "\"Resource\":\"*\"}}"))))
        .isEqualTo("The new key policy will not allow you to update the key policy in the future.");
  }

  @Test
  void theKeyForS3IsMadeWhenItIsLookedAtAndBelongsToNobody() {
    KeyMetadata key = kms.describeKey(describe -> describe.keyId("alias/aws/s3")).keyMetadata();
    assertThat(key.keyManager()).isEqualTo(KeyManagerType.AWS);
    assertThat(key.description())
        .isEqualTo("Default key that protects my S3 objects when no other key is defined");
    assertThat(kms.describeKey(d -> d.keyId("alias/aws/s3")).keyMetadata()).isEqualTo(key);
    assertThat(
            KeyRefused.with(
                "AccessDeniedException", () -> kms.disableKey(d -> d.keyId(key.keyId()))))
        .endsWith("because no resource-based policy allows the kms:DisableKey action");
    KeyRefused.with("AccessDeniedException", () -> keys.encrypted("alias/aws/s3", "text"));
  }

  @Test
  void rightsComeFromTheKeysPolicyAndTheUsersTogether() {
    KeyMetadata key = keys.fresh();
    String allow =
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":"
            + "\"kms:Encrypt\",\"Resource\":\""
            + key.arn()
            + "\"}}";
    try (Keys.User user = keys.user(allow)) {
      SdkBytes sealed =
          user.kms()
              .encrypt(e -> e.keyId(key.arn()).plaintext(SdkBytes.fromUtf8String("text")))
              .ciphertextBlob();
      assertThat(
              KeyRefused.with(
                  "AccessDeniedException",
                  () -> user.kms().decrypt(d -> d.ciphertextBlob(sealed).keyId(key.arn()))))
          .isEqualTo(
              "User: %s is not authorized to perform: kms:Decrypt on resource: %s because no"
                      .formatted(user.arn(), key.arn())
                  + " identity-based policy allows the kms:Decrypt action");
      KeyRefused.with("AccessDeniedException", () -> user.kms().createKey());
      KeyRefused.with("AccessDeniedException", () -> user.kms().listKeys());
    }
  }
}
