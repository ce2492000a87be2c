package dev.coffer.iam.api;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.entity.Entities;
import dev.coffer.iam.entity.UserRow;
import dev.coffer.wire.iam.DeleteLoginProfile;
import dev.coffer.wire.iam.GetLoginProfile;
import dev.coffer.wire.iam.IamError;
import dev.coffer.wire.iam.ListInstanceProfilesForRole;
import dev.coffer.wire.iam.ListMFADevices;
import dev.coffer.wire.iam.ListSSHPublicKeys;
import dev.coffer.wire.iam.ListServiceSpecificCredentials;
import dev.coffer.wire.iam.ListSigningCertificates;
import dev.coffer.wire.iam.ListVirtualMFADevices;
import dev.coffer.wire.rpc.RpcException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What users and roles of this store never have: passwords, second factors, certificates, instance
 * profiles. Whoever asks is told so; markers are refused, since no list was ever longer.
 */
public final class OtherCredentials {
  private final Acts acts;

  OtherCredentials(Acts acts) {
    this.acts = acts;
  }

  public ListMFADevices.Output list(Call call, ListMFADevices op) {
    requireUser(call, "iam:ListMFADevices", op.userName(), op.marker());
    return new ListMFADevices.Output(List.of(), false, null);
  }

  public ListSSHPublicKeys.Output list(Call call, ListSSHPublicKeys op) {
    requireUser(call, "iam:ListSSHPublicKeys", op.userName(), op.marker());
    return new ListSSHPublicKeys.Output(List.of(), false, null);
  }

  public ListSigningCertificates.Output list(Call call, ListSigningCertificates op) {
    requireUser(call, "iam:ListSigningCertificates", op.userName(), op.marker());
    return new ListSigningCertificates.Output(List.of(), false, null);
  }

  public ListServiceSpecificCredentials.Output list(Call call, ListServiceSpecificCredentials op) {
    String action = "iam:ListServiceSpecificCredentials";
    if (Boolean.TRUE.equals(op.allUsers())) {
      requireNoMarker(op.marker());
      acts.look(
          call,
          action,
          act -> {
            act.allow("arn:aws:iam::" + act.account() + ":user/");
            return op;
          });
    } else {
      requireUser(call, action, op.userName(), op.marker());
    }
    return new ListServiceSpecificCredentials.Output(List.of(), null, false);
  }

  public ListVirtualMFADevices.Output list(Call call, ListVirtualMFADevices op) {
    requireNoMarker(op.marker());
    return acts.look(
        call,
        "iam:ListVirtualMFADevices",
        act -> {
          act.allow("arn:aws:iam::" + act.account() + ":mfa/");
          return new ListVirtualMFADevices.Output(List.of(), false, null);
        });
  }

  public ListInstanceProfilesForRole.Output list(Call call, ListInstanceProfilesForRole op) {
    requireNoMarker(op.marker());
    acts.look(
        call, "iam:ListInstanceProfilesForRole", act -> act.require(Entities.ROLES, op.roleName()));
    return new ListInstanceProfilesForRole.Output(List.of(), false, null);
  }

  public GetLoginProfile.Output get(Call call, GetLoginProfile op) {
    return acts.look(
        call,
        "iam:GetLoginProfile",
        act -> {
          throw noProfile(Users.named(act, op.userName()));
        });
  }

  public DeleteLoginProfile.Output delete(Call call, DeleteLoginProfile op) {
    return acts.look(
        call,
        "iam:DeleteLoginProfile",
        act -> {
          throw noProfile(Users.named(act, op.userName()));
        });
  }

  private static RpcException noProfile(UserRow user) {
    return IamError.NoSuchEntity.because(
        "Login Profile for User " + user.name() + " cannot be found.");
  }

  private UserRow requireUser(
      Call call, String action, @Nullable String name, @Nullable String marker) {
    requireNoMarker(marker);
    return acts.look(call, action, act -> Users.named(act, name));
  }

  private static void requireNoMarker(@Nullable String marker) {
    if (marker != null) {
      throw IamError.ValidationError.because("Invalid Marker.");
    }
  }
}
