package dev.coffer.kms.custody;

import static dev.coffer.kms.custody.KeyCustodyContract.requireReason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.CustodyException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of key stores, and the stores that it opens. */
final class CustomKeyStoreFileTest {
  private static final String ACCOUNT = "000000000000";

  private final Entropy entropy = new Random(61)::nextBytes;
  private final MemoryCustody.Server server = new MemoryCustody.Server();
  private final Surroundings around =
      new Surroundings(InstantSource.system(), entropy, List.of(server.type()));
  private final Secret material = Secret.random(entropy, 32);
  @TempDir private Path keys;
  private Bytes installationId = Bytes.of(new byte[16]);

  @BeforeEach
  void foundAStore() {
    RootKeyFile.create(keys, new FirstSecret.KeyFile(), entropy).root().close();
    installationId = RootKeyFile.describe(keys).installationId();
    new MemoryCustody(server, "one", entropy).createKey();
  }

  private CustomKeyStore add(String name, String key) {
    return CustomKeyStoreFile.add(
        keys, name, ACCOUNT, "memory", Map.of("key", key), Duration.ZERO, around);
  }

  private Binding at(String place, int number) {
    return new Binding(installationId, place, number);
  }

  @Test
  void withoutAFileThereAreNoStores() {
    assertThat(CustomKeyStoreFile.read(keys)).isEmpty();
  }

  @Test
  void whatIsAddedIsReadAndRemoved() throws IOException {
    CustomKeyStore first = add("first", "one");
    CustomKeyStore second = add("second", "one");
    assertThat(CustomKeyStoreFile.read(keys)).containsExactly(first, second);
    assertThat(first.id()).matches("cks-[0-9a-f]{17}").isNotEqualTo(second.id());
    Path file = keys.resolve(CustomKeyStoreFile.FILE_NAME);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    CustomKeyStoreFile.remove(keys, first.id());
    assertThat(CustomKeyStoreFile.read(keys)).containsExactly(second);
    requireReason(Reason.MISSING, () -> CustomKeyStoreFile.remove(keys, first.id()));
  }

  @Test
  void aStoreThatWouldNotWorkIsNotAdded() {
    add("taken", "one");
    requireReason(Reason.EXISTS, () -> add("taken", "one"));
    requireReason(Reason.NO_SUCH_KEY, () -> add("other", "two"));
    requireReason(Reason.UNSUPPORTED, () -> add("two words", "one"));
    server.running(false);
    requireReason(Reason.UNREACHABLE, () -> add("other", "one"));
    assertThat(CustomKeyStoreFile.read(keys)).hasSize(1);
  }

  @Test
  void aFileThatOthersMayWriteOrOfAnotherInstallationIsRefused() throws IOException {
    add("first", "one");
    Path file = keys.resolve(CustomKeyStoreFile.FILE_NAME);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw--w----"));
    requireReason(Reason.EXPOSED, () -> CustomKeyStoreFile.read(keys));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    String text = Files.readString(file);
    Files.writeString(file, text.replace(installationId.toString(), "00".repeat(16)));
    requireReason(Reason.WRONG_SECRET, () -> CustomKeyStoreFile.read(keys));
    for (int length = 0; length < text.length() - 1; length++) {
      Files.writeString(file, text.substring(0, length));
      requireReason(Reason.MALFORMED, () -> CustomKeyStoreFile.read(keys));
    }
  }

  @Test
  void aMaterialOpensInItsStoreAtItsPlaceAlone() {
    new MemoryCustody(server, "two", entropy).createKey();
    String first = add("first", "one").id();
    String second = add("second", "two").id();
    try (CustomKeyStores stores = CustomKeyStores.open(keys, around)) {
      Bytes wrapped = stores.wrap(first, material, at("key", 1));
      try (Secret opened = stores.unwrap(first, wrapped, at("key", 1))) {
        assertThat(opened.sameAs(material)).isTrue();
      }
      requireReason(
          Reason.NOT_AUTHENTIC, () -> stores.unwrap(first, wrapped, at("other", 1)).close());
      requireReason(
          Reason.NOT_AUTHENTIC, () -> stores.unwrap(first, wrapped, at("key", 2)).close());
      requireReason(
          Reason.NOT_AUTHENTIC, () -> stores.unwrap(second, wrapped, at("key", 1)).close());
      requireReason(
          Reason.MISSING,
          () -> stores.unwrap("cks-00000000000000000", wrapped, at("key", 1)).close());
      byte[] bytes = wrapped.toArray();
      for (int at = 0; at < bytes.length; at++) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        requireReason(
            Reason.NOT_AUTHENTIC,
            () -> stores.unwrap(first, Bytes.of(changed), at("key", 1)).close());
      }
    }
  }

  @Test
  void theBackendNeverHoldsTheMaterial() {
    String store = add("first", "one").id();
    try (CustomKeyStores stores = CustomKeyStores.open(keys, around);
        KeyCustody backend = new MemoryCustody(server, "one", entropy)) {
      Bytes wrapped = stores.wrap(store, material, at("key", 1));
      try (Secret between =
          backend.unwrap(StrictMaterial.decode(wrapped).byBackend(), at("key", 1))) {
        assertThat(between.sameAs(material)).isFalse();
      }
    }
  }

  @Test
  void aKindThatIsNotServedIsSaidAtTheOpening() {
    add("first", "one");
    var less = new Surroundings(InstantSource.system(), entropy, List.of());
    requireReason(Reason.UNSUPPORTED, () -> CustomKeyStores.open(keys, less).close());
  }
}
