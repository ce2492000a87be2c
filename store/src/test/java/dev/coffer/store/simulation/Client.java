package dev.coffer.store.simulation;

import dev.coffer.store.TestStore;
import dev.coffer.store.bucket.VersioningState;
import dev.coffer.store.simulation.Reading.Look;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Asks one thing after another of a store. */
final class Client {
  private final int number;
  private final Plan plan;
  private final SplittableRandom random;
  private final Reading reading;
  private final Locking locking;
  private final TagChanges tagging;
  private final Writing writing;
  private final Uploading uploading;
  private final Deleting deleting;

  Client(int number, Plan plan, SplittableRandom random) {
    this.number = number;
    this.plan = plan;
    this.random = random;
    var asker = new Asker(number, plan);
    this.reading = new Reading(number, plan);
    this.tagging = new TagChanges(number, plan, asker, random);
    this.locking = new Locking(number, plan, asker, random);
    this.writing = new Writing(plan, asker, locking, tagging, random);
    this.uploading = new Uploading(number, plan, asker, locking, random);
    this.deleting = new Deleting(plan, asker, reading, random);
  }

  void act() {
    int key = random.nextInt(plan.keys());
    switch (random.nextInt(50)) {
      case 0, 1, 2, 3, 4 -> writing.put(key);
      case 5, 6 -> writing.putAnew(key);
      case 7 -> overwrite(key);
      case 8, 9 -> copy(key, random.nextInt(plan.keys()));
      case 10, 11, 12 -> uploading.add(key);
      case 13, 14, 46, 47 -> uploading.end(key);
      case 48 -> uploading.list();
      case 15, 16, 17 -> deleting.delete(key);
      case 18 -> deleting.deleteSeveral();
      case 19, 20, 21 -> move(key);
      case 22 -> writing.changeEncryption(key);
      case 23 -> changeKeys();
      case 24, 25 -> enableKeys();
      case 26 -> reading.list();
      case 27 -> reading.read(key, part());
      case 28 -> ofVersion(reading::readVersion);
      case 29, 30, 31 -> deleting.deleteAsRead(key);
      case 32 -> ofVersion(deleting::deleteVersionAsRead);
      case 33, 34 -> switchVersioning();
      case 35 -> ofNull(key);
      case 36, 37 -> copyPart(key, random.nextInt(plan.keys()));
      case 38, 39, 40 -> append(key);
      case 41, 42 -> ofVersion(this::lock);
      case 43, 44, 45 -> tag(key);
      default -> reading.read(key);
    }
  }

  private Extent part() {
    boolean end = plan.kind() == Kind.DIRECTORY || random.nextBoolean();
    return end ? Extent.END : Extent.MIDDLE;
  }

  private void overwrite(int key) {
    Look look = reading.read(key);
    if (look.found() != null) {
      writing.putOver(key, look.found());
    }
  }

  private void copy(int from, int to) {
    Look look = reading.read(from);
    if (look.found() != null) {
      writing.copy(from, look.found(), to);
    }
  }

  /** Adds to what is there, where that can be; else it is overwritten. */
  private void append(int key) {
    if (plan.kind() == Kind.DIRECTORY) {
      writing.append(key, reading.read(key).found());
    } else {
      overwrite(key);
    }
  }

  private void copyPart(int key, int from) {
    Look look = reading.read(from);
    if (look.found() != null) {
      uploading.addCopy(key, from, look.found());
    }
  }

  /** To another key, where that can be; else a version is removed. */
  private void move(int from) {
    if (plan.kind().renames()) {
      writing.rename(from, (from + 1 + random.nextInt(plan.keys() - 1)) % plan.keys());
    } else {
      ofVersion(deleting::deleteVersion);
    }
  }

  /** Enables or suspends versioning, where it is switched; else a version is read. */
  private void switchVersioning() {
    if (plan.kind() == Kind.SWITCHED) {
      boolean enabled = random.nextBoolean();
      VersioningState state = enabled ? VersioningState.ENABLED : VersioningState.SUSPENDED;
      plan.switching().set(plan, number, state);
    } else {
      ofVersion(reading::readVersion);
    }
  }

  /** Changes what keeps a version, where there are locks, or looks at it; else it is read. */
  private void lock(String id) {
    if (plan.kind() != Kind.LOCKED) {
      reading.readVersion(id);
      return;
    }
    switch (random.nextInt(5)) {
      case 0 -> locking.hold(id);
      case 1 -> locking.read(id);
      case 2 -> plan.defaults().set(plan, number, Defaults.any(random));
      default -> locking.retain(id);
    }
  }

  /** Changes or reads tags, of a version or of what the key holds, where there are any. */
  private void tag(int key) {
    String id = random.nextBoolean() ? plan.anyVersion(random) : null;
    int of = id == null ? key : plan.named(id).key();
    if (plan.kind() == Kind.DIRECTORY) {
      reading.read(key);
    } else if (random.nextInt(3) == 0) {
      tagging.read(of, id);
    } else {
      tagging.put(of, id);
    }
  }

  /** Reads or removes the null version. */
  private void ofNull(int key) {
    if (random.nextBoolean()) {
      reading.readNull(key);
    } else {
      deleting.deleteNull(key);
    }
  }

  private void ofVersion(Consumer<String> action) {
    String id = plan.anyVersion(random);
    if (id != null) {
      action.accept(id);
    }
  }

  private void changeKeys() {
    if (random.nextBoolean()) {
      plan.house().reach().lose(random.nextInt(200));
    } else {
      plan.house().keys().disable(TestStore.CALLER, plan.anyKmsKey(random));
    }
  }

  private void enableKeys() {
    plan.kmsKeys().forEach(each -> plan.house().keys().enable(TestStore.CALLER, each));
  }

  /** True when it is known what the key holds. */
  boolean knows(int key) {
    return reading.read(key).known();
  }
}
