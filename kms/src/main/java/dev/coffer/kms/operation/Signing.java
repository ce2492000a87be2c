package dev.coffer.kms.operation;

import dev.coffer.crypto.material.KeyMaterial;
import dev.coffer.crypto.material.SignatureScheme;
import dev.coffer.crypto.material.SigningPair;
import dev.coffer.iam.auth.Call;
import dev.coffer.kms.access.Asked;
import dev.coffer.kms.access.Attempt;
import dev.coffer.kms.access.Desk;
import dev.coffer.kms.access.KeyOperation;
import dev.coffer.kms.access.Target;
import dev.coffer.kms.key.KmsKey;
import dev.coffer.kms.key.Pairs;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.kms.GetPublicKey;
import dev.coffer.wire.kms.KeySpec;
import dev.coffer.wire.kms.KeyUsage;
import dev.coffer.wire.kms.KmsError;
import dev.coffer.wire.kms.MessageType;
import dev.coffer.wire.kms.Sign;
import dev.coffer.wire.kms.SigningAlgorithm;
import dev.coffer.wire.kms.UsedOperation;
import dev.coffer.wire.kms.Verify;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Signatures under pairs of keys. Source: AWS KMS API Reference; docs/decisions/0029. */
public final class Signing {
  private final Desk desk;
  private final Ciphers ciphers;
  private final GrantTokens tokens;

  Signing(Desk desk, Ciphers ciphers, GrantTokens tokens) {
    this.desk = desk;
    this.ciphers = ciphers;
    this.tokens = tokens;
  }

  /** What both operations are asked, beside the signature. */
  private record Wanted(
      String keyId,
      Blob message,
      MessageType type,
      SigningAlgorithm algorithm,
      @Nullable List<String> tokens,
      @Nullable Boolean dryRun) {

    /** The digest to be signed; refuses a message that cannot be one. */
    byte[] digest() {
      SignatureScheme scheme = Pairs.scheme(algorithm);
      byte[] given = message.toArray();
      return switch (type) {
        case RAW -> scheme.digest(given);
        case DIGEST -> {
          if (given.length != scheme.digestBytes()) {
            throw KmsError.ValidationException.because(
                "Digest is invalid length for algorithm " + algorithm + ".");
          }
          yield given;
        }
        case EXTERNAL_MU ->
            throw KmsError.ValidationException.because(
                "Message type " + type + " is incompatible with algorithm " + algorithm + ".");
      };
    }
  }

  public Sign.Output sign(Call call, Sign op) {
    var wanted =
        new Wanted(
            op.keyId(),
            op.message(),
            orRaw(op.messageType()),
            op.signingAlgorithm(),
            op.grantTokens(),
            op.dryRun());
    return serve(
        call,
        KeyOperation.Sign,
        wanted,
        (target, digest) ->
            new Sign.Output(
                target.arn(),
                Blob.of(signature(target, wanted.algorithm(), digest)),
                wanted.algorithm()));
  }

  private byte[] signature(Target target, SigningAlgorithm algorithm, byte[] digest) {
    try (KeyMaterial material = ciphers.currentOf(target)) {
      return material.sign(Pairs.scheme(algorithm), digest, desk.foundation().entropy());
    }
  }

  public Verify.Output verify(Call call, Verify op) {
    var wanted =
        new Wanted(
            op.keyId(),
            op.message(),
            orRaw(op.messageType()),
            op.signingAlgorithm(),
            op.grantTokens(),
            op.dryRun());
    return serve(
        call,
        KeyOperation.Verify,
        wanted,
        (target, digest) -> {
          requireOf(target, wanted.algorithm(), digest, op.signature());
          return new Verify.Output(target.arn(), true, wanted.algorithm());
        });
  }

  private static void requireOf(
      Target target, SigningAlgorithm algorithm, byte[] digest, Blob signature) {
    var publicKey = dev.coffer.crypto.envelope.Bytes.of(publicKey(target).toByteArray());
    if (!SigningPair.verifies(publicKey, Pairs.scheme(algorithm), digest, signature.toArray())) {
      throw KmsError.KMSInvalidSignatureException.refusal();
    }
  }

  /** Does either with the key that is meant and the digest, and notes that the key was used. */
  private <O> O serve(
      Call call, KeyOperation operation, Wanted wanted, BiFunction<Target, byte[], O> work) {
    return desk.serve(
        call,
        operation,
        attempt -> {
          Target target = target(attempt, wanted);
          byte[] digest = wanted.digest();
          Requests.endDryRun(wanted.dryRun());
          O output = work.apply(target, digest);
          ciphers.used(attempt, target, UsedOperation.valueOf(operation.name()));
          return output;
        });
  }

  public GetPublicKey.Output publicKey(Call call, GetPublicKey op) {
    return desk.serve(
        call,
        KeyOperation.GetPublicKey,
        attempt -> {
          attempt.ask("keyId", op.keyId());
          tokens.requireGenuine(op.grantTokens());
          Target target = desk.require(attempt, op.keyId());
          KmsKey.Nature nature = target.key().nature();
          return new GetPublicKey.Output(
              target.arn(),
              Blob.of(publicKey(target).toByteArray()),
              nature.spec(),
              nature.spec(),
              nature.usage(),
              Pairs.algorithms(nature.spec()));
        });
  }

  private Target target(Attempt attempt, Wanted wanted) {
    attempt
        .ask("keyId", wanted.keyId())
        .ask("messageType", wanted.type())
        .ask("signingAlgorithm", wanted.algorithm());
    tokens.requireGenuine(wanted.tokens());
    KeyOperation operation = attempt.operation();
    Asked asked =
        Asked.of(operation.action())
            .with("kms:SigningAlgorithm", wanted.algorithm().name())
            .with("kms:MessageType", wanted.type().name());
    Target target = desk.require(attempt, wanted.keyId(), asked);
    Ciphers.requireUsage(target, KeyUsage.SIGN_VERIFY, operation.name());
    KeySpec spec = target.key().nature().spec();
    if (!Pairs.algorithms(spec).contains(wanted.algorithm())) {
      throw KmsError.InvalidKeyUsageException.because(
          "Algorithm " + wanted.algorithm() + " is incompatible with key spec " + spec + ".");
    }
    return target;
  }

  private static MessageType orRaw(@Nullable MessageType asked) {
    return asked == null ? MessageType.RAW : asked;
  }

  private static Bytes publicKey(Target target) {
    Bytes publicKey = Ciphers.current(target).publicKey();
    if (publicKey == null) {
      throw new Corrupt("a pair without its public half");
    }
    return publicKey;
  }
}
