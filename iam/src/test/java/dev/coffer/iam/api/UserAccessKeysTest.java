package dev.coffer.iam.api;

import static dev.coffer.iam.api.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.iam.AccessKey;
import dev.coffer.wire.iam.AccessKeyMetadata;
import dev.coffer.wire.iam.CreateAccessKey;
import dev.coffer.wire.iam.DeleteAccessKey;
import dev.coffer.wire.iam.DeleteLoginProfile;
import dev.coffer.wire.iam.GetLoginProfile;
import dev.coffer.wire.iam.IamError;
import dev.coffer.wire.iam.ListAccessKeys;
import dev.coffer.wire.iam.ListMFADevices;
import dev.coffer.wire.iam.ListSSHPublicKeys;
import dev.coffer.wire.iam.ListServiceSpecificCredentials;
import dev.coffer.wire.iam.ListSigningCertificates;
import dev.coffer.wire.iam.ListVirtualMFADevices;
import dev.coffer.wire.iam.StatusType;
import dev.coffer.wire.iam.UpdateAccessKey;
import dev.coffer.wire.iam.UpdateUser;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class UserAccessKeysTest {
  private final House house = new House();
  private final UserAccessKeys keys = house.iam.accessKeys();

  private AccessKey create(@Nullable String user) {
    return keys.create(house.root, new CreateAccessKey(user)).accessKey();
  }

  private List<AccessKeyMetadata> listed(String user) {
    return keys.list(house.root, new ListAccessKeys(user, null, null)).accessKeyMetadata();
  }

  @Test
  void aKeySpeaksForItsUserUnderEveryName() {
    String id = house.user("u");
    AccessKey made = create("u");
    assertThat(made.accessKeyId()).matches("AKIA[A-Z2-7]{16}");
    assertThat(made.secretAccessKey()).hasSize(40);
    house.iam.users().update(house.root, new UpdateUser("u", null, "v"));
    var found = house.keys.find(made.accessKeyId()).orElseThrow();
    assertThat(found.userId()).isEqualTo(id);
    assertThat(found.secret().reveal()).isEqualTo(made.secretAccessKey());
    assertThat(listed("v"))
        .containsExactly(
            new AccessKeyMetadata("v", made.accessKeyId(), StatusType.Active, made.createDate()));
  }

  @Test
  void aUserHasTwoKeysAtMost() {
    house.user("u");
    create("u");
    create("u");
    refused(
        IamError.LimitExceeded, "Cannot exceed quota for AccessKeysPerUser: 2", () -> create("u"));
    var page = keys.list(house.root, new ListAccessKeys("u", null, 1));
    assertThat(page.isTruncated()).isTrue();
    assertThat(keys.list(house.root, new ListAccessKeys("u", page.marker(), 1)).isTruncated())
        .isFalse();
  }

  @Test
  void keysAreSwitchedOffAndOnAndDeletedAtOnce() {
    house.user("u");
    String id = create("u").accessKeyId();
    set(id, StatusType.Inactive);
    assertThat(house.keys.find(id)).isEmpty();
    assertThat(listed("u").getFirst().status()).isEqualTo(StatusType.Inactive);
    set(id, StatusType.Active);
    assertThat(house.keys.find(id)).isPresent();
    refused(
        IamError.ValidationError,
        "Access keys cannot be given the status Expired.",
        () -> set(id, StatusType.Expired));
    keys.delete(house.root, new DeleteAccessKey("u", id));
    assertThat(house.keys.find(id)).isEmpty();
    assertThat(listed("u")).isEmpty();
    refused(
        IamError.NoSuchEntity,
        "The Access Key with id " + id + " cannot be found.",
        () -> keys.delete(house.root, new DeleteAccessKey("u", id)));
  }

  private void set(String id, StatusType status) {
    keys.update(house.root, new UpdateAccessKey("u", id, status));
  }

  @Test
  void aKeyBelongsToOneUser() {
    house.user("u");
    house.user("v");
    String id = create("u").accessKeyId();
    refused(
        IamError.NoSuchEntity,
        "The Access Key with id " + id + " cannot be found.",
        () -> keys.delete(house.root, new DeleteAccessKey("v", id)));
    assertThat(house.keys.find(id)).isPresent();
  }

  @Test
  void usersMakeTheirOwnKeysAndRootsMustNameSomebody() {
    var alice = house.userWith("alice", House.policy("iam:*AccessKey*"));
    String id = keys.create(alice, new CreateAccessKey(null)).accessKey().accessKeyId();
    assertThat(keys.list(alice, new ListAccessKeys(null, null, null)).accessKeyMetadata())
        .extracting(AccessKeyMetadata::accessKeyId)
        .containsExactly(id);
    refused(
        IamError.NotImplemented,
        "The credentials of an account's root user are not managed here; name a user.",
        () -> create(null));
  }

  @Test
  void otherCredentialsThereAreNone() {
    house.user("u");
    var other = house.iam.otherCredentials();
    assertThat(other.list(house.root, new ListMFADevices("u", null, null)).mfaDevices()).isEmpty();
    assertThat(other.list(house.root, new ListSSHPublicKeys("u", null, null)).sshPublicKeys())
        .isEmpty();
    assertThat(other.list(house.root, new ListSigningCertificates("u", null, null)).certificates())
        .isEmpty();
    assertThat(
            other
                .list(house.root, new ListServiceSpecificCredentials("u", null, null, null, null))
                .serviceSpecificCredentials())
        .isEmpty();
    assertThat(
            other
                .list(house.root, new ListServiceSpecificCredentials(null, null, true, null, null))
                .serviceSpecificCredentials())
        .isEmpty();
    assertThat(
            other.list(house.root, new ListVirtualMFADevices(null, null, null)).virtualMFADevices())
        .isEmpty();
    String none = "Login Profile for User u cannot be found.";
    refused(IamError.NoSuchEntity, none, () -> other.get(house.root, new GetLoginProfile("u")));
    refused(
        IamError.NoSuchEntity, none, () -> other.delete(house.root, new DeleteLoginProfile("u")));
    refused(
        IamError.NoSuchEntity,
        "The user with name v cannot be found.",
        () -> other.list(house.root, new ListMFADevices("v", null, null)));
    refused(
        IamError.ValidationError,
        "Invalid Marker.",
        () -> other.list(house.root, new ListMFADevices("u", "more", null)));
  }
}
