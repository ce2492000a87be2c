package dev.coffer.iam.api;

import static dev.coffer.iam.api.House.A;
import static dev.coffer.iam.api.House.READ_ONLY;
import static dev.coffer.iam.api.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Percent;
import dev.coffer.wire.iam.AttachGroupPolicy;
import dev.coffer.wire.iam.AttachRolePolicy;
import dev.coffer.wire.iam.AttachUserPolicy;
import dev.coffer.wire.iam.AttachedPolicy;
import dev.coffer.wire.iam.CreatePolicy;
import dev.coffer.wire.iam.CreatePolicyVersion;
import dev.coffer.wire.iam.DeletePolicy;
import dev.coffer.wire.iam.DeletePolicyVersion;
import dev.coffer.wire.iam.DeleteUserPermissionsBoundary;
import dev.coffer.wire.iam.DetachUserPolicy;
import dev.coffer.wire.iam.EntityType;
import dev.coffer.wire.iam.GetPolicy;
import dev.coffer.wire.iam.GetPolicyVersion;
import dev.coffer.wire.iam.GetUserPolicy;
import dev.coffer.wire.iam.IamError;
import dev.coffer.wire.iam.ListAttachedUserPolicies;
import dev.coffer.wire.iam.ListEntitiesForPolicy;
import dev.coffer.wire.iam.ListPolicies;
import dev.coffer.wire.iam.ListPolicyTags;
import dev.coffer.wire.iam.ListPolicyVersions;
import dev.coffer.wire.iam.ListUserPolicies;
import dev.coffer.wire.iam.Policy;
import dev.coffer.wire.iam.PolicyScopeType;
import dev.coffer.wire.iam.PolicyUsageType;
import dev.coffer.wire.iam.PutUserPermissionsBoundary;
import dev.coffer.wire.iam.PutUserPolicy;
import dev.coffer.wire.iam.SetDefaultPolicyVersion;
import dev.coffer.wire.iam.Tag;
import dev.coffer.wire.iam.TagPolicy;
import dev.coffer.wire.iam.UntagPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PoliciesTest {
  private static final String NONE = "arn:aws:iam::" + A + ":policy/none";

  private final House house = new House();
  private final ManagedPolicies policies = house.iam.policies();
  private final PolicyVersions versions = house.iam.policyVersions();

  @Test
  void aPolicyIsShownAsItWasCreated() {
    var tags = List.of(new Tag("k", "v"));
    Policy made =
        policies
            .create(house.root, new CreatePolicy("p", "/h/", House.POLICY, "May read", tags))
            .policy();
    assertThat(made).isNotNull();
    assertThat(made.policyId()).matches("ANPA[A-Z2-7]{17}");
    assertThat(made.arn()).isEqualTo("arn:aws:iam::" + A + ":policy/h/p");
    assertThat(made.defaultVersionId()).isEqualTo("v1");
    Policy got = policy(String.valueOf(made.arn()));
    assertThat(got.description()).isEqualTo("May read");
    assertThat(got.tags()).isEqualTo(tags);
    assertThat(got.attachmentCount()).isZero();
    assertThat(got.isAttachable()).isTrue();
    assertThat(document(String.valueOf(made.arn()), "v1")).isEqualTo(House.POLICY);
  }

  private Policy policy(String arn) {
    Policy found = policies.get(house.root, new GetPolicy(arn)).policy();
    assertThat(found).isNotNull();
    return found;
  }

  private String document(String arn, String version) {
    var found = versions.get(house.root, new GetPolicyVersion(arn, version)).policyVersion();
    assertThat(found).isNotNull();
    return Percent.decode(String.valueOf(found.document()));
  }

  @Test
  void documentsAreCodedAsUrisAre() {
    String arn = house.policyNamed("p");
    var shown = versions.get(house.root, new GetPolicyVersion(arn, "v1")).policyVersion();
    assertThat(shown).isNotNull();
    assertThat(shown.document())
        .startsWith("%7B%22Version%22%3A%222012-10-17%22%2C")
        .contains("%22Resource%22%3A%22%2A%22");
  }

  @Test
  void aNameIsTakenOnlyOnce() {
    house.policyNamed("p");
    refused(
        IamError.EntityAlreadyExists,
        "A policy called P already exists. Duplicate names are not allowed.",
        () -> policies.create(house.root, new CreatePolicy("P", "/x/", House.POLICY, null, null)));
  }

  @Test
  void whatIsNoPolicyIsRefused() {
    var refusal =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            dev.coffer.wire.rpc.RpcException.class,
            () -> policies.create(house.root, new CreatePolicy("p", null, "{", null, null)));
    assertThat(refusal.code()).isEqualTo("MalformedPolicyDocument");
    assertThat(house.identities.anyIn(A)).isFalse();
  }

  @Test
  void sizesAreLimited() {
    refused(
        IamError.LimitExceeded,
        "Cannot exceed quota for PolicySize: 6144",
        () -> policies.create(house.root, new CreatePolicy("p", null, large(6200), null, null)));
    house.user("u");
    String text = "Maximum policy size of 2048 bytes exceeded for user u";
    refused(IamError.LimitExceeded, text, () -> putInline("p", large(2100)));
    refused(IamError.LimitExceeded, text, () -> putInline("p", House.POLICY + " ".repeat(60_000)));
    putInline("p", large(1500) + " ".repeat(2000));
    refused(IamError.LimitExceeded, text, () -> putInline("q", large(1000)));
    putInline("p", large(1600));
  }

  private void putInline(String name, String text) {
    house.iam.inlinePolicies().put(house.root, new PutUserPolicy("u", name, text));
  }

  private static String large(int characters) {
    String frame = House.policy("");
    return House.policy("s3:" + "x".repeat(characters - frame.length() - 3));
  }

  @Test
  void versionsComeAndGo() {
    String arn = house.policyNamed("p");
    for (int i = 2; i <= 5; i++) {
      var made =
          versions
              .create(house.root, new CreatePolicyVersion(arn, House.policy("s3:v" + i), i == 3))
              .policyVersion();
      assertThat(made).isNotNull();
      assertThat(made.versionId()).isEqualTo("v" + i);
      assertThat(made.isDefaultVersion()).isEqualTo(i == 3);
    }
    refused(
        IamError.LimitExceeded,
        "A managed policy can have up to 5 versions. Before you create a new version, you must"
            + " delete an existing version.",
        () -> versions.create(house.root, new CreatePolicyVersion(arn, House.POLICY, null)));
    assertThat(versionIds(arn)).containsExactly("v5", "v4", "v3", "v2", "v1");
    refused(
        IamError.DeleteConflict,
        "Cannot delete the default version of a policy.",
        () -> versions.delete(house.root, new DeletePolicyVersion(arn, "v3")));
    versions.setDefault(house.root, new SetDefaultPolicyVersion(arn, "v2"));
    versions.delete(house.root, new DeletePolicyVersion(arn, "v5"));
    versions.create(house.root, new CreatePolicyVersion(arn, House.POLICY, true));
    assertThat(versionIds(arn)).containsExactly("v6", "v4", "v3", "v2", "v1");
    assertThat(policy(arn).defaultVersionId()).isEqualTo("v6");
    refused(
        IamError.NoSuchEntity,
        "Policy " + arn + " version v5 does not exist or is not attachable.",
        () -> versions.get(house.root, new GetPolicyVersion(arn, "v5")));
    refused(
        IamError.DeleteConflict,
        "This policy has more than one version. Before you delete a policy, you must delete the"
            + " policy's versions. The default version is deleted with the policy.",
        () -> policies.delete(house.root, new DeletePolicy(arn)));
  }

  private List<String> versionIds(String arn) {
    var found = new ArrayList<String>();
    String marker = null;
    do {
      var page = versions.list(house.root, new ListPolicyVersions(arn, marker, 2));
      assertThat(page.versions()).isNotNull();
      page.versions().forEach(version -> found.add(String.valueOf(version.versionId())));
      marker = page.marker();
    } while (marker != null);
    return found;
  }

  @Test
  void theDefaultVersionIsTheOneThatHolds() {
    String arn = house.policyNamed("p");
    String id = house.user("u");
    house.iam.attachments().attach(house.root, new AttachUserPolicy("u", arn));
    versions.create(house.root, new CreatePolicyVersion(arn, House.policy("s3:New"), true));
    assertThat(
            house
                .identities
                .userSubject(A, id)
                .orElseThrow()
                .identity()
                .getFirst()
                .document()
                .text())
        .isEqualTo(House.policy("s3:New"));
  }

  @Test
  void ourPoliciesAreReadableAndNobodysToChange() {
    assertThat(policy(READ_ONLY).policyName()).isEqualTo("AmazonS3ReadOnlyAccess");
    assertThat(document(READ_ONLY, "v1")).contains("s3:Get*");
    String denied =
        "User: arn:aws:iam::"
            + A
            + ":root is not authorized to perform: iam:DeletePolicy on"
            + " resource: "
            + READ_ONLY;
    var refusal =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            dev.coffer.wire.rpc.RpcException.class,
            () -> policies.delete(house.root, new DeletePolicy(READ_ONLY)));
    assertThat(refusal.code()).isEqualTo("AccessDenied");
    assertThat(refusal.getMessage()).startsWith(denied);
  }

  @Test
  void everyPolicyOfOursIsAPolicy() {
    var all = policies.list(house.root, list(PolicyScopeType.AWS, null, null, null)).policies();
    assertThat(all).isNotNull();
    assertThat(all)
        .extracting(Policy::policyName)
        .containsExactly(
            "AdministratorAccess",
            "AmazonS3FullAccess",
            "AmazonS3ReadOnlyAccess",
            "AWSKeyManagementServicePowerUser",
            "IAMFullAccess",
            "IAMReadOnlyAccess");
    house.user("u");
    for (Policy ours : all) {
      assertThat(ours.policyId()).matches("ANPA[A-Z2-7]{17}");
      String arn = String.valueOf(ours.arn());
      dev.coffer.iam.policy.PolicyDocument.parse(
          document(arn, "v1"), dev.coffer.iam.policy.PolicyDocument.Kind.IDENTITY);
      house.iam.attachments().attach(house.root, new AttachUserPolicy("u", arn));
    }
  }

  private static ListPolicies list(
      @Nullable PolicyScopeType scope,
      @Nullable Boolean onlyAttached,
      @Nullable PolicyUsageType usage,
      @Nullable String prefix) {
    return new ListPolicies(scope, onlyAttached, prefix, usage, null, null);
  }

  @Test
  void policiesAreListedByScopeAndUse() {
    String one = house.policyNamed("one");
    String two = house.policyNamed("two");
    house.policyNamed("three");
    policies.create(house.root, new CreatePolicy("four", "/deep/", House.POLICY, null, null));
    house.user("u");
    house.iam.attachments().attach(house.root, new AttachUserPolicy("u", one));
    house.iam.attachments().attach(house.root, new AttachUserPolicy("u", READ_ONLY));
    house.iam.boundaries().put(house.root, new PutUserPermissionsBoundary("u", two));
    assertThat(listed(list(PolicyScopeType.Local, null, null, null)))
        .containsExactly("four", "one", "three", "two");
    assertThat(listed(list(PolicyScopeType.Local, null, null, "/deep/"))).containsExactly("four");
    assertThat(listed(list(null, null, null, null))).hasSize(10);
    assertThat(listed(list(PolicyScopeType.All, true, null, null)))
        .containsExactly("AmazonS3ReadOnlyAccess", "one", "two");
    assertThat(listed(list(null, null, PolicyUsageType.PermissionsBoundary, null)))
        .containsExactly("two");
    assertThat(policy(one).attachmentCount()).isEqualTo(1);
    assertThat(policy(two).permissionsBoundaryUsageCount()).isEqualTo(1);
    assertThat(policy(READ_ONLY).attachmentCount()).isEqualTo(1);
  }

  private List<String> listed(ListPolicies wanted) {
    var found = policies.list(house.root, wanted).policies();
    assertThat(found).isNotNull();
    return found.stream().map(policy -> String.valueOf(policy.policyName())).toList();
  }

  @Test
  void attachingTwiceIsOnceAndDetachingTwiceIsRefused() {
    String arn = house.policyNamed("p");
    house.user("u");
    house.iam.attachments().attach(house.root, new AttachUserPolicy("u", arn));
    house.iam.attachments().attach(house.root, new AttachUserPolicy("u", arn));
    assertThat(policy(arn).attachmentCount()).isEqualTo(1);
    refused(
        IamError.DeleteConflict,
        "Cannot delete a policy attached to entities.",
        () -> policies.delete(house.root, new DeletePolicy(arn)));
    house.iam.attachments().detach(house.root, new DetachUserPolicy("u", arn));
    refused(
        IamError.NoSuchEntity,
        "Policy " + arn + " was not found.",
        () -> house.iam.attachments().detach(house.root, new DetachUserPolicy("u", arn)));
    policies.delete(house.root, new DeletePolicy(arn));
    refused(
        IamError.NoSuchEntity,
        "Policy " + arn + " does not exist or is not attachable.",
        () -> house.iam.attachments().attach(house.root, new AttachUserPolicy("u", arn)));
    refused(
        IamError.NoSuchEntity,
        "Policy " + arn + " was not found.",
        () -> policies.get(house.root, new GetPolicy(arn)));
    refused(
        IamError.InvalidInput,
        "ARN arn:aws:iam::nobody:role/x is not valid.",
        () ->
            house
                .iam
                .attachments()
                .attach(house.root, new AttachUserPolicy("u", "arn:aws:iam::nobody:role/x")));
  }

  @Test
  void tenPoliciesCanBeAttached() {
    house.user("u");
    for (int i = 0; i < 10; i++) {
      attach(house.policyNamed("p" + i));
    }
    String more = house.policyNamed("more");
    refused(
        IamError.LimitExceeded, "Cannot exceed quota for PoliciesPerUser: 10", () -> attach(more));
    var first =
        house.iam.attachments().list(house.root, new ListAttachedUserPolicies("u", null, null, 4));
    assertThat(first.attachedPolicies())
        .extracting(AttachedPolicy::policyName)
        .containsExactly("p0", "p1", "p2", "p3");
    assertThat(first.isTruncated()).isTrue();
    var rest =
        house
            .iam
            .attachments()
            .list(house.root, new ListAttachedUserPolicies("u", "/", first.marker(), null));
    assertThat(rest.attachedPolicies()).hasSize(6);
    assertThat(rest.isTruncated()).isFalse();
  }

  private void attach(String arn) {
    house.iam.attachments().attach(house.root, new AttachUserPolicy("u", arn));
  }

  @Test
  void aPolicyKnowsWhoUsesIt() {
    String arn = house.policyNamed("p");
    String user = house.user("u");
    String bounded = house.user("bounded");
    house.group("g");
    String role = house.role("r");
    attach(arn);
    house.iam.attachments().attach(house.root, new AttachGroupPolicy("g", arn));
    house.iam.attachments().attach(house.root, new AttachRolePolicy("r", arn));
    house.iam.boundaries().put(house.root, new PutUserPermissionsBoundary("bounded", arn));
    var all = entities(arn, null, null);
    assertThat(all.policyGroups()).hasSize(1);
    assertThat(all.policyUsers()).extracting("userId").containsExactlyInAnyOrder(user, bounded);
    assertThat(all.policyRoles()).extracting("roleId").containsExactly(role);
    assertThat(entities(arn, EntityType.User, PolicyUsageType.PermissionsBoundary).policyUsers())
        .extracting("userId")
        .containsExactly(bounded);
    assertThat(entities(arn, EntityType.Role, null).policyUsers()).isEmpty();
    house.iam.boundaries().delete(house.root, new DeleteUserPermissionsBoundary("bounded"));
    assertThat(entities(arn, null, PolicyUsageType.PermissionsBoundary).policyUsers()).isEmpty();
    refused(
        IamError.NoSuchEntity,
        "User bounded has no permissions boundary.",
        () ->
            house
                .iam
                .boundaries()
                .delete(house.root, new DeleteUserPermissionsBoundary("bounded")));
  }

  private ListEntitiesForPolicy.Output entities(
      String arn, @Nullable EntityType type, @Nullable PolicyUsageType usage) {
    return house
        .iam
        .policyEntities()
        .list(house.root, new ListEntitiesForPolicy(arn, type, null, usage, null, null));
  }

  @Test
  void inlinePoliciesArePutReadListedAndDeleted() {
    house.user("u");
    putInline("b", House.POLICY);
    putInline("a", House.POLICY + "\n");
    putInline("b", House.policy("s3:Put*"));
    var inline = house.iam.inlinePolicies();
    assertThat(inline.list(house.root, new ListUserPolicies("u", null, null)).policyNames())
        .containsExactly("a", "b");
    var got = inline.get(house.root, new GetUserPolicy("u", "b"));
    assertThat(Percent.decode(got.policyDocument())).isEqualTo(House.policy("s3:Put*"));
    inline.delete(house.root, new dev.coffer.wire.iam.DeleteUserPolicy("u", "b"));
    refused(
        IamError.NoSuchEntity,
        "The user policy with name b cannot be found.",
        () -> inline.get(house.root, new GetUserPolicy("u", "b")));
    refused(
        IamError.NoSuchEntity,
        "The user with name v cannot be found.",
        () -> inline.get(house.root, new GetUserPolicy("v", "b")));
  }

  @Test
  void policiesAreTagged() {
    String arn = house.policyNamed("p");
    var tagging = house.iam.tagging();
    tagging.tag(house.root, new TagPolicy(arn, List.of(new Tag("A", "1"), new Tag("b", "2"))));
    tagging.tag(house.root, new TagPolicy(arn, List.of(new Tag("a", "3"))));
    assertThat(tagging.list(house.root, new ListPolicyTags(arn, null, null)).tags())
        .containsExactly(new Tag("a", "3"), new Tag("b", "2"));
    tagging.untag(house.root, new UntagPolicy(arn, List.of("B", "c")));
    assertThat(tagging.list(house.root, new ListPolicyTags(arn, null, null)).tags())
        .containsExactly(new Tag("a", "3"));
    refused(
        IamError.NoSuchEntity,
        "Policy " + NONE + " was not found.",
        () -> tagging.tag(house.root, new TagPolicy(NONE, List.of())));
    var many = new ArrayList<Tag>();
    for (int i = 0; i < 50; i++) {
      many.add(new Tag("key" + i, ""));
    }
    refused(
        IamError.LimitExceeded,
        "Cannot exceed quota for TagsPerPolicy: 50",
        () -> tagging.tag(house.root, new TagPolicy(arn, many)));
  }
}
