package dev.coffer.kms.operation;

import dev.coffer.iam.auth.Call;
import dev.coffer.kms.access.Asked;
import dev.coffer.kms.access.Attempt;
import dev.coffer.kms.access.Desk;
import dev.coffer.kms.access.KeyOperation;
import dev.coffer.kms.access.ManagedKeys;
import dev.coffer.kms.access.Target;
import dev.coffer.kms.key.Alias;
import dev.coffer.kms.key.KmsKey;
import dev.coffer.wire.kms.CreateAlias;
import dev.coffer.wire.kms.DeleteAlias;
import dev.coffer.wire.kms.KmsError;
import dev.coffer.wire.kms.ListAliases;
import dev.coffer.wire.kms.UpdateAlias;
import dev.coffer.wire.rpc.RpcException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Aliases. Source: spec/kms.md §5.3. */
public final class Naming {
  private static final int MAX_OF_KEY = 50;
  private static final int DEFAULT_PAGE = 50;
  private static final int LARGEST_PAGE = 100;

  private final Desk desk;

  Naming(Desk desk) {
    this.desk = desk;
  }

  public CreateAlias.Output create(Call call, CreateAlias op) {
    return desk.serve(
        call,
        KeyOperation.CreateAlias,
        attempt -> {
          attempt.ask("aliasName", op.aliasName()).ask("targetKeyId", op.targetKeyId());
          requireName(op.aliasName());
          requireNoAlias(op.targetKeyId());
          Target target = desk.find(attempt, op.targetKeyId(), KeyOperation.CreateAlias.action());
          permit(attempt, op.aliasName());
          permit(attempt, target);
          desk.requireState(attempt, target);
          desk.changeNames(List.of(target.arn()), () -> add(attempt, op.aliasName(), target.key()));
          return new CreateAlias.Output();
        });
  }

  private void add(Attempt attempt, String name, KmsKey key) {
    Instant now = attempt.now();
    var alias = new Alias(attempt.account(), name, key.id(), now, now);
    if (desk.aliases().find(alias.account(), name).isPresent()) {
      throw KmsError.AlreadyExistsException.because(
          "An alias with the name " + desk.arns().of(alias) + " already exists");
    }
    if (!desk.aliases().add(alias, MAX_OF_KEY)) {
      throw full(key);
    }
    if (desk.keys().find(key.id()).isEmpty()) {
      // Destroyed meanwhile: whoever destroyed it may have looked for aliases before this one.
      desk.aliases().remove(alias);
      throw KmsError.NotFoundException.because("Key '" + desk.arns().of(key) + "' does not exist");
    }
  }

  public UpdateAlias.Output update(Call call, UpdateAlias op) {
    return desk.serve(
        call,
        KeyOperation.UpdateAlias,
        attempt -> {
          attempt.ask("aliasName", op.aliasName()).ask("targetKeyId", op.targetKeyId());
          requireName(op.aliasName());
          requireNoAlias(op.targetKeyId());
          Target target = desk.find(attempt, op.targetKeyId(), KeyOperation.UpdateAlias.action());
          Alias alias = existing(attempt, op.aliasName());
          permit(attempt, op.aliasName());
          permitOld(attempt, alias, target.key());
          permit(attempt, target);
          desk.requireState(attempt, target);
          var renewed =
              new Alias(
                  alias.account(), alias.name(), target.key().id(), alias.created(), attempt.now());
          desk.changeNames(
              List.of(arn(alias), target.arn()),
              () -> {
                if (!desk.aliases().retarget(alias, renewed, MAX_OF_KEY)) {
                  throw full(target.key());
                }
              });
          return new UpdateAlias.Output();
        });
  }

  private RpcException full(KmsKey key) {
    return KmsError.LimitExceededException.because(
        "The key " + desk.arns().of(key) + " has " + MAX_OF_KEY + " aliases already.");
  }

  /** The key that the alias names now must be there for the caller, and of the same kind. */
  private void permitOld(Attempt attempt, Alias alias, KmsKey next) {
    desk.find(attempt, alias.target())
        .ifPresent(old -> {
          permit(attempt, old);
          if (!sameKind(old.key().nature(), next.nature())) {
            throw KmsError.ValidationException.because(
                "Alias "
                    + desk.arns().of(alias)
                    + " can only be associated with a key of the same type and usage.");
          }
        });
  }

  /** Symmetric, HMAC or of two halves, and for the same use; the length does not matter. */
  private static boolean sameKind(KmsKey.Nature one, KmsKey.Nature other) {
    return one.symmetric() == other.symmetric() && one.usage() == other.usage();
  }

  public DeleteAlias.Output delete(Call call, DeleteAlias op) {
    return desk.serve(
        call,
        KeyOperation.DeleteAlias,
        attempt -> {
          attempt.ask("aliasName", op.aliasName());
          requireName(op.aliasName());
          Alias alias = existing(attempt, op.aliasName());
          permit(attempt, op.aliasName());
          desk.find(attempt, alias.target()).ifPresent(target -> permit(attempt, target));
          desk.changeNames(List.of(arn(alias)), () -> desk.aliases().remove(alias));
          return new DeleteAlias.Output();
        });
  }

  /** Of the key that an alias names: who is known by which alias decides what policies allow. */
  private String arn(Alias alias) {
    return desk.arns().key(alias.account(), alias.target());
  }

  private static void requireName(String name) {
    if (!name.startsWith(Alias.PREFIX)) {
      throw KmsError.ValidationException.because(
          "Alias must start with the prefix \"alias/\". Please see"
              + " https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html");
    }
    if (name.contains(":")) {
      throw KmsError.ValidationException.because(
          name + " contains invalid characters for an alias");
    }
    if (name.length() == Alias.PREFIX.length()) {
      throw KmsError.InvalidAliasNameException.because("An alias must have a name");
    }
    if (name.startsWith(Alias.RESERVED)) {
      throw KmsError.NotAuthorizedException.refusal();
    }
  }

  private static void requireNoAlias(String targetKeyId) {
    if (targetKeyId.startsWith(Alias.PREFIX) || targetKeyId.contains(":" + Alias.PREFIX)) {
      throw KmsError.ValidationException.because("Aliases must refer to keys. Not aliases");
    }
  }

  private Alias existing(Attempt attempt, String name) {
    return desk.aliases()
        .find(attempt.account(), name)
        .orElseThrow(() ->
            KmsError.NotFoundException.because(
                "Alias " + desk.arns().alias(attempt.account(), name) + " is not found."));
  }

  /** An alias has no policy of its own. */
  private void permit(Attempt attempt, String aliasName) {
    String account = attempt.account();
    desk.access()
        .require(
            attempt, attempt.operation().action(), desk.arns().alias(account, aliasName), account);
  }

  private void permit(Attempt attempt, Target target) {
    desk.access().require(attempt, target, Asked.of(attempt.operation().action()));
  }

  public ListAliases.Output list(Call call, ListAliases op) {
    return desk.serve(call, KeyOperation.ListAliases, attempt -> list(attempt, op));
  }

  private ListAliases.Output list(Attempt attempt, ListAliases op) {
    attempt.ask("keyId", op.keyId()).ask("limit", op.limit()).ask("marker", op.marker());
    String account = attempt.account();
    desk.access().require(attempt, KeyOperation.ListAliases.action(), "*", account);
    int limit = Markers.limit(op.limit(), DEFAULT_PAGE, LARGEST_PAGE);
    String after = Markers.decode(op.marker());
    List<ListAliases.Entry> found =
        op.keyId() == null
            ? ofAccount(account, after, limit + 1)
            : ofKey(attempt, op.keyId(), after, limit + 1);
    Markers.Page<ListAliases.Entry> page = Markers.page(found, limit, ListAliases.Entry::aliasName);
    return new ListAliases.Output(page.items(), page.marker(), page.truncated());
  }

  private List<ListAliases.Entry> ofKey(
      Attempt attempt, String keyId, @Nullable String after, int limit) {
    Target target = desk.find(attempt, keyId, KeyOperation.ListAliases.action());
    return desk.aliases().of(attempt.account(), target.key().id(), after, limit).stream()
        .map(this::entry)
        .toList();
  }

  /** The service's own alias is shown before its key exists, in its place. */
  private List<ListAliases.Entry> ofAccount(String account, @Nullable String after, int limit) {
    var entries = new ArrayList<ListAliases.Entry>();
    for (Alias alias : desk.aliases().list(account, after, limit)) {
      entries.add(entry(alias));
    }
    boolean beyond = after == null || after.compareTo(ManagedKeys.S3) < 0;
    if (beyond && desk.aliases().find(account, ManagedKeys.S3).isEmpty()) {
      int at = 0;
      while (at < entries.size() && entries.get(at).aliasName().compareTo(ManagedKeys.S3) < 0) {
        at++;
      }
      String arn = desk.arns().alias(account, ManagedKeys.S3);
      entries.add(at, new ListAliases.Entry(ManagedKeys.S3, arn, null, null, null));
    }
    return entries;
  }

  private ListAliases.Entry entry(Alias alias) {
    return new ListAliases.Entry(
        alias.name(),
        desk.arns().of(alias),
        alias.target().text(),
        alias.created(),
        alias.updated());
  }
}
