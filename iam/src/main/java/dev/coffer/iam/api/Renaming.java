package dev.coffer.iam.api;

import dev.coffer.iam.entity.Change;
import dev.coffer.iam.entity.Entities;
import dev.coffer.iam.entity.Entity;
import dev.coffer.iam.entity.Naming;
import org.jspecify.annotations.Nullable;

/** Gives users and groups another name or path. The caller must be allowed to act on both ARNs. */
final class Renaming {
  private Renaming() {}

  static Naming of(Entity entity, @Nullable String name, @Nullable String path) {
    Naming naming = entity.naming();
    return naming.renamed(
        name == null ? naming.name() : name, path == null ? naming.path() : NewNames.path(path));
  }

  static <E extends Entity> void apply(Act<Change> act, Entities<E> all, E before, E after) {
    if (after.equals(before)) {
      return;
    }
    act.allow(after.arn(act.account()));
    boolean taken =
        all.claimant(act.rows(), after.name())
            .filter(other -> !other.id().equals(before.id()))
            .isPresent();
    if (taken) {
      throw Refusals.exists(all.kind(), after.name());
    }
    all.rename(act.rows(), before, after);
  }
}
