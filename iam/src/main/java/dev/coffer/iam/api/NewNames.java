package dev.coffer.iam.api;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.entity.Change;
import dev.coffer.iam.entity.Entities;
import dev.coffer.iam.entity.Entity;
import dev.coffer.iam.entity.Kind;
import dev.coffer.iam.entity.Naming;
import dev.coffer.wire.iam.IamError;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Draws ids and checks names and paths of entities to be. */
record NewNames(Entropy entropy, InstantSource clock) {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int ID_CHARACTERS = 17;
  private static final Pattern PATH = Pattern.compile("/|/[\\x21-\\x7f]+/");
  private static final Pattern PREFIX = Pattern.compile("/[\\x21-\\x7f]*");

  /** A new entity's id (85 random bits), name, path and time. */
  Naming naming(Kind kind, String name, @Nullable String path) {
    var id = new StringBuilder(kind.idPrefix());
    for (byte random : entropy.bytes(ID_CHARACTERS)) {
      id.append(BASE32.charAt(random & (BASE32.length() - 1)));
    }
    return new Naming(id.toString(), name, path(path), now());
  }

  /** Whole seconds, as IAM shows time. */
  java.time.Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  static String path(@Nullable String path) {
    if (path == null) {
      return "/";
    }
    if (!PATH.matcher(path).matches()) {
      throw IamError.ValidationError.because(
          "The specified value for path is invalid. It must begin and end with / and contain only"
              + " alphanumeric characters and/or / characters.");
    }
    return path;
  }

  static String pathPrefix(@Nullable String prefix) {
    if (prefix == null) {
      return "/";
    }
    if (!PREFIX.matcher(prefix).matches()) {
      throw IamError.ValidationError.because(
          "The specified value for pathPrefix is invalid. It must begin with / and contain only"
              + " alphanumeric characters and/or / characters.");
    }
    return prefix;
  }

  /** Adds an entity if its name is free and the account has room for it. */
  static <E extends Entity> void add(Change change, Entities<E> all, E entity) {
    if (all.claimant(change, entity.name()).isPresent()) {
      throw Refusals.exists(all.kind(), entity.name());
    }
    if (change.count(all.kind()) >= all.kind().limit()) {
      throw Refusals.quota(all.kind().quota(), all.kind().limit());
    }
    if (change.closed()) {
      throw IamError.AccessDenied.because("The account is being deleted.");
    }
    all.add(change, entity);
  }
}
