package dev.coffer.kms.custody;

import static dev.coffer.kms.custody.KeyCustodyContract.requireReason;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.CustodyException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RotationTest {
  private static final byte[] HERE = {1};

  private final Entropy entropy = new Random(14)::nextBytes;
  private final MemoryCustody.Server server = new MemoryCustody.Server();
  private final Surroundings around =
      new Surroundings(InstantSource.system(), entropy, List.of(server.type()));
  @TempDir private Path data;
  private Path keys = Path.of("unset");

  @BeforeEach
  void nameTheFolder() {
    keys = data.resolve("keys");
    new MemoryCustody(server, "one", entropy).createKey();
  }

  private UnlockSecret keyFile() {
    return new UnlockSecret.KeyFile(keys.resolve("root.key"));
  }

  @Test
  void bothVersionsOpenUntilItIsFinishedAndThenOnlyTheNext() throws IOException {
    Created created = RootKeyFile.create(keys, new FirstSecret.KeyFile(), entropy);
    try (StoreRootKey root = created.root();
        Secret key = Secret.random(entropy, 32)) {
      byte[] wrapped = root.wrap("row", key, HERE, entropy);
      var begun = Rotation.begin(keys, root, List.of(keyFile()), Set.of(), entropy);
      begun.root().close();
      byte[] anew;
      try (StoreRootKey both = RootKeyFile.open(keys, keyFile())) {
        assertThat(both.version()).isEqualTo(2);
        assertThat(both.rotating()).isTrue();
        requireOpens(both, wrapped, key);
        anew = both.rewrap("row", wrapped, HERE, entropy).orElseThrow();
        requireOpens(both, anew, key);
        assertThat(both.rewrap("row", anew, HERE, entropy)).isEmpty();
        requireNotAuthentic(() -> both.rewrap("other", wrapped, HERE, entropy));
        requireReason(
            Reason.EXISTS, () -> Rotation.begin(keys, both, List.of(keyFile()), Set.of(), entropy));
        Rotation.finish(keys, both);
        Rotation.finish(keys, both);
      }
      try (StoreRootKey next = RootKeyFile.open(keys, keyFile())) {
        assertThat(next.rotating()).isFalse();
        requireOpens(next, anew, key);
        requireNotAuthentic(() -> next.unwrap("row", wrapped, HERE));
      }
    }
  }

  /** The file before opened the old root key: it must not stay beside. */
  @Test
  void noFileThatIsLeftOpensTheOldRootKey() throws IOException {
    Created created = RootKeyFile.create(keys, new FirstSecret.KeyFile(), entropy);
    Rotation.begin(keys, created.root(), List.of(keyFile()), Set.of(), entropy).root().close();
    created.root().close();
    try (StoreRootKey both = RootKeyFile.open(keys, keyFile())) {
      Rotation.finish(keys, both);
    }
    for (String name : List.of("root.json", "root.json.previous")) {
      RootKeyDocument left = RootKeyDocument.decode(Files.readAllBytes(keys.resolve(name)));
      assertThat(left.rootKeyVersion()).isEqualTo(2);
      assertThat(left.retiring()).isNull();
    }
  }

  @Test
  void everySlotGoesOn() {
    Created created = RootKeyFile.create(keys, new FirstSecret.KeyFile(), entropy);
    try (StoreRootKey root = created.root();
        Secret passphrase = Secret.of("correct horse".getBytes(UTF_8))) {
      RootKeyFile.addSlot(keys, root, new FirstSecret.Passphrase(passphrase), entropy);
      Added shares = RootKeyFile.addSlot(keys, root, new FirstSecret.Shares(2, 2), entropy);
      RootKeyFile.addSlot(
          keys, root, new FirstSecret.Backend("memory", Map.of("key", "one"), around), entropy);
      List<UnlockSecret> secrets =
          List.of(
              keyFile(),
              new UnlockSecret.Passphrase(passphrase),
              new UnlockSecret.Backends(around));
      var begun = Rotation.begin(keys, root, secrets, Set.of(), entropy);
      begun.root().close();
      assertThat(begun.renewed()).extracting(Added::kind).containsExactly("recovery", "shamir");
      for (UnlockSecret secret : secrets) {
        RootKeyFile.open(keys, secret).close();
      }
      requireRefused(new UnlockSecret.Recovery(created.recoveryKey()));
      RootKeyFile.open(keys, new UnlockSecret.Recovery(begun.renewed().get(0).shown().getFirst()))
          .close();
      requireSharesOpen(begun.renewed().get(1).shown(), true);
      requireSharesOpen(shares.shown(), false);
    }
  }

  private void requireSharesOpen(List<String> shares, boolean open) {
    try (GivenShares given = GivenShares.of(keys)) {
      shares.forEach(given::add);
      if (open) {
        RootKeyFile.open(keys, new UnlockSecret.Shares(given)).close();
      } else {
        requireRefused(new UnlockSecret.Shares(given));
      }
    }
  }

  @Test
  void aSlotWithoutItsSecretStopsEverythingUnlessItIsDropped() throws IOException {
    Created created = RootKeyFile.create(keys, new FirstSecret.KeyFile(), entropy);
    try (StoreRootKey root = created.root();
        Secret passphrase = Secret.of("correct horse".getBytes(UTF_8));
        Secret wrong = Secret.of("wrong horse".getBytes(UTF_8))) {
      Bytes slot =
          RootKeyFile.addSlot(keys, root, new FirstSecret.Passphrase(passphrase), entropy).slotId();
      byte[] before = Files.readAllBytes(keys.resolve("root.json"));
      requireReason(
          Reason.MISSING, () -> Rotation.begin(keys, root, List.of(keyFile()), Set.of(), entropy));
      requireReason(
          Reason.WRONG_SECRET,
          () ->
              Rotation.begin(
                  keys,
                  root,
                  List.of(keyFile(), new UnlockSecret.Passphrase(wrong)),
                  Set.of(),
                  entropy));
      assertThat(keys.resolve("root.json")).hasBinaryContent(before);
      Rotation.begin(keys, root, List.of(keyFile()), Set.of(slot), entropy).root().close();
      requireRefused(new UnlockSecret.Passphrase(passphrase));
      RootKeyFile.open(keys, keyFile()).close();
    }
  }

  @Test
  void theLastSlotIsNotDropped() {
    Created created = RootKeyFile.create(keys, new FirstSecret.KeyFile(), entropy);
    try (StoreRootKey root = created.root()) {
      Set<Bytes> all =
          Set.copyOf(
              RootKeyFile.describe(keys).slots().stream()
                  .map(Described.DescribedSlot::id)
                  .toList());
      requireReason(
          Reason.UNSUPPORTED, () -> Rotation.begin(keys, root, List.of(keyFile()), all, entropy));
    }
  }

  private void requireRefused(UnlockSecret secret) {
    requireReason(Reason.WRONG_SECRET, () -> RootKeyFile.open(keys, secret).close());
  }

  private static void requireOpens(StoreRootKey root, byte[] wrapped, Secret key) {
    try (Secret opened = root.unwrap("row", wrapped, HERE)) {
      assertThat(opened.sameAs(key)).isTrue();
    }
  }

  private static void requireNotAuthentic(Runnable work) {
    assertThatExceptionOfType(NotAuthentic.class).isThrownBy(work::run);
  }
}
