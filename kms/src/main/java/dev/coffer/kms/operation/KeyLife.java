package dev.coffer.kms.operation;

import dev.coffer.iam.auth.Call;
import dev.coffer.kms.access.Asked;
import dev.coffer.kms.access.Attempt;
import dev.coffer.kms.access.Desk;
import dev.coffer.kms.access.KeyOperation;
import dev.coffer.kms.access.Target;
import dev.coffer.kms.key.KeyId;
import dev.coffer.kms.key.KmsKey;
import dev.coffer.kms.key.Material;
import dev.coffer.kms.key.StoredKey;
import dev.coffer.wire.kms.CancelKeyDeletion;
import dev.coffer.wire.kms.DescribeKey;
import dev.coffer.wire.kms.DisableKey;
import dev.coffer.wire.kms.EnableKey;
import dev.coffer.wire.kms.GetKeyLastUsage;
import dev.coffer.wire.kms.KeyLastUsage;
import dev.coffer.wire.kms.KeyManager;
import dev.coffer.wire.kms.KeyMetadata;
import dev.coffer.wire.kms.KeyState;
import dev.coffer.wire.kms.KmsError;
import dev.coffer.wire.kms.ListKeys;
import dev.coffer.wire.kms.ResourceOwner;
import dev.coffer.wire.kms.RotationType;
import dev.coffer.wire.kms.ScheduleKeyDeletion;
import dev.coffer.wire.kms.UpdateKeyDescription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What happens to keys between their making and their end. Source: spec/kms.md §5.1. */
public final class KeyLife {
  private static final int DEFAULT_WINDOW_DAYS = 30;
  private static final int DEFAULT_PAGE = 100;
  private static final int LARGEST_PAGE = 1000;

  private final Desk desk;
  private final Metadata metadata;
  private final GrantTokens tokens;
  private final Turning turning;

  KeyLife(Desk desk, Metadata metadata, GrantTokens tokens, Turning turning) {
    this.desk = desk;
    this.metadata = metadata;
    this.tokens = tokens;
    this.turning = turning;
  }

  public DescribeKey.Output describe(Call call, DescribeKey op) {
    return new DescribeKey.Output(describe(call, null, op));
  }

  KeyMetadata describe(Call call, @Nullable String viaService, DescribeKey op) {
    return desk.serve(
        call,
        viaService,
        KeyOperation.DescribeKey,
        attempt -> {
          attempt.ask("keyId", op.keyId());
          tokens.requireGenuine(op.grantTokens());
          Target target = desk.require(attempt, op.keyId());
          return metadata.of(target.key(), attempt.now());
        });
  }

  /** When material of a key expires next; null when nothing does, or there is no such key. */
  @Nullable Instant expiry(String keyArn) {
    return find(keyArn).flatMap(key -> expiry(key, desk.now())).orElse(null);
  }

  /** Whether a key is one that the service keeps for others. */
  boolean awsManaged(String keyArn) {
    return find(keyArn).filter(key -> key.nature().manager() == KeyManager.AWS).isPresent();
  }

  private Optional<KmsKey> find(String keyArn) {
    return KeyId.find(keyArn.substring(keyArn.lastIndexOf('/') + 1))
        .flatMap(desk.keys()::find)
        .map(StoredKey::key);
  }

  private static Optional<Instant> expiry(KmsKey key, Instant now) {
    return key.materials().stream()
        .filter(material -> material.presentAt(now))
        .map(Material::imported)
        .filter(Objects::nonNull)
        .map(Material.Imported::validTo)
        .filter(Objects::nonNull)
        .min(Instant::compareTo);
  }

  public ListKeys.Output list(Call call, ListKeys op) {
    return desk.serve(call, KeyOperation.ListKeys, attempt -> list(attempt, op));
  }

  private ListKeys.Output list(Attempt attempt, ListKeys op) {
    String account = attempt.account();
    desk.access().require(attempt, KeyOperation.ListKeys.action(), "*", account);
    if (op.resourceOwners() != null && !op.resourceOwners().contains(ResourceOwner.SELF)) {
      return new ListKeys.Output(List.of(), null, false);
    }
    int limit = Markers.limit(op.limit(), DEFAULT_PAGE, LARGEST_PAGE);
    Markers.Page<KeyId> page =
        Markers.page(desk.keys().list(account, after(op.marker()), limit + 1), limit, KeyId::text);
    List<ListKeys.Entry> entries =
        page.items().stream()
            .map(id -> new ListKeys.Entry(id.text(), desk.arns().key(account, id)))
            .toList();
    return new ListKeys.Output(entries, page.marker(), page.truncated());
  }

  private static @Nullable KeyId after(@Nullable String marker) {
    String end = Markers.decode(marker);
    return end == null
        ? null
        : KeyId.find(end).orElseThrow(KmsError.InvalidMarkerException::refusal);
  }

  public EnableKey.Output enable(Call call, EnableKey op) {
    return desk.serve(
        call,
        KeyOperation.EnableKey,
        attempt -> {
          Target target =
              change(
                  attempt,
                  op.keyId(),
                  key -> turning.turnedIfDue(key.enabled(true), attempt.now()));
          if (Turning.due(target.key().enabled(true), attempt.now())) {
            turning.record(target.key(), attempt.now(), RotationType.AUTOMATIC);
          }
          return new EnableKey.Output();
        });
  }

  public DisableKey.Output disable(Call call, DisableKey op) {
    return desk.serve(
        call,
        KeyOperation.DisableKey,
        attempt -> {
          change(attempt, op.keyId(), key -> key.enabled(false));
          return new DisableKey.Output();
        });
  }

  public UpdateKeyDescription.Output describeAs(Call call, UpdateKeyDescription op) {
    return desk.serve(
        call,
        KeyOperation.UpdateKeyDescription,
        attempt -> {
          attempt.ask("description", op.description());
          change(attempt, op.keyId(), key -> key.describedAs(op.description()));
          return new UpdateKeyDescription.Output();
        });
  }

  private Target change(Attempt attempt, String keyId, UnaryOperator<KmsKey> change) {
    attempt.ask("keyId", keyId);
    Target target = desk.require(attempt, keyId);
    desk.replace(target, change.apply(target.key()));
    return target;
  }

  public ScheduleKeyDeletion.Output schedule(Call call, ScheduleKeyDeletion op) {
    return desk.serve(call, KeyOperation.ScheduleKeyDeletion, attempt -> schedule(attempt, op));
  }

  private ScheduleKeyDeletion.Output schedule(Attempt attempt, ScheduleKeyDeletion op) {
    int days = op.pendingWindowInDays() == null ? DEFAULT_WINDOW_DAYS : op.pendingWindowInDays();
    attempt.ask("keyId", op.keyId()).ask("pendingWindowInDays", op.pendingWindowInDays());
    Asked asked =
        Asked.of(KeyOperation.ScheduleKeyDeletion.action())
            .with("kms:ScheduleKeyDeletionPendingWindowInDays", String.valueOf(days));
    Target target = desk.require(attempt, op.keyId(), asked);
    Instant date = attempt.now().plus(Duration.ofDays(days));
    desk.foundation()
        .uses()
        .versionsUnder(target.arn())
        .ifPresent(versions -> attempt.note("dependentVersions", versions));
    desk.replace(target, target.key().deletedOn(date));
    attempt
        .answer("keyId", target.arn())
        .answer("keyState", KeyState.PendingDeletion)
        .answer("deletionDate", date.toString())
        .answer("pendingWindowInDays", days);
    return new ScheduleKeyDeletion.Output(target.arn(), date, KeyState.PendingDeletion, days);
  }

  public CancelKeyDeletion.Output cancel(Call call, CancelKeyDeletion op) {
    return desk.serve(
        call,
        KeyOperation.CancelKeyDeletion,
        attempt -> {
          Target target = change(attempt, op.keyId(), key -> key.deletedOn(null).enabled(false));
          attempt.answer("keyId", target.arn());
          return new CancelKeyDeletion.Output(target.arn());
        });
  }

  public GetKeyLastUsage.Output lastUsage(Call call, GetKeyLastUsage op) {
    return desk.serve(
        call,
        KeyOperation.GetKeyLastUsage,
        attempt -> {
          attempt.ask("keyId", op.keyId());
          Target target = desk.require(attempt, op.keyId());
          KeyLastUsage usage =
              desk.lastUses()
                  .find(target.key().id())
                  .map(last ->
                      new KeyLastUsage(
                          last.operation(), last.at(), last.eventId(), last.requestId()))
                  .orElseGet(() -> new KeyLastUsage(null, null, null, null));
          Instant created = target.key().nature().created();
          return new GetKeyLastUsage.Output(target.arn(), usage, created, created);
        });
  }
}
