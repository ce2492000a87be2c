package dev.coffer.kms.operation;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.policy.Grantee;
import dev.coffer.kms.access.Access;
import dev.coffer.kms.access.Asked;
import dev.coffer.kms.access.Attempt;
import dev.coffer.kms.access.Desk;
import dev.coffer.kms.access.KeyOperation;
import dev.coffer.kms.access.Target;
import dev.coffer.kms.key.Grant;
import dev.coffer.kms.key.Grants;
import dev.coffer.kms.key.KeyId;
import dev.coffer.wire.kms.CreateGrant;
import dev.coffer.wire.kms.GrantListEntry;
import dev.coffer.wire.kms.GrantOperation;
import dev.coffer.wire.kms.KmsError;
import dev.coffer.wire.kms.ListGrants;
import dev.coffer.wire.kms.ListRetirableGrants;
import dev.coffer.wire.kms.RetireGrant;
import dev.coffer.wire.kms.RevokeGrant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Grants. They hold at once. Source: spec/kms.md §10. */
public final class Granting {
  private static final int DEFAULT_PAGE = 50;
  private static final int LARGEST_PAGE = 100;
  private static final int ID_BYTES = 32;
  private static final String SEPARATOR = "/";

  private final Desk desk;
  private final GrantTokens tokens;
  private final GrantRules rules;

  Granting(Desk desk, GrantTokens tokens) {
    this.desk = desk;
    this.tokens = tokens;
    this.rules = new GrantRules(desk.foundation().principalExists());
  }

  public CreateGrant.Output create(Call call, CreateGrant op) {
    return desk.serve(call, KeyOperation.CreateGrant, attempt -> create(attempt, op));
  }

  private CreateGrant.Output create(Attempt attempt, CreateGrant op) {
    attempt
        .ask("keyId", op.keyId())
        .ask("granteePrincipal", op.granteePrincipal())
        .ask("retiringPrincipal", op.retiringPrincipal())
        .ask("operations", op.operations().stream().map(Enum::name).toList())
        .ask("constraints", GrantRules.told(op.constraints()))
        .ask("name", op.name());
    rules.require(op);
    tokens.requireGenuine(op.grantTokens());
    Grant wanted = wanted(attempt, op);
    Asked asked =
        Asked.of(KeyOperation.CreateGrant.action())
            .with(GrantRules.keys(attempt, wanted))
            .givenBy(GrantRules.noWiderThan(wanted));
    Target target = desk.require(attempt, op.keyId(), asked);
    rules.requirePrincipals(op);
    GrantRules.requireFit(target.key(), wanted);
    Requests.endDryRun(op.dryRun());
    KeyId keyId = target.key().id();
    Grant grant = sameOrAdded(target, wanted);
    attempt.answer("keyId", target.arn()).answer("grantId", grant.id());
    return new CreateGrant.Output(tokens.issue(keyId, grant.id()), grant.id());
  }

  private Grant wanted(Attempt attempt, CreateGrant op) {
    byte[] id = desk.foundation().entropy().bytes(ID_BYTES);
    return new Grant(
        HexFormat.of().formatHex(id),
        op.name(),
        Requests.require(op.granteePrincipal(), "granteePrincipal"),
        op.retiringPrincipal(),
        "arn:aws:iam::" + attempt.account() + ":root",
        op.operations().stream().distinct().sorted().toList(),
        GrantRules.constraints(op.constraints()),
        attempt.now());
  }

  /** A name is there so that a request can be repeated: it gives the grant that it gave before. */
  private Grant sameOrAdded(Target target, Grant wanted) {
    KeyId keyId = target.key().id();
    if (wanted.name() != null) {
      Optional<Grant> same = desk.grants().findSame(keyId, wanted);
      if (same.isPresent()) {
        return same.get();
      }
    }
    if (!desk.grants().add(target.stored(), wanted)) {
      throw KmsError.LimitExceededException.because(
          "The key " + target.arn() + " has " + Grants.MAX_OF_KEY + " grants already.");
    }
    desk.changed(target);
    return wanted;
  }

  public ListGrants.Output list(Call call, ListGrants op) {
    return desk.serve(
        call,
        KeyOperation.ListGrants,
        attempt -> {
          attempt
              .ask("keyId", op.keyId())
              .ask("limit", op.limit())
              .ask("marker", op.marker())
              .ask("grantId", op.grantId())
              .ask("granteePrincipal", op.granteePrincipal());
          Requests.refuse(op.granteeServicePrincipal(), "GranteeServicePrincipal");
          Target target = desk.require(attempt, op.keyId());
          int limit = Markers.limit(op.limit(), DEFAULT_PAGE, LARGEST_PAGE);
          Markers.Page<Grant> page =
              Markers.page(
                  found(target.key().id(), op, grantAfter(op.marker()), limit + 1),
                  limit,
                  Grant::id);
          return new ListGrants.Output(
              page.items().stream().map(grant -> entry(target.arn(), grant)).toList(),
              page.marker(),
              page.truncated());
        });
  }

  private static @Nullable String grantAfter(@Nullable String marker) {
    String end = Markers.decode(marker);
    if (end != null && !end.matches("[0-9a-f]{64}")) {
      throw KmsError.InvalidMarkerException.refusal();
    }
    return end;
  }

  private List<Grant> found(KeyId keyId, ListGrants op, @Nullable String after, int limit) {
    if (op.grantId() == null && op.granteePrincipal() == null) {
      return desk.grants().list(keyId, after, limit);
    }
    List<Grant> candidates =
        op.grantId() != null
            ? desk.grants().find(keyId, op.grantId()).stream().toList()
            : desk.grants().of(keyId, List.of(Requests.require(op.granteePrincipal(), "")));
    return candidates.stream()
        .filter(
            grant -> op.granteePrincipal() == null || grant.grantee().equals(op.granteePrincipal()))
        .filter(grant -> after == null || grant.id().compareTo(after) > 0)
        .sorted(Comparator.comparing(Grant::id))
        .limit(limit)
        .toList();
  }

  private static GrantListEntry entry(String keyArn, Grant grant) {
    return new GrantListEntry(
        keyArn,
        grant.id(),
        grant.name(),
        grant.created(),
        grant.grantee(),
        grant.retiring(),
        grant.issuingAccount(),
        grant.operations(),
        GrantRules.shown(grant.constraints()));
  }

  public ListRetirableGrants.Output retirable(Call call, ListRetirableGrants op) {
    return desk.serve(
        call,
        KeyOperation.ListRetirableGrants,
        attempt -> {
          attempt
              .ask("limit", op.limit())
              .ask("marker", op.marker())
              .ask("retiringPrincipal", op.retiringPrincipal());
          Requests.refuse(op.retiringServicePrincipal(), "RetiringServicePrincipal");
          String principal = Requests.require(op.retiringPrincipal(), "retiringPrincipal");
          String account = attempt.account();
          if (!principal.matches("arn:aws:(iam|sts)::[0-9]{12}:.+")) {
            throw KmsError.InvalidArnException.because("Invalid arn " + principal);
          }
          desk.access().require(attempt, KeyOperation.ListRetirableGrants.action(), "*", account);
          if (!principal.contains("::" + account + ":")) {
            throw KmsError.AccessDeniedException.because(
                "The retiring principal must be in the account " + account + ".");
          }
          return retirable(op, principal);
        });
  }

  private ListRetirableGrants.Output retirable(ListRetirableGrants op, String principal) {
    int limit = Markers.limit(op.limit(), DEFAULT_PAGE, LARGEST_PAGE);
    Markers.Page<Grants.Place> page =
        Markers.page(
            desk.grants().retirable(principal, placeAfter(op.marker()), limit + 1),
            limit,
            place -> place.keyId() + SEPARATOR + place.grantId());
    List<GrantListEntry> entries = new ArrayList<>();
    for (Grants.Place place : page.items()) {
      // One that is being made or removed has its place but not itself.
      Optional<String> arn =
          desk.keys().find(place.keyId()).map(stored -> desk.arns().of(stored.key()));
      Optional<Grant> grant = desk.grants().findRetirable(principal, place);
      if (arn.isPresent() && grant.isPresent()) {
        entries.add(entry(arn.get(), grant.get()));
      }
    }
    return new ListRetirableGrants.Output(entries, page.marker(), page.truncated());
  }

  private static Grants.@Nullable Place placeAfter(@Nullable String marker) {
    String end = Markers.decode(marker);
    if (end == null) {
      return null;
    }
    String[] parts = end.split(SEPARATOR, 2);
    if (parts.length < 2 || KeyId.find(parts[0]).isEmpty() || !parts[1].matches("[0-9a-f]{64}")) {
      throw KmsError.InvalidMarkerException.refusal();
    }
    return new Grants.Place(new KeyId(parts[0]), parts[1]);
  }

  public RevokeGrant.Output revoke(Call call, RevokeGrant op) {
    return desk.serve(
        call,
        KeyOperation.RevokeGrant,
        attempt -> {
          attempt.ask("keyId", op.keyId()).ask("grantId", op.grantId());
          Target target = desk.require(attempt, op.keyId());
          Grant grant = existing(target.key().id(), op.grantId());
          Requests.endDryRun(op.dryRun());
          end(target, grant);
          return new RevokeGrant.Output();
        });
  }

  public RetireGrant.Output retire(Call call, RetireGrant op) {
    return desk.serve(
        call,
        KeyOperation.RetireGrant,
        attempt -> {
          attempt.ask("keyId", op.keyId()).ask("grantId", op.grantId());
          String action = KeyOperation.RetireGrant.action();
          Target target;
          String grantId;
          if (op.grantToken() != null) {
            requireAlone(op);
            Grants.Place place = tokens.require(op.grantToken());
            target =
                desk.find(attempt, place.keyId())
                    .orElseThrow(KmsError.InvalidGrantTokenException::refusal);
            grantId = place.grantId();
            attempt.note("grantId", grantId);
          } else {
            target = desk.find(attempt, Requests.require(op.keyId(), "keyId"), action);
            grantId = Requests.require(op.grantId(), "grantId");
          }
          Optional<Grant> grant = desk.grants().find(target.key().id(), grantId);
          Grantee named = grant.map(known -> retiring(attempt, known)).orElse(Grantee.NOBODY);
          desk.access().require(attempt, target, Asked.of(action).givenTo(named));
          Requests.endDryRun(op.dryRun());
          end(target, grant.orElseGet(() -> existing(target.key().id(), grantId)));
          return new RetireGrant.Output();
        });
  }

  private static void requireAlone(RetireGrant op) {
    if (op.keyId() != null || op.grantId() != null) {
      throw KmsError.ValidationException.because(
          "Please specify either a grant token, or a key id and a grant id.");
    }
  }

  /** The grant itself says who may retire it: whom it names, and its grantee if it lets them. */
  private static Grantee retiring(Attempt attempt, Grant grant) {
    var named = new ArrayList<>(List.of(grant.issuingAccount()));
    if (grant.retiring() != null) {
      named.add(grant.retiring());
    }
    if (grant.operations().contains(GrantOperation.RetireGrant)) {
      named.add(grant.grantee());
    }
    return Access.nearest(named.stream().map(arn -> Grantee.of(attempt.subject(), arn)));
  }

  private Grant existing(KeyId keyId, String grantId) {
    return desk.grants()
        .find(keyId, grantId)
        .orElseThrow(
            () -> KmsError.InvalidGrantIdException.because("Grant ID " + grantId + " not found"));
  }

  private void end(Target target, Grant grant) {
    desk.change(target, () -> desk.grants().remove(target.key().id(), grant));
  }
}
