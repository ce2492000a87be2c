package dev.coffer.server.config;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.CustodyException;
import dev.coffer.kms.custody.Described;
import dev.coffer.kms.custody.GivenShares;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.kms.custody.Surroundings;
import dev.coffer.kms.custody.UnlockSecret;
import dev.coffer.server.control.Operator;
import dev.coffer.server.control.Order;
import dev.coffer.server.gateway.Door;
import dev.coffer.storage.StorageFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Seals and unseals: opens the rooms and the door before them, and closes both. One order at a
 * time.
 *
 * <p>Shares are kept for {@link #SHARES_WAIT} from the last one on, then forgotten.
 */
final class Custodian implements Operator, AutoCloseable {
  static final Duration SHARES_WAIT = Duration.ofMinutes(15);

  private static final Logger LOG = LoggerFactory.getLogger(Custodian.class);

  private final Rooms.Ground ground;
  private final Door door;
  private final Announcement announcement;
  private final ReentrantLock turn = new ReentrantLock();
  private @Nullable Rooms rooms;
  private @Nullable GivenShares shares;
  private Instant lastShare = Instant.MIN;

  /** Told each time the store was unsealed. */
  interface Announcement {
    void unsealed(Rooms rooms);
  }

  Custodian(Rooms.Ground ground, Door door, Announcement announcement) {
    this.ground = ground;
    this.door = door;
    this.announcement = announcement;
  }

  @Override
  public Map<String, Object> carryOut(Order order, byte[] secret) {
    if (order == Order.AUDIT) {
      return audit(secret);
    }
    turn.lock();
    try {
      return switch (order) {
        case STATUS -> status();
        case SEAL -> seal();
        case UNSEAL_BY_BACKENDS -> unseal(new UnlockSecret.Backends(around()));
        case UNSEAL_BY_PASSPHRASE -> unsealBy(Secret.of(secret.clone()));
        case UNSEAL_BY_RECOVERY_KEY -> unseal(new UnlockSecret.Recovery(text(secret)));
        case UNSEAL_BY_SHARE -> share(text(secret));
        case AUDIT -> throw new IllegalStateException("not an order for one at a time");
        case UNSEAL_BY_KEY_FILE -> unseal(new UnlockSecret.KeyFile(Path.of(text(secret))));
      };
    } catch (CustodyException e) {
      LOG.warn("the store was not unsealed: {}", e.getMessage());
      throw new Refusal(e.reason() + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new Refusal("this cannot be what was asked for", e);
    } catch (IOException | StorageFailure | NotAuthentic | StartFailure e) {
      LOG.error("the store cannot be opened", e);
      throw new Refusal("the root key opens, but the store does not: " + e.getMessage(), e);
    } finally {
      Arrays.fill(secret, (byte) 0);
      turn.unlock();
    }
  }

  /** Reading the logs takes time, in which the store must let itself be sealed. */
  private Map<String, Object> audit(byte[] asked) {
    try {
      return logs().answer(AuditAsking.Asked.decode(asked));
    } catch (IllegalArgumentException | JacksonException e) {
      throw new Refusal("this cannot be asked of the logs", e);
    } catch (StorageFailure e) {
      throw new Refusal("the logs cannot be read: " + e.getMessage(), e);
    } catch (IllegalStateException e) {
      throw new Refusal("the store was sealed meanwhile", e);
    }
  }

  private AuditLogs logs() {
    turn.lock();
    try {
      Rooms open = rooms;
      if (open == null) {
        throw new Refusal("the store is sealed");
      }
      return open.logs();
    } finally {
      turn.unlock();
    }
  }

  private static String text(byte[] secret) {
    return new String(secret, StandardCharsets.UTF_8);
  }

  private Surroundings around() {
    return new Surroundings(ground.clock(), ground.entropy());
  }

  /** Opens the rooms with a root key that was opened already. */
  void begin(RootKey root) throws IOException {
    turn.lock();
    try {
      open(root);
    } finally {
      turn.unlock();
    }
  }

  private void open(RootKey root) throws IOException {
    Rooms built = Rooms.open(ground, root);
    rooms = built;
    forgetShares();
    boolean serving = false;
    try {
      door.open(built.gateway());
      built.startJobs(ground.buckets().lifecycleInterval());
      announcement.unsealed(built);
      serving = true;
    } finally {
      if (!serving) {
        door.shut(Duration.ZERO);
        rooms = null;
        built.close();
      }
    }
  }

  private Map<String, Object> unsealBy(Secret passphrase) throws IOException {
    try (passphrase) {
      return unseal(new UnlockSecret.Passphrase(passphrase));
    }
  }

  private Map<String, Object> unseal(UnlockSecret secret) throws IOException {
    requireSealed();
    open(RootKey.open(ground.folder().keys(), secret));
    LOG.info("the store was unsealed");
    return status();
  }

  private Map<String, Object> share(String typed) throws IOException {
    requireSealed();
    if (lastShare.isBefore(ground.clock().instant().minus(SHARES_WAIT))) {
      forgetShares();
    }
    GivenShares given = shares;
    if (given == null) {
      given = GivenShares.of(ground.folder().keys());
      shares = given;
    }
    GivenShares.Progress progress = given.add(typed);
    lastShare = ground.clock().instant();
    if (!progress.complete()) {
      return Map.of(
          "state", "sealed", "sharesGiven", progress.given(), "sharesNeeded", progress.needed());
    }
    try {
      return unseal(new UnlockSecret.Shares(given));
    } finally {
      forgetShares();
    }
  }

  private void requireSealed() {
    if (rooms != null) {
      throw new Refusal("the store is not sealed");
    }
  }

  private void forgetShares() {
    GivenShares given = shares;
    shares = null;
    if (given != null) {
      given.close();
    }
  }

  private Map<String, Object> seal() {
    forgetShares();
    Rooms last = rooms;
    if (last == null) {
      throw new Refusal("the store is sealed already");
    }
    boolean all = door.shut(House.PATIENCE);
    rooms = null;
    last.close();
    LOG.info("the store was sealed{}", all ? "" : "; some requests were cut");
    return status();
  }

  private Map<String, Object> status() {
    var status = new LinkedHashMap<String, Object>();
    status.put("state", rooms == null ? "sealed" : "unsealed");
    Described described = RootKeyFile.describe(ground.folder().keys());
    status.put("installation", described.installationId().toString());
    status.put("rootKeyVersion", described.rootKeyVersion());
    status.put("slots", described.slots().stream().map(slot -> slot.kind()).toList());
    if (described.rotating()) {
      status.put("notes", List.of("a rotation of the root key was begun and is not finished"));
    }
    return status;
  }

  /** Seals for good: the process ends. */
  @Override
  public void close() {
    turn.lock();
    try {
      forgetShares();
      door.shut(House.PATIENCE);
      Rooms last = rooms;
      rooms = null;
      if (last != null) {
        last.close();
      }
    } finally {
      turn.unlock();
    }
  }
}
