package dev.coffer.server.table;

import dev.coffer.iam.api.Iam;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.iam.AddUserToGroup;
import dev.coffer.wire.iam.AttachGroupPolicy;
import dev.coffer.wire.iam.AttachRolePolicy;
import dev.coffer.wire.iam.AttachUserPolicy;
import dev.coffer.wire.iam.CreateAccessKey;
import dev.coffer.wire.iam.CreateGroup;
import dev.coffer.wire.iam.CreatePolicy;
import dev.coffer.wire.iam.CreatePolicyVersion;
import dev.coffer.wire.iam.CreateRole;
import dev.coffer.wire.iam.CreateUser;
import dev.coffer.wire.iam.DeleteAccessKey;
import dev.coffer.wire.iam.DeleteGroup;
import dev.coffer.wire.iam.DeleteGroupPolicy;
import dev.coffer.wire.iam.DeleteLoginProfile;
import dev.coffer.wire.iam.DeletePolicy;
import dev.coffer.wire.iam.DeletePolicyVersion;
import dev.coffer.wire.iam.DeleteRole;
import dev.coffer.wire.iam.DeleteRolePermissionsBoundary;
import dev.coffer.wire.iam.DeleteRolePolicy;
import dev.coffer.wire.iam.DeleteUser;
import dev.coffer.wire.iam.DeleteUserPermissionsBoundary;
import dev.coffer.wire.iam.DeleteUserPolicy;
import dev.coffer.wire.iam.DetachGroupPolicy;
import dev.coffer.wire.iam.DetachRolePolicy;
import dev.coffer.wire.iam.DetachUserPolicy;
import dev.coffer.wire.iam.GetGroup;
import dev.coffer.wire.iam.GetGroupPolicy;
import dev.coffer.wire.iam.GetLoginProfile;
import dev.coffer.wire.iam.GetPolicy;
import dev.coffer.wire.iam.GetPolicyVersion;
import dev.coffer.wire.iam.GetRole;
import dev.coffer.wire.iam.GetRolePolicy;
import dev.coffer.wire.iam.GetUser;
import dev.coffer.wire.iam.GetUserPolicy;
import dev.coffer.wire.iam.ListAccessKeys;
import dev.coffer.wire.iam.ListAttachedGroupPolicies;
import dev.coffer.wire.iam.ListAttachedRolePolicies;
import dev.coffer.wire.iam.ListAttachedUserPolicies;
import dev.coffer.wire.iam.ListEntitiesForPolicy;
import dev.coffer.wire.iam.ListGroupPolicies;
import dev.coffer.wire.iam.ListGroups;
import dev.coffer.wire.iam.ListGroupsForUser;
import dev.coffer.wire.iam.ListInstanceProfilesForRole;
import dev.coffer.wire.iam.ListMFADevices;
import dev.coffer.wire.iam.ListPolicies;
import dev.coffer.wire.iam.ListPolicyTags;
import dev.coffer.wire.iam.ListPolicyVersions;
import dev.coffer.wire.iam.ListRolePolicies;
import dev.coffer.wire.iam.ListRoleTags;
import dev.coffer.wire.iam.ListRoles;
import dev.coffer.wire.iam.ListSSHPublicKeys;
import dev.coffer.wire.iam.ListServiceSpecificCredentials;
import dev.coffer.wire.iam.ListSigningCertificates;
import dev.coffer.wire.iam.ListUserPolicies;
import dev.coffer.wire.iam.ListUserTags;
import dev.coffer.wire.iam.ListUsers;
import dev.coffer.wire.iam.ListVirtualMFADevices;
import dev.coffer.wire.iam.PutGroupPolicy;
import dev.coffer.wire.iam.PutRolePermissionsBoundary;
import dev.coffer.wire.iam.PutRolePolicy;
import dev.coffer.wire.iam.PutUserPermissionsBoundary;
import dev.coffer.wire.iam.PutUserPolicy;
import dev.coffer.wire.iam.RemoveUserFromGroup;
import dev.coffer.wire.iam.SetDefaultPolicyVersion;
import dev.coffer.wire.iam.TagPolicy;
import dev.coffer.wire.iam.TagRole;
import dev.coffer.wire.iam.TagUser;
import dev.coffer.wire.iam.UntagPolicy;
import dev.coffer.wire.iam.UntagRole;
import dev.coffer.wire.iam.UntagUser;
import dev.coffer.wire.iam.UpdateAccessKey;
import dev.coffer.wire.iam.UpdateAssumeRolePolicy;
import dev.coffer.wire.iam.UpdateGroup;
import dev.coffer.wire.iam.UpdateRole;
import dev.coffer.wire.iam.UpdateRoleDescription;
import dev.coffer.wire.iam.UpdateUser;

/** The IAM operations that are served, a line each. */
public final class IamTable {
  private IamTable() {}

  /** Everything that IAM offers. */
  public static RpcTable of(Iam iam) {
    var table = new RpcTable(Rpc.Service.IAM);
    users(table, iam);
    accessKeys(table, iam);
    groups(table, iam);
    roles(table, iam);
    policies(table, iam);
    policyVersions(table, iam);
    policyEntities(table, iam);
    inlinePolicies(table, iam);
    attachments(table, iam);
    boundaries(table, iam);
    tagging(table, iam);
    otherCredentials(table, iam);
    return table;
  }

  private static void users(RpcTable table, Iam iam) {
    table.serve(CreateUser.class, iam.users()::create);
    table.serve(GetUser.class, iam.users()::get);
    table.serve(ListUsers.class, iam.users()::list);
    table.serve(UpdateUser.class, iam.users()::update);
    table.serve(DeleteUser.class, iam.users()::delete);
  }

  private static void accessKeys(RpcTable table, Iam iam) {
    table.serve(CreateAccessKey.class, iam.accessKeys()::create);
    table.serve(ListAccessKeys.class, iam.accessKeys()::list);
    table.serve(UpdateAccessKey.class, iam.accessKeys()::update);
    table.serve(DeleteAccessKey.class, iam.accessKeys()::delete);
  }

  private static void groups(RpcTable table, Iam iam) {
    table.serve(CreateGroup.class, iam.groups()::create);
    table.serve(GetGroup.class, iam.groups()::get);
    table.serve(ListGroups.class, iam.groups()::list);
    table.serve(ListGroupsForUser.class, iam.groups()::listForUser);
    table.serve(UpdateGroup.class, iam.groups()::update);
    table.serve(DeleteGroup.class, iam.groups()::delete);
    table.serve(AddUserToGroup.class, iam.groups()::addUser);
    table.serve(RemoveUserFromGroup.class, iam.groups()::removeUser);
  }

  private static void roles(RpcTable table, Iam iam) {
    table.serve(CreateRole.class, iam.roles()::create);
    table.serve(GetRole.class, iam.roles()::get);
    table.serve(ListRoles.class, iam.roles()::list);
    table.serve(UpdateRole.class, iam.roles()::update);
    table.serve(UpdateRoleDescription.class, iam.roles()::updateDescription);
    table.serve(UpdateAssumeRolePolicy.class, iam.roles()::updateTrust);
    table.serve(DeleteRole.class, iam.roles()::delete);
  }

  private static void policies(RpcTable table, Iam iam) {
    table.serve(CreatePolicy.class, iam.policies()::create);
    table.serve(GetPolicy.class, iam.policies()::get);
    table.serve(ListPolicies.class, iam.policies()::list);
    table.serve(DeletePolicy.class, iam.policies()::delete);
  }

  private static void policyVersions(RpcTable table, Iam iam) {
    table.serve(CreatePolicyVersion.class, iam.policyVersions()::create);
    table.serve(GetPolicyVersion.class, iam.policyVersions()::get);
    table.serve(ListPolicyVersions.class, iam.policyVersions()::list);
    table.serve(SetDefaultPolicyVersion.class, iam.policyVersions()::setDefault);
    table.serve(DeletePolicyVersion.class, iam.policyVersions()::delete);
  }

  private static void policyEntities(RpcTable table, Iam iam) {
    table.serve(ListEntitiesForPolicy.class, iam.policyEntities()::list);
  }

  private static void inlinePolicies(RpcTable table, Iam iam) {
    table.serve(PutUserPolicy.class, iam.inlinePolicies()::put);
    table.serve(GetUserPolicy.class, iam.inlinePolicies()::get);
    table.serve(DeleteUserPolicy.class, iam.inlinePolicies()::delete);
    table.serve(PutGroupPolicy.class, iam.inlinePolicies()::put);
    table.serve(GetGroupPolicy.class, iam.inlinePolicies()::get);
    table.serve(DeleteGroupPolicy.class, iam.inlinePolicies()::delete);
    table.serve(PutRolePolicy.class, iam.inlinePolicies()::put);
    table.serve(GetRolePolicy.class, iam.inlinePolicies()::get);
    table.serve(DeleteRolePolicy.class, iam.inlinePolicies()::delete);
    table.serve(ListUserPolicies.class, iam.inlinePolicies()::list);
    table.serve(ListGroupPolicies.class, iam.inlinePolicies()::list);
    table.serve(ListRolePolicies.class, iam.inlinePolicies()::list);
  }

  private static void attachments(RpcTable table, Iam iam) {
    table.serve(AttachUserPolicy.class, iam.attachments()::attach);
    table.serve(DetachUserPolicy.class, iam.attachments()::detach);
    table.serve(AttachGroupPolicy.class, iam.attachments()::attach);
    table.serve(DetachGroupPolicy.class, iam.attachments()::detach);
    table.serve(AttachRolePolicy.class, iam.attachments()::attach);
    table.serve(DetachRolePolicy.class, iam.attachments()::detach);
    table.serve(ListAttachedUserPolicies.class, iam.attachments()::list);
    table.serve(ListAttachedGroupPolicies.class, iam.attachments()::list);
    table.serve(ListAttachedRolePolicies.class, iam.attachments()::list);
  }

  private static void boundaries(RpcTable table, Iam iam) {
    table.serve(PutUserPermissionsBoundary.class, iam.boundaries()::put);
    table.serve(DeleteUserPermissionsBoundary.class, iam.boundaries()::delete);
    table.serve(PutRolePermissionsBoundary.class, iam.boundaries()::put);
    table.serve(DeleteRolePermissionsBoundary.class, iam.boundaries()::delete);
  }

  private static void tagging(RpcTable table, Iam iam) {
    table.serve(TagUser.class, iam.tagging()::tag);
    table.serve(UntagUser.class, iam.tagging()::untag);
    table.serve(ListUserTags.class, iam.tagging()::list);
    table.serve(TagRole.class, iam.tagging()::tag);
    table.serve(UntagRole.class, iam.tagging()::untag);
    table.serve(ListRoleTags.class, iam.tagging()::list);
    table.serve(TagPolicy.class, iam.tagging()::tag);
    table.serve(UntagPolicy.class, iam.tagging()::untag);
    table.serve(ListPolicyTags.class, iam.tagging()::list);
  }

  private static void otherCredentials(RpcTable table, Iam iam) {
    table.serve(ListMFADevices.class, iam.otherCredentials()::list);
    table.serve(ListVirtualMFADevices.class, iam.otherCredentials()::list);
    table.serve(ListSSHPublicKeys.class, iam.otherCredentials()::list);
    table.serve(ListSigningCertificates.class, iam.otherCredentials()::list);
    table.serve(ListServiceSpecificCredentials.class, iam.otherCredentials()::list);
    table.serve(ListInstanceProfilesForRole.class, iam.otherCredentials()::list);
    table.serve(GetLoginProfile.class, iam.otherCredentials()::get);
    table.serve(DeleteLoginProfile.class, iam.otherCredentials()::delete);
  }
}
