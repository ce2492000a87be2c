package dev.coffer.kms.operation;

import dev.coffer.iam.auth.Call;
import dev.coffer.kms.access.Asked;
import dev.coffer.kms.access.Attempt;
import dev.coffer.kms.access.Desk;
import dev.coffer.kms.access.KeyOperation;
import dev.coffer.kms.access.Target;
import dev.coffer.kms.key.KeyId;
import dev.coffer.kms.key.KeyService.SealedKey;
import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.kms.Decrypt;
import dev.coffer.wire.kms.Encrypt;
import dev.coffer.wire.kms.EncryptionAlgorithm;
import dev.coffer.wire.kms.ReEncrypt;
import dev.coffer.wire.kms.UsedOperation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Encrypt, Decrypt and ReEncrypt. Source: spec/kms.md §5.4. */
public final class Ciphering {
  private static final String FROM = "kms:ReEncryptFrom";
  private static final String TO = "kms:ReEncryptTo";
  private static final String ON_SAME_KEY = "kms:ReEncryptOnSameKey";

  private final Desk desk;
  private final Ciphers ciphers;
  private final GrantTokens tokens;

  Ciphering(Desk desk, Ciphers ciphers, GrantTokens tokens) {
    this.desk = desk;
    this.ciphers = ciphers;
    this.tokens = tokens;
  }

  public Encrypt.Output encrypt(Call call, Encrypt op) {
    return encrypt(call, null, op);
  }

  Encrypt.Output encrypt(Call call, @Nullable String viaService, Encrypt op) {
    return desk.serve(call, viaService, KeyOperation.Encrypt, attempt -> encrypt(attempt, op));
  }

  private Encrypt.Output encrypt(Attempt attempt, Encrypt op) {
    Target target = toEncrypt(attempt, op);
    Requests.endDryRun(op.dryRun());
    Map<String, String> context = Requests.context(op.encryptionContext());
    byte[] sealed = ciphers.seal(target, op.plaintext().toArray(), context);
    ciphers.used(attempt, target, UsedOperation.Encrypt);
    return new Encrypt.Output(
        Blob.of(sealed), target.arn(), Ciphers.orDefault(op.encryptionAlgorithm()));
  }

  /** The key, after all checks. */
  private Target toEncrypt(Attempt attempt, Encrypt op) {
    EncryptionAlgorithm algorithm = Ciphers.orDefault(op.encryptionAlgorithm());
    attempt
        .ask("keyId", op.keyId())
        .ask("encryptionAlgorithm", algorithm)
        .ask("encryptionContext", op.encryptionContext());
    Map<String, String> context = Requests.context(op.encryptionContext());
    tokens.requireGenuine(op.grantTokens());
    String action = KeyOperation.Encrypt.action();
    Target target = desk.find(attempt, op.keyId(), action);
    Asked asked = Ciphers.asked(action, context, algorithm);
    ciphers.requireSealing(attempt, target, asked, algorithm, "Encrypt");
    return target;
  }

  public Decrypt.Output decrypt(Call call, Decrypt op) {
    return decrypt(call, null, op);
  }

  Decrypt.Output decrypt(Call call, @Nullable String viaService, Decrypt op) {
    return desk.serve(call, viaService, KeyOperation.Decrypt, attempt -> decrypt(attempt, op));
  }

  private Decrypt.Output decrypt(Attempt attempt, Decrypt op) {
    if (Requests.ignoresCiphertext(op.dryRun(), op.dryRunModifiers())) {
      toDecryptAny(attempt, op);
      Requests.endDryRun(op.dryRun());
    }
    Ciphers.Opening opening = toDecrypt(attempt, op);
    byte[] plaintext = ciphers.open(opening, Requests.context(op.encryptionContext()));
    Requests.endDryRun(op.dryRun());
    ciphers.used(attempt, opening.target(), UsedOperation.Decrypt);
    return new Decrypt.Output(
        opening.target().arn(),
        Blob.of(plaintext),
        Ciphers.orDefault(op.encryptionAlgorithm()),
        opening.material().id());
  }

  /** The ciphertext and its key, after all checks. */
  private Ciphers.Opening toDecrypt(Attempt attempt, Decrypt op) {
    Asked asked = askedToDecrypt(attempt, op);
    byte[] ciphertext = Requests.require(op.ciphertextBlob(), "ciphertextBlob").toArray();
    EncryptionAlgorithm algorithm = Ciphers.orDefault(op.encryptionAlgorithm());
    return ciphers.requireOpening(attempt, ciphertext, op.keyId(), asked, algorithm);
  }

  /** Refuses unless the caller may decrypt what the key has sealed. */
  private void toDecryptAny(Attempt attempt, Decrypt op) {
    Asked asked = askedToDecrypt(attempt, op);
    String keyId = Requests.require(op.keyId(), "keyId");
    EncryptionAlgorithm algorithm = Ciphers.orDefault(op.encryptionAlgorithm());
    ciphers.requireOpening(attempt, keyId, asked, algorithm, "Decrypt");
  }

  private Asked askedToDecrypt(Attempt attempt, Decrypt op) {
    EncryptionAlgorithm algorithm = Ciphers.orDefault(op.encryptionAlgorithm());
    attempt
        .ask("keyId", op.keyId())
        .ask("encryptionAlgorithm", algorithm)
        .ask("encryptionContext", op.encryptionContext());
    Requests.refuse(op.recipient(), "Recipient");
    Map<String, String> context = Requests.context(op.encryptionContext());
    tokens.requireGenuine(op.grantTokens());
    return Ciphers.asked(KeyOperation.Decrypt.action(), context, algorithm);
  }

  public ReEncrypt.Output reEncrypt(Call call, ReEncrypt op) {
    return reEncrypt(call, null, op);
  }

  ReEncrypt.Output reEncrypt(Call call, @Nullable String viaService, ReEncrypt op) {
    return desk.serve(call, viaService, KeyOperation.ReEncrypt, attempt -> reEncrypt(attempt, op));
  }

  private ReEncrypt.Output reEncrypt(Attempt attempt, ReEncrypt op) {
    if (Requests.ignoresCiphertext(op.dryRun(), op.dryRunModifiers())) {
      toReEncryptAny(attempt, op);
      Requests.endDryRun(op.dryRun());
    }
    Moving moving = toReEncrypt(attempt, op);
    Ciphers.Opening opening = moving.from();
    Target destination = moving.to();
    byte[] plaintext = ciphers.open(opening, Requests.context(op.sourceEncryptionContext()));
    Requests.endDryRun(op.dryRun());
    byte[] sealed =
        ciphers.seal(destination, plaintext, Requests.context(op.destinationEncryptionContext()));
    ciphers.used(attempt, opening.target(), UsedOperation.ReEncrypt);
    ciphers.used(attempt, destination, UsedOperation.ReEncrypt);
    return new ReEncrypt.Output(
        Blob.of(sealed),
        opening.target().arn(),
        destination.arn(),
        Ciphers.orDefault(op.sourceEncryptionAlgorithm()),
        Ciphers.orDefault(op.destinationEncryptionAlgorithm()),
        opening.material().id(),
        Ciphers.current(destination).id());
  }

  /** From where to where. */
  private record Moving(Ciphers.Opening from, Target to) {}

  /** The ciphertext and both keys, after all checks. */
  private Moving toReEncrypt(Attempt attempt, ReEncrypt op) {
    tell(attempt, op);
    byte[] ciphertext = Requests.require(op.ciphertextBlob(), "ciphertextBlob").toArray();
    requireFit(op);
    Target destination = desk.find(attempt, op.destinationKeyId(), TO);
    boolean same = ciphers.names(ciphertext, destination.key().id());
    EncryptionAlgorithm algorithm = Ciphers.orDefault(op.sourceEncryptionAlgorithm());
    Ciphers.Opening opening =
        ciphers.requireOpening(attempt, ciphertext, op.sourceKeyId(), from(op, same), algorithm);
    attempt.putFirst(opening.target());
    requireSealing(attempt, op, destination, same);
    return new Moving(opening, destination);
  }

  /** Refuses unless the caller may move what the one key has sealed to the other. */
  private void toReEncryptAny(Attempt attempt, ReEncrypt op) {
    tell(attempt, op);
    String sourceKeyId = Requests.require(op.sourceKeyId(), "sourceKeyId");
    requireFit(op);
    Target destination = desk.find(attempt, op.destinationKeyId(), TO);
    KeyId source = desk.find(attempt, sourceKeyId, FROM).key().id();
    boolean same = source.equals(destination.key().id());
    EncryptionAlgorithm algorithm = Ciphers.orDefault(op.sourceEncryptionAlgorithm());
    attempt.putFirst(
        ciphers.requireOpening(attempt, sourceKeyId, from(op, same), algorithm, "ReEncrypt"));
    requireSealing(attempt, op, destination, same);
  }

  private static void tell(Attempt attempt, ReEncrypt op) {
    attempt
        .ask("sourceKeyId", op.sourceKeyId())
        .ask("destinationKeyId", op.destinationKeyId())
        .ask("sourceEncryptionAlgorithm", Ciphers.orDefault(op.sourceEncryptionAlgorithm()))
        .ask(
            "destinationEncryptionAlgorithm",
            Ciphers.orDefault(op.destinationEncryptionAlgorithm()))
        .ask("sourceEncryptionContext", op.sourceEncryptionContext())
        .ask("destinationEncryptionContext", op.destinationEncryptionContext());
  }

  private void requireFit(ReEncrypt op) {
    Requests.context(op.sourceEncryptionContext());
    Requests.context(op.destinationEncryptionContext());
    tokens.requireGenuine(op.grantTokens());
  }

  private static Asked from(ReEncrypt op, boolean same) {
    Map<String, String> context = Requests.context(op.sourceEncryptionContext());
    EncryptionAlgorithm algorithm = Ciphers.orDefault(op.sourceEncryptionAlgorithm());
    return Ciphers.asked(FROM, context, algorithm).with(ON_SAME_KEY, String.valueOf(same));
  }

  private void requireSealing(Attempt attempt, ReEncrypt op, Target destination, boolean same) {
    Map<String, String> context = Requests.context(op.destinationEncryptionContext());
    EncryptionAlgorithm algorithm = Ciphers.orDefault(op.destinationEncryptionAlgorithm());
    Asked asked = Ciphers.asked(TO, context, algorithm).with(ON_SAME_KEY, String.valueOf(same));
    ciphers.requireSealing(attempt, destination, asked, algorithm, "ReEncrypt");
  }

  /**
   * Refuses unless the caller could encrypt at the one place and decrypt there, and move to it what
   * lies sealed at the other; does none of it.
   */
  void requireMove(Call call, @Nullable String viaService, SealedKey from, SealedKey to) {
    Blob some = Blob.of(new byte[1]);
    var encrypt = new Encrypt(to.keyArn(), some, to.encryptionContext(), null, null, null);
    desk.check(call, viaService, KeyOperation.Encrypt, attempt -> toEncrypt(attempt, encrypt));
    var move =
        new ReEncrypt(
            blob(from),
            from.encryptionContext(),
            from.keyArn(),
            to.keyArn(),
            to.encryptionContext(),
            null,
            null,
            null,
            null,
            null);
    desk.check(call, viaService, KeyOperation.ReEncrypt, attempt -> toReEncrypt(attempt, move));
    var decrypt =
        new Decrypt(blob(to), to.encryptionContext(), null, to.keyArn(), null, null, null, null);
    desk.check(call, viaService, KeyOperation.Decrypt, attempt -> toDecrypt(attempt, decrypt));
  }

  private static Blob blob(SealedKey sealed) {
    return Blob.of(sealed.ciphertext().toByteArray());
  }
}
