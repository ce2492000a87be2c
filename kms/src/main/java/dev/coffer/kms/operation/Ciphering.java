package dev.coffer.kms.operation;

import dev.coffer.iam.auth.Call;
import dev.coffer.kms.access.Asked;
import dev.coffer.kms.access.Attempt;
import dev.coffer.kms.access.Desk;
import dev.coffer.kms.access.KeyOperation;
import dev.coffer.kms.access.Target;
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
    Requests.endDryRun(op.dryRun());
    byte[] sealed = ciphers.seal(target, op.plaintext().toArray(), context);
    ciphers.used(attempt, target, UsedOperation.Encrypt);
    return new Encrypt.Output(Blob.of(sealed), target.arn(), algorithm);
  }

  public Decrypt.Output decrypt(Call call, Decrypt op) {
    return decrypt(call, null, op);
  }

  Decrypt.Output decrypt(Call call, @Nullable String viaService, Decrypt op) {
    return desk.serve(call, viaService, KeyOperation.Decrypt, attempt -> decrypt(attempt, op));
  }

  private Decrypt.Output decrypt(Attempt attempt, Decrypt op) {
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
    Ciphers.Opening opening =
        ciphers.requireOpening(attempt, ciphertext, op.keyId(), asked, algorithm);
    Requests.endDryRun(op.dryRun());
    byte[] plaintext = ciphers.open(opening, context);
    ciphers.used(attempt, opening.target(), UsedOperation.Decrypt);
    return new Decrypt.Output(
        opening.target().arn(), Blob.of(plaintext), algorithm, opening.material().id());
  }

  public ReEncrypt.Output reEncrypt(Call call, ReEncrypt op) {
    return reEncrypt(call, null, op);
  }

  ReEncrypt.Output reEncrypt(Call call, @Nullable String viaService, ReEncrypt op) {
    return desk.serve(call, viaService, KeyOperation.ReEncrypt, attempt -> reEncrypt(attempt, op));
  }

  private ReEncrypt.Output reEncrypt(Attempt attempt, ReEncrypt op) {
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
    Asked toDestination = Ciphers.asked(TO, after, to).with(ON_SAME_KEY, same);
    ciphers.requireSealing(attempt, destination, toDestination, to, "ReEncrypt");
    Requests.endDryRun(op.dryRun());
    byte[] sealed = ciphers.seal(destination, ciphers.open(opening, before), after);
    ciphers.used(attempt, opening.target(), UsedOperation.ReEncrypt);
    ciphers.used(attempt, destination, UsedOperation.ReEncrypt);
    return new ReEncrypt.Output(
        Blob.of(sealed),
        opening.target().arn(),
        destination.arn(),
        from,
        to,
        opening.material().id(),
        Ciphers.current(destination).id());
  }
}
