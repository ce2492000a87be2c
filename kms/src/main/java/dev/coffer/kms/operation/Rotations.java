package dev.coffer.kms.operation;

import dev.coffer.iam.auth.Call;
import dev.coffer.kms.access.Asked;
import dev.coffer.kms.access.Attempt;
import dev.coffer.kms.access.Desk;
import dev.coffer.kms.access.KeyOperation;
import dev.coffer.kms.access.Target;
import dev.coffer.kms.key.KmsKey;
import dev.coffer.kms.key.Material;
import dev.coffer.wire.kms.DisableKeyRotation;
import dev.coffer.wire.kms.EnableKeyRotation;
import dev.coffer.wire.kms.GetKeyRotationStatus;
import dev.coffer.wire.kms.ImportState;
import dev.coffer.wire.kms.IncludeKeyMaterial;
import dev.coffer.wire.kms.KeyState;
import dev.coffer.wire.kms.KmsError;
import dev.coffer.wire.kms.ListKeyRotations;
import dev.coffer.wire.kms.RotateKeyOnDemand;
import dev.coffer.wire.kms.RotationType;
import dev.coffer.wire.kms.RotationsListEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Rotation of keys. Source: spec/kms.md §9. */
public final class Rotations {
  /** How often a key may be rotated on demand. */
  static final int MAX_ON_DEMAND = 25;

  private static final int DEFAULT_PERIOD_DAYS = 365;
  private static final int DEFAULT_PAGE = 100;
  private static final int LARGEST_PAGE = 1000;
  private static final Duration NEAR = Duration.ofMinutes(20);

  private final Desk desk;
  private final Turning turning;

  Rotations(Desk desk, Turning turning) {
    this.desk = desk;
    this.turning = turning;
  }

  public EnableKeyRotation.Output enable(Call call, EnableKeyRotation op) {
    return desk.serve(
        call,
        KeyOperation.EnableKeyRotation,
        attempt -> {
          Integer asked = op.rotationPeriodInDays();
          int days = asked == null ? DEFAULT_PERIOD_DAYS : asked;
          attempt.ask("keyId", op.keyId()).ask("rotationPeriodInDays", asked);
          Target target =
              desk.require(
                  attempt,
                  op.keyId(),
                  Asked.of(KeyOperation.EnableKeyRotation.action())
                      .with("kms:RotationPeriodInDays", String.valueOf(days)));
          Instant next = attempt.now().plus(Duration.ofDays(days));
          desk.replace(target, target.key().withRotation(new KmsKey.Rotation(days, next)));
          return new EnableKeyRotation.Output();
        });
  }

  public DisableKeyRotation.Output disable(Call call, DisableKeyRotation op) {
    return desk.serve(
        call,
        KeyOperation.DisableKeyRotation,
        attempt -> {
          attempt.ask("keyId", op.keyId());
          Target target = desk.require(attempt, op.keyId());
          desk.replace(target, target.key().withRotation(null));
          return new DisableKeyRotation.Output();
        });
  }

  public GetKeyRotationStatus.Output status(Call call, GetKeyRotationStatus op) {
    return desk.serve(
        call,
        KeyOperation.GetKeyRotationStatus,
        attempt -> {
          attempt.ask("keyId", op.keyId());
          Target target = desk.require(attempt, op.keyId());
          KmsKey.Rotation rotation = target.key().rotation();
          boolean pending = target.key().state(attempt.now()) == KeyState.PendingDeletion;
          return rotation == null || pending
              ? new GetKeyRotationStatus.Output(false, target.arn(), null, null)
              : new GetKeyRotationStatus.Output(
                  true, target.arn(), rotation.periodDays(), rotation.next());
        });
  }

  public RotateKeyOnDemand.Output rotate(Call call, RotateKeyOnDemand op) {
    return desk.serve(
        call,
        KeyOperation.RotateKeyOnDemand,
        attempt -> {
          attempt.ask("keyId", op.keyId());
          Target target = desk.require(attempt, op.keyId());
          desk.replace(target, rotated(attempt, target));
          turning.record(target.key(), attempt.now(), RotationType.ON_DEMAND);
          attempt.answer("keyId", target.arn());
          return new RotateKeyOnDemand.Output(target.arn());
        });
  }

  private KmsKey rotated(Attempt attempt, Target target) {
    KmsKey key = target.key();
    if (key.rotationsOnDemand() >= MAX_ON_DEMAND) {
      throw KmsError.LimitExceededException.because(
          "The on-demand rotations limit has been reached for the given keyId. No more on-demand"
              + " rotations can be performed for this key: "
              + target.arn());
    }
    KmsKey.Rotation rotation = key.rotation();
    if (rotation != null && !rotation.next().isAfter(attempt.now().plus(NEAR))) {
      throw KmsError.ConflictException.because(
          "An automatic rotation of the key " + target.arn() + " is due.");
    }
    if (!key.nature().external()) {
      return turning.turned(key, attempt.now(), RotationType.ON_DEMAND);
    }
    Material waiting =
        key.waiting()
            .filter(material -> material.presentAt(attempt.now()))
            .orElseThrow(() -> nothingToRotateTo(target));
    return key.rotatedTo(waiting, attempt.now(), RotationType.ON_DEMAND);
  }

  private static RuntimeException nothingToRotateTo(Target target) {
    return KmsError.KMSInvalidStateException.because(
        "No available key material pending rotation for the key: " + target.arn() + ".");
  }

  public ListKeyRotations.Output list(Call call, ListKeyRotations op) {
    return desk.serve(
        call,
        KeyOperation.ListKeyRotations,
        attempt -> {
          attempt
              .ask("keyId", op.keyId())
              .ask("includeKeyMaterial", op.includeKeyMaterial())
              .ask("limit", op.limit())
              .ask("marker", op.marker());
          KmsKey key = desk.require(attempt, op.keyId()).key();
          boolean all = op.includeKeyMaterial() == IncludeKeyMaterial.ALL_KEY_MATERIAL;
          int after = Markers.decodeNumber(op.marker());
          List<Material> materials =
              key.materials().stream()
                  .filter(material -> material.number() > after)
                  .filter(material -> all || material.rotation() != null)
                  .toList();
          Markers.Page<Material> page =
              Markers.page(
                  materials,
                  Markers.limit(op.limit(), DEFAULT_PAGE, LARGEST_PAGE),
                  material -> String.valueOf(material.number()));
          return new ListKeyRotations.Output(
              page.items().stream().map(material -> entry(key, material, attempt.now())).toList(),
              page.marker(),
              page.truncated());
        });
  }

  private static RotationsListEntry entry(KmsKey key, Material material, Instant now) {
    Material.Rotated rotated = material.rotation();
    Material.Imported imported = material.imported();
    boolean present = material.presentAt(now);
    ImportState importState = present ? ImportState.IMPORTED : ImportState.PENDING_IMPORT;
    return new RotationsListEntry(
        key.id().text(),
        material.id(),
        imported == null || imported.description().isEmpty() ? null : imported.description(),
        imported == null ? null : importState,
        material.state(),
        imported == null || !present ? null : imported.model(),
        imported == null || !present ? null : imported.validTo(),
        rotated == null ? null : rotated.date(),
        rotated == null ? null : rotated.type());
  }
}
