package dev.coffer.iam.api;

import dev.coffer.iam.entity.Kind;
import dev.coffer.wire.iam.IamError;
import dev.coffer.wire.rpc.RpcException;

/** Amazon's texts that several operations share. */
final class Refusals {
  private Refusals() {}

  static RpcException noSuch(Kind kind, String name) {
    return IamError.NoSuchEntity.because(
        "The " + kind.word() + " with name " + name + " cannot be found.");
  }

  static RpcException notAttachable(String arn) {
    return IamError.NoSuchEntity.because("Policy " + arn + " does not exist or is not attachable.");
  }

  static RpcException exists(Kind kind, String name) {
    return IamError.EntityAlreadyExists.because(
        kind == Kind.POLICY
            ? "A policy called " + name + " already exists. Duplicate names are not allowed."
            : capital(kind) + " with name " + name + " already exists.");
  }

  static RpcException quota(String quota, long limit) {
    return IamError.LimitExceeded.because("Cannot exceed quota for " + quota + ": " + limit);
  }

  static RpcException conflict(String what) {
    return IamError.DeleteConflict.because("Cannot delete entity, must " + what + " first.");
  }

  /** {@code User}. */
  static String capital(Kind kind) {
    String word = kind.word();
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}
