package dev.coffer.iam.api;

import static dev.coffer.iam.api.House.A;
import static dev.coffer.iam.api.House.TRUST;
import static dev.coffer.iam.api.House.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.wire.http.Percent;
import dev.coffer.wire.iam.AttachRolePolicy;
import dev.coffer.wire.iam.CreateRole;
import dev.coffer.wire.iam.DeleteRole;
import dev.coffer.wire.iam.DeleteRolePolicy;
import dev.coffer.wire.iam.DetachRolePolicy;
import dev.coffer.wire.iam.GetRole;
import dev.coffer.wire.iam.GetRolePolicy;
import dev.coffer.wire.iam.IamError;
import dev.coffer.wire.iam.ListInstanceProfilesForRole;
import dev.coffer.wire.iam.ListRoleTags;
import dev.coffer.wire.iam.ListRoles;
import dev.coffer.wire.iam.PutRolePermissionsBoundary;
import dev.coffer.wire.iam.PutRolePolicy;
import dev.coffer.wire.iam.Role;
import dev.coffer.wire.iam.Tag;
import dev.coffer.wire.iam.TagRole;
import dev.coffer.wire.iam.UntagRole;
import dev.coffer.wire.iam.UpdateAssumeRolePolicy;
import dev.coffer.wire.iam.UpdateRole;
import dev.coffer.wire.iam.UpdateRoleDescription;
import dev.coffer.wire.rpc.RpcException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RolesTest {
  private final House house = new House();
  private final Roles roles = house.iam.roles();

  private static String trusting(String principal) {
    return TRUST.replace("\"" + A + "\"", "\"" + principal + "\"");
  }

  private void create(String trust) {
    roles.create(house.root, new CreateRole(null, "r", trust, null, null, null, null));
  }

  private Role role() {
    return roles.get(house.root, new GetRole("r")).role();
  }

  @Test
  void aRoleIsShownAsItWasCreated() {
    var tags = List.of(new Tag("k", "v"));
    Role made =
        roles
            .create(
                house.root,
                new CreateRole("/of/", "r", TRUST, "Looks", 7200, House.READ_ONLY, tags))
            .role();
    assertThat(made.roleId()).matches("AROA[A-Z2-7]{17}");
    assertThat(made.arn()).isEqualTo("arn:aws:iam::" + A + ":role/of/r");
    assertThat(Percent.decode(String.valueOf(made.assumeRolePolicyDocument()))).isEqualTo(TRUST);
    assertThat(made.maxSessionDuration()).isEqualTo(7200);
    assertThat(made.tags()).isEqualTo(tags);
    assertThat(role()).isEqualTo(made);
    var known = house.identities.role(made.arn()).orElseThrow();
    assertThat(known.maxSessionDuration()).isEqualTo(Duration.ofHours(2));
    assertThat(known.boundary()).isNotNull();
    var listed = roles.list(house.root, new ListRoles("/of/", null, null)).roles();
    assertThat(listed).hasSize(1);
    assertThat(listed.getFirst().tags()).isNull();
  }

  @Test
  void aSessionLastsAnHourUnlessSaidOtherwise() {
    create(TRUST);
    assertThat(role().maxSessionDuration()).isEqualTo(3600);
    roles.update(house.root, new UpdateRole("r", "New", 43200));
    roles.update(house.root, new UpdateRole("r", null, null));
    assertThat(role().maxSessionDuration()).isEqualTo(43200);
    assertThat(role().description()).isEqualTo("New");
    var updated =
        roles.updateDescription(house.root, new UpdateRoleDescription("r", "Newer")).role();
    assertThat(updated).isNotNull();
    assertThat(updated.description()).isEqualTo("Newer");
    assertThat(updated.maxSessionDuration()).isEqualTo(43200);
  }

  @Test
  void whoIsTrustedMustBeThere() {
    String nobody = "arn:aws:iam::" + A + ":user/nobody";
    String text = "Invalid principal in policy: \"AWS\":\"" + nobody + "\"";
    refused(IamError.MalformedPolicyDocument, text, () -> create(trusting(nobody)));
    String account = "210987654321";
    refused(
        IamError.MalformedPolicyDocument,
        "Invalid principal in policy: \"AWS\":\"" + account + "\"",
        () -> create(trusting(account)));
    create(TRUST);
    refused(
        IamError.MalformedPolicyDocument,
        text,
        () -> roles.updateTrust(house.root, new UpdateAssumeRolePolicy("r", trusting(nobody))));
    house.user("nobody");
    roles.updateTrust(house.root, new UpdateAssumeRolePolicy("r", trusting(nobody)));
    assertThat(Percent.decode(String.valueOf(role().assumeRolePolicyDocument())))
        .isEqualTo(trusting(nobody));
  }

  @Test
  void whatIsNoTrustPolicyIsRefused() {
    RpcException refusal = catchThrowableOfType(RpcException.class, () -> create(House.POLICY));
    assertThat(refusal.code()).isEqualTo("MalformedPolicyDocument");
    refused(
        IamError.LimitExceeded,
        "Cannot exceed quota for ACLSizePerRole: 2048",
        () ->
            create(TRUST.replace("\"Effect\"", "\"Sid\":\"" + "a".repeat(2000) + "\",\"Effect\"")));
    assertThat(house.identities.anyIn(A)).isFalse();
  }

  @Test
  void aRoleGoesWhenNothingHangsOnIt() {
    create(TRUST);
    refused(IamError.EntityAlreadyExists, "Role with name r already exists.", () -> create(TRUST));
    String own = house.policyNamed("own");
    house.iam.attachments().attach(house.root, new AttachRolePolicy("r", own));
    house.iam.inlinePolicies().put(house.root, new PutRolePolicy("r", "p", House.POLICY));
    house.iam.boundaries().put(house.root, new PutRolePermissionsBoundary("r", own));
    conflict("detach all policies");
    house.iam.attachments().detach(house.root, new DetachRolePolicy("r", own));
    conflict("delete policies");
    assertThat(
            Percent.decode(
                house
                    .iam
                    .inlinePolicies()
                    .get(house.root, new GetRolePolicy("r", "p"))
                    .policyDocument()))
        .isEqualTo(House.POLICY);
    house.iam.inlinePolicies().delete(house.root, new DeleteRolePolicy("r", "p"));
    roles.delete(house.root, new DeleteRole("r"));
    house.iam.policies().delete(house.root, new dev.coffer.wire.iam.DeletePolicy(own));
    assertThat(house.identities.anyIn(A)).isFalse();
    refused(IamError.NoSuchEntity, "The role with name r cannot be found.", this::role);
  }

  private void conflict(String first) {
    refused(
        IamError.DeleteConflict,
        "Cannot delete entity, must " + first + " first.",
        () -> roles.delete(house.root, new DeleteRole("r")));
  }

  @Test
  void rolesAreTaggedAndHaveNoInstanceProfiles() {
    create(TRUST);
    var tagging = house.iam.tagging();
    tagging.tag(house.root, new TagRole("r", List.of(new Tag("a", "1"), new Tag("b", "2"))));
    tagging.untag(house.root, new UntagRole("r", List.of("A")));
    assertThat(tagging.list(house.root, new ListRoleTags("r", null, null)).tags())
        .containsExactly(new Tag("b", "2"));
    var profiles =
        house
            .iam
            .otherCredentials()
            .list(house.root, new ListInstanceProfilesForRole("r", null, null));
    assertThat(profiles.instanceProfiles()).isEmpty();
    assertThat(profiles.isTruncated()).isFalse();
  }
}
