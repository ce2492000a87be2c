package dev.coffer.server.table;

import dev.coffer.kms.operation.KeyOperations;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.kms.CancelKeyDeletion;
import dev.coffer.wire.kms.CreateAlias;
import dev.coffer.wire.kms.CreateGrant;
import dev.coffer.wire.kms.CreateKey;
import dev.coffer.wire.kms.Decrypt;
import dev.coffer.wire.kms.DeleteAlias;
import dev.coffer.wire.kms.DeleteImportedKeyMaterial;
import dev.coffer.wire.kms.DescribeKey;
import dev.coffer.wire.kms.DisableKey;
import dev.coffer.wire.kms.DisableKeyRotation;
import dev.coffer.wire.kms.EnableKey;
import dev.coffer.wire.kms.EnableKeyRotation;
import dev.coffer.wire.kms.Encrypt;
import dev.coffer.wire.kms.GenerateDataKey;
import dev.coffer.wire.kms.GenerateDataKeyWithoutPlaintext;
import dev.coffer.wire.kms.GenerateMac;
import dev.coffer.wire.kms.GenerateRandom;
import dev.coffer.wire.kms.GetKeyLastUsage;
import dev.coffer.wire.kms.GetKeyPolicy;
import dev.coffer.wire.kms.GetKeyRotationStatus;
import dev.coffer.wire.kms.GetParametersForImport;
import dev.coffer.wire.kms.GetPublicKey;
import dev.coffer.wire.kms.ImportKeyMaterial;
import dev.coffer.wire.kms.ListAliases;
import dev.coffer.wire.kms.ListGrants;
import dev.coffer.wire.kms.ListKeyPolicies;
import dev.coffer.wire.kms.ListKeyRotations;
import dev.coffer.wire.kms.ListKeys;
import dev.coffer.wire.kms.ListResourceTags;
import dev.coffer.wire.kms.ListRetirableGrants;
import dev.coffer.wire.kms.PutKeyPolicy;
import dev.coffer.wire.kms.ReEncrypt;
import dev.coffer.wire.kms.RetireGrant;
import dev.coffer.wire.kms.RevokeGrant;
import dev.coffer.wire.kms.RotateKeyOnDemand;
import dev.coffer.wire.kms.ScheduleKeyDeletion;
import dev.coffer.wire.kms.Sign;
import dev.coffer.wire.kms.TagResource;
import dev.coffer.wire.kms.UntagResource;
import dev.coffer.wire.kms.UpdateAlias;
import dev.coffer.wire.kms.UpdateKeyDescription;
import dev.coffer.wire.kms.Verify;
import dev.coffer.wire.kms.VerifyMac;

/** The operations of the key service that are served, a line each. */
public final class KmsTable {
  private KmsTable() {}

  /** Everything that the key service offers. */
  public static RpcTable of(KeyOperations kms) {
    var table = new RpcTable(Rpc.Service.KMS).unread(kms::refused);
    keys(table, kms);
    aliases(table, kms);
    cryptography(table, kms);
    policiesAndTags(table, kms);
    rotation(table, kms);
    grants(table, kms);
    importing(table, kms);
    return table;
  }

  private static void keys(RpcTable table, KeyOperations kms) {
    table.serve(CreateKey.class, kms.newKeys()::create);
    table.serve(DescribeKey.class, kms.life()::describe);
    table.serve(ListKeys.class, kms.life()::list);
    table.serve(EnableKey.class, kms.life()::enable);
    table.serve(DisableKey.class, kms.life()::disable);
    table.serve(ScheduleKeyDeletion.class, kms.life()::schedule);
    table.serve(CancelKeyDeletion.class, kms.life()::cancel);
    table.serve(UpdateKeyDescription.class, kms.life()::describeAs);
    table.serve(GetKeyLastUsage.class, kms.life()::lastUsage);
  }

  private static void aliases(RpcTable table, KeyOperations kms) {
    table.serve(CreateAlias.class, kms.aliases()::create);
    table.serve(UpdateAlias.class, kms.aliases()::update);
    table.serve(DeleteAlias.class, kms.aliases()::delete);
    table.serve(ListAliases.class, kms.aliases()::list);
  }

  private static void cryptography(RpcTable table, KeyOperations kms) {
    table.serve(Encrypt.class, kms.ciphering()::encrypt);
    table.serve(Decrypt.class, kms.ciphering()::decrypt);
    table.serve(ReEncrypt.class, kms.ciphering()::reEncrypt);
    table.serve(GenerateDataKey.class, kms.dataKeys()::generate);
    table.serve(GenerateDataKeyWithoutPlaintext.class, kms.dataKeys()::generate);
    table.serve(GenerateRandom.class, kms.dataKeys()::random);
    table.serve(GenerateMac.class, kms.macs()::generate);
    table.serve(VerifyMac.class, kms.macs()::verify);
    table.serve(Sign.class, kms.signing()::sign);
    table.serve(Verify.class, kms.signing()::verify);
    table.serve(GetPublicKey.class, kms.signing()::publicKey);
  }

  private static void policiesAndTags(RpcTable table, KeyOperations kms) {
    table.serve(GetKeyPolicy.class, kms.policies()::get);
    table.serve(PutKeyPolicy.class, kms.policies()::put);
    table.serve(ListKeyPolicies.class, kms.policies()::list);
    table.serve(TagResource.class, kms.tagging()::tag);
    table.serve(UntagResource.class, kms.tagging()::untag);
    table.serve(ListResourceTags.class, kms.tagging()::list);
  }

  private static void rotation(RpcTable table, KeyOperations kms) {
    table.serve(EnableKeyRotation.class, kms.rotations()::enable);
    table.serve(DisableKeyRotation.class, kms.rotations()::disable);
    table.serve(GetKeyRotationStatus.class, kms.rotations()::status);
    table.serve(RotateKeyOnDemand.class, kms.rotations()::rotate);
    table.serve(ListKeyRotations.class, kms.rotations()::list);
  }

  private static void grants(RpcTable table, KeyOperations kms) {
    table.serve(CreateGrant.class, kms.granting()::create);
    table.serve(ListGrants.class, kms.granting()::list);
    table.serve(ListRetirableGrants.class, kms.granting()::retirable);
    table.serve(RetireGrant.class, kms.granting()::retire);
    table.serve(RevokeGrant.class, kms.granting()::revoke);
  }

  private static void importing(RpcTable table, KeyOperations kms) {
    table.serve(GetParametersForImport.class, kms.importing()::parameters);
    table.serve(ImportKeyMaterial.class, kms.importing()::importMaterial);
    table.serve(DeleteImportedKeyMaterial.class, kms.importing()::delete);
  }
}
