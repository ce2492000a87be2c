package dev.coffer.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.StorageFailure;
import dev.coffer.store.TestStore;
import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.ListObjectsV2;
import dev.coffer.wire.s3.ListedObject;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.SseCustomer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and lists, and tells the history what was seen. */
final class Reading {
  private static final Set<S3Error> MISSING =
      EnumSet.of(S3Error.NoSuchKey, S3Error.NoSuchVersion, S3Error.MethodNotAllowed);

  private final int number;
  private final Plan plan;

  Reading(int number, Plan plan) {
    this.number = number;
    this.plan = plan;
  }

  /** What was read, and what a copy or a condition needs of it. */
  record Found(Version version, String eTag, SseCustomer customer) {}

  /**
   * What one read showed.
   *
   * @param known false when it is open what is there
   * @param found null when nothing is
   */
  record Look(boolean known, @Nullable Found found) {
    static final Look NOTHING = new Look(true, null);
    static final Look OPEN = new Look(false, null);
  }

  /** Reads what the key holds. */
  Look read(int key, Extent extent) {
    return look(key, null, extent, Sealing.NO_KEY);
  }

  /** Reads all that the key holds. */
  Look read(int key) {
    return read(key, Extent.WHOLE);
  }

  /** Reads a version that somebody was told of. */
  Look readVersion(String id) {
    return look(plan.named(id).key(), id, Extent.WHOLE, Sealing.NO_KEY);
  }

  /** Reads the null version. */
  Look readNull(int key) {
    return look(key, Plan.NULL, Extent.WHOLE, Sealing.NO_KEY);
  }

  private Look look(int key, @Nullable String id, Extent extent, SseCustomer customer) {
    long begun = plan.history().tick();
    Look look;
    String told;
    try {
      Found found = found(key, id, extent, customer).orElse(null);
      if (found == null) {
        return look(key, id, Extent.WHOLE, customer);
      }
      plan.history().sure(seen(key, id, found.version()), begun);
      told = found.version().toString();
      look = new Look(true, found);
    } catch (S3Exception e) {
      if (e.error() == S3Error.InvalidRequest && customer.equals(Sealing.NO_KEY)) {
        return look(key, id, extent, Sealing.CUSTOMER_KEY);
      }
      look = refused(key, id, e, begun);
      told = e.error().name();
    } catch (StorageFailure | Ended | IOException e) {
      plan.requireNoDamage(e);
      look = Look.OPEN;
      told = "unknown, " + e.getMessage();
    }
    plan.history().note(number, "read of " + key + named(id) + " since " + begun, told);
    return look;
  }

  private String named(@Nullable String id) {
    return id == null ? "" : id.equals(Plan.NULL) ? " null" : " " + plan.named(id).version();
  }

  private Look refused(int key, @Nullable String id, S3Exception refusal, long begun) {
    if (MISSING.contains(refusal.error())) {
      plan.history().sure(missed(key, id, refusal.error()), begun);
      return Look.NOTHING;
    }
    if (refusal.error() == S3Error.ServiceUnavailable) {
      plan.house().reach().requireMissed(begun);
    } else {
      assertThat(refusal.error())
          .isIn(S3Error.KMS_DisabledException, S3Error.InvalidRequest, S3Error.SlowDown);
    }
    return Look.OPEN;
  }

  private Effect seen(int key, @Nullable String id, Version version) {
    if (id == null) {
      return new Effect.Seen(key, version);
    }
    if (id.equals(Plan.NULL)) {
      return new Effect.SeenNull(key, version);
    }
    assertThat(version).as("version %s", id).isEqualTo(plan.named(id).version());
    return new Effect.SeenVersion(key, version, true);
  }

  private Effect missed(int key, @Nullable String id, S3Error error) {
    if (id == null) {
      assertThat(error).isEqualTo(S3Error.NoSuchKey);
      return new Effect.Seen(key, null);
    }
    boolean marker = error == S3Error.MethodNotAllowed;
    if (id.equals(Plan.NULL)) {
      return new Effect.SeenNull(key, marker ? Version.ANY_MARKER : null);
    }
    Version version = plan.named(id).version();
    if (marker) {
      assertThat(version.isMarker()).as("%s is a marker", version).isTrue();
    }
    return new Effect.SeenVersion(key, version, marker);
  }

  /** Empty where the part that was read may be of several. */
  private Optional<Found> found(int key, @Nullable String id, Extent extent, SseCustomer customer)
      throws IOException {
    GetObject.Output output =
        plan.store()
            .objects()
            .getObject(TestStore.CALLER, plan.requests().get(key, id, extent.range(), customer));
    int written = Requests.id(output.view().headers());
    try (InputStream stream = output.content().stream()) {
      byte[] bytes = stream.readAllBytes();
      List<Version> versions = plan.contents().versions(written, bytes, extent);
      if (versions.size() > 1) {
        return Optional.empty();
      }
      Version version = versions.getFirst();
      plan.learn(output.view().versionId(), key, version);
      return Optional.of(new Found(version, output.view().eTag(), customer));
    }
  }

  /** Which version that is, whichever key it needs. */
  Version identify(int key, String id) throws IOException {
    try {
      return found(key, id, Extent.WHOLE, Sealing.NO_KEY).orElseThrow().version();
    } catch (S3Exception e) {
      if (e.error() != S3Error.InvalidRequest) {
        throw e;
      }
      return found(key, id, Extent.WHOLE, Sealing.CUSTOMER_KEY).orElseThrow().version();
    }
  }

  /** Lists all keys, page by page: each was so at some time between the first and the last. */
  void list() {
    long begun = plan.history().tick();
    String told;
    try {
      Map<Integer, Long> sizes = sizes();
      for (int key = 0; key < plan.keys(); key++) {
        Long size = sizes.get(key);
        plan.history()
            .sure(
                size == null
                    ? new Effect.Seen(key, null)
                    : new Effect.SeenLike(key, plan.contents().origin(size)),
                begun);
      }
      told = sizes.toString();
    } catch (StorageFailure | Ended e) {
      plan.requireNoDamage(e);
      told = "unknown, " + e.getMessage();
    }
    plan.history().note(number, "list since " + begun, told);
  }

  /** Those of all keys that a listing shows. */
  private Map<Integer, Long> sizes() {
    Map<Integer, Long> sizes = new HashMap<>();
    List<ListedObject> all = new ArrayList<>();
    String token = null;
    do {
      ListObjectsV2.Output page =
          plan.store().listings().list(TestStore.CALLER, plan.requests().list(token));
      all.addAll(page.contents());
      token = page.nextContinuationToken();
    } while (token != null);
    for (ListedObject each : all) {
      Long before = sizes.put(Requests.number(each.key()), each.size());
      assertThat(before).as("%s is listed once", each.key()).isNull();
    }
    return sizes;
  }
}
