package dev.coffer.kms.operation;

import dev.coffer.iam.auth.Call;
import dev.coffer.kms.access.Asked;
import dev.coffer.kms.access.Attempt;
import dev.coffer.kms.access.Desk;
import dev.coffer.kms.access.KeyOperation;
import dev.coffer.kms.access.Target;
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
    Ciphers.Opening opening = toDecrypt(attempt, op);
    Requests.endDryRun(op.dryRun());
    byte[] plaintext = ciphers.open(opening, Requests.context(op.encryptionContext()));
    ciphers.used(attempt, opening.target(), UsedOperation.Decrypt);
    return new Decrypt.Output(
        opening.target().arn(),
        Blob.of(plaintext),
        Ciphers.orDefault(op.encryptionAlgorithm()),
        opening.material().id());
  }

  /** The ciphertext and its key, after all checks. */
  private Ciphers.Opening toDecrypt(Attempt attempt, Decrypt op) {
    EncryptionAlgorithm algorithm = Ciphers.orDefault(op.encryptionAlgorithm());
    attempt
        .ask("keyId", op.keyId())
        .ask("encryptionAlgorithm", algorithm)
        .ask("encryptionContext", op.encryptionContext());
    Requests.refuse(op.recipient(), "Recipient");
    Requests.refuseModifiers(op.dryRunModifiers());
    byte[] ciphertext = Requests.require(op.ciphertextBlob(), "ciphertextBlob").toArray();
    Map<String, String> context = Requests.context(op.encryptionContext());
    tokens.requireGenuine(op.grantTokens());
    Asked asked = Ciphers.asked(KeyOperation.Decrypt.action(), context, algorithm);
    return ciphers.requireOpening(attempt, ciphertext, op.keyId(), asked, algorithm);
  }

  public ReEncrypt.Output reEncrypt(Call call, ReEncrypt op) {
    return reEncrypt(call, null, op);
  }

  ReEncrypt.Output reEncrypt(Call call, @Nullable String viaService, ReEncrypt op) {
    return desk.serve(call, viaService, KeyOperation.ReEncrypt, attempt -> reEncrypt(attempt, op));
  }

  private ReEncrypt.Output reEncrypt(Attempt attempt, ReEncrypt op) {
    Moving moving = toReEncrypt(attempt, op);
    Requests.endDryRun(op.dryRun());
    Ciphers.Opening opening = moving.from();
    Target destination = moving.to();
    byte[] plaintext = ciphers.open(opening, Requests.context(op.sourceEncryptionContext()));
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
    EncryptionAlgorithm from = Ciphers.orDefault(op.sourceEncryptionAlgorithm());
    EncryptionAlgorithm to = Ciphers.orDefault(op.destinationEncryptionAlgorithm());
    attempt
        .ask("sourceKeyId", op.sourceKeyId())
        .ask("destinationKeyId", op.destinationKeyId())
        .ask("sourceEncryptionAlgorithm", from)
        .ask("destinationEncryptionAlgorithm", to)
        .ask("sourceEncryptionContext", op.sourceEncryptionContext())
        .ask("destinationEncryptionContext", op.destinationEncryptionContext());
    Requests.refuseModifiers(op.dryRunModifiers());
    byte[] ciphertext = Requests.require(op.ciphertextBlob(), "ciphertextBlob").toArray();
    Map<String, String> before = Requests.context(op.sourceEncryptionContext());
    Map<String, String> after = Requests.context(op.destinationEncryptionContext());
    tokens.requireGenuine(op.grantTokens());
    Target destination = desk.find(attempt, op.destinationKeyId(), TO);
    String same = String.valueOf(ciphers.names(ciphertext, destination.key().id()));
    Ciphers.Opening opening =
        ciphers.requireOpening(
            attempt,
            ciphertext,
            op.sourceKeyId(),
            Ciphers.asked(FROM, before, from).with(ON_SAME_KEY, same),
            from);
    attempt.putFirst(opening.target());
    Asked toDestination = Ciphers.asked(TO, after, to).with(ON_SAME_KEY, same);
    ciphers.requireSealing(attempt, destination, toDestination, to, "ReEncrypt");
    return new Moving(opening, destination);
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
