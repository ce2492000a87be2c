package dev.coffer.kms.operation;

import dev.coffer.crypto.material.KeyMaterial;
import dev.coffer.iam.auth.Call;
import dev.coffer.kms.access.Asked;
import dev.coffer.kms.access.Attempt;
import dev.coffer.kms.access.Desk;
import dev.coffer.kms.access.KeyOperation;
import dev.coffer.kms.access.Target;
import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.kms.GenerateMac;
import dev.coffer.wire.kms.KeyUsage;
import dev.coffer.wire.kms.KmsError;
import dev.coffer.wire.kms.MacAlgorithm;
import dev.coffer.wire.kms.UsedOperation;
import dev.coffer.wire.kms.VerifyMac;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Authentication codes under HMAC keys. */
public final class Macs {
  private final Desk desk;
  private final Ciphers ciphers;
  private final GrantTokens tokens;

  Macs(Desk desk, Ciphers ciphers, GrantTokens tokens) {
    this.desk = desk;
    this.ciphers = ciphers;
    this.tokens = tokens;
  }

  public GenerateMac.Output generate(Call call, GenerateMac op) {
    return desk.serve(
        call,
        KeyOperation.GenerateMac,
        attempt -> {
          Target target = target(attempt, op.keyId(), op.macAlgorithm(), op.grantTokens());
          Requests.endDryRun(op.dryRun());
          byte[] mac = mac(target, op.macAlgorithm(), op.message());
          ciphers.used(attempt, target, UsedOperation.GenerateMac);
          return new GenerateMac.Output(Blob.of(mac), op.macAlgorithm(), target.arn());
        });
  }

  public VerifyMac.Output verify(Call call, VerifyMac op) {
    return desk.serve(
        call,
        KeyOperation.VerifyMac,
        attempt -> {
          Target target = target(attempt, op.keyId(), op.macAlgorithm(), op.grantTokens());
          Requests.endDryRun(op.dryRun());
          byte[] mac = mac(target, op.macAlgorithm(), op.message());
          if (!MessageDigest.isEqual(mac, op.mac().toArray())) {
            throw KmsError.KMSInvalidMacException.refusal();
          }
          ciphers.used(attempt, target, UsedOperation.VerifyMac);
          return new VerifyMac.Output(target.arn(), true, op.macAlgorithm());
        });
  }

  private Target target(
      Attempt attempt, String keyId, MacAlgorithm algorithm, @Nullable List<String> grantTokens) {
    attempt.ask("keyId", keyId).ask("macAlgorithm", algorithm);
    tokens.requireGenuine(grantTokens);
    KeyOperation operation = attempt.operation();
    Target target =
        desk.require(
            attempt,
            keyId,
            Asked.of(operation.action()).with("kms:MacAlgorithm", algorithm.name()));
    Ciphers.requireUsage(target, KeyUsage.GENERATE_VERIFY_MAC, operation.name());
    if (Metadata.macAlgorithm(target.key()) != algorithm) {
      throw KmsError.InvalidKeyUsageException.because(
          "Algorithm "
              + algorithm
              + " is incompatible with key spec "
              + target.key().nature().spec()
              + ".");
    }
    return target;
  }

  private byte[] mac(Target target, MacAlgorithm algorithm, Blob message) {
    try (KeyMaterial material = ciphers.currentOf(target)) {
      return material.mac(jdkName(algorithm), message.toArray());
    }
  }

  private static String jdkName(MacAlgorithm algorithm) {
    return switch (algorithm) {
      case HMAC_SHA_224 -> "HmacSHA224";
      case HMAC_SHA_256 -> "HmacSHA256";
      case HMAC_SHA_384 -> "HmacSHA384";
      case HMAC_SHA_512 -> "HmacSHA512";
    };
  }
}
