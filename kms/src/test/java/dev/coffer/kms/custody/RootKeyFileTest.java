package dev.coffer.kms.custody;

import static dev.coffer.kms.custody.CustodyException.Reason;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RootKeyFileTest {
  private static final byte[] HERE = {1};

  private final Entropy entropy = new Random(4)::nextBytes;
  @TempDir private Path data;
  private Path keys = Path.of("unset");

  @BeforeEach
  void nameTheFolder() {
    keys = data.resolve("keys");
  }

  @Test
  void theKeyFileOpensWhatWasCreated() {
    try (StoreRootKey root = create(new FirstSecret.KeyFile()).root();
        StoreRootKey opened = RootKeyFile.open(keys, keyFile())) {
      assertThat(opened.installationId()).isEqualTo(root.installationId());
      assertThat(opened.version()).isEqualTo(1);
      requireSame(root, opened);
    }
  }

  @Test
  void theRecoveryKeyOpensToo() {
    Created created = create(new FirstSecret.KeyFile());
    try (StoreRootKey root = created.root();
        StoreRootKey opened =
            RootKeyFile.open(keys, new UnlockSecret.Recovery(created.recoveryKey()))) {
      requireSame(root, opened);
    }
  }

  @Test
  void aRenewedRecoveryKeyOpensAndTheOneBeforeDoesNot() {
    Created created = create(new FirstSecret.KeyFile());
    try (StoreRootKey root = created.root()) {
      String renewed = RootKeyFile.renewRecovery(keys, root, entropy);
      requireRefused(Reason.WRONG_SECRET, new UnlockSecret.Recovery(created.recoveryKey()));
      try (StoreRootKey opened = RootKeyFile.open(keys, new UnlockSecret.Recovery(renewed));
          StoreRootKey byFile = RootKeyFile.open(keys, keyFile())) {
        requireSame(root, opened);
        requireSame(root, byFile);
      }
    }
  }

  @Test
  void aPassphraseOpensAndAnotherDoesNot() {
    try (Secret passphrase = secret("correct horse");
        Secret wrong = secret("correct hose");
        StoreRootKey root = create(new FirstSecret.Passphrase(passphrase)).root();
        StoreRootKey opened = RootKeyFile.open(keys, new UnlockSecret.Passphrase(passphrase))) {
      requireSame(root, opened);
      assertThat(keys.resolve("root.key")).doesNotExist();
      requireRefused(Reason.WRONG_SECRET, new UnlockSecret.Passphrase(wrong));
      requireRefused(Reason.WRONG_SECRET, new UnlockSecret.Passphrase(secret("x".repeat(1024))));
    }
  }

  @Test
  void anotherKeyFileOrRecoveryKeyDoesNotOpen() throws IOException {
    create(new FirstSecret.KeyFile()).root().close();
    Path other = data.resolve("other");
    Files.write(other, new byte[32]);
    Files.setPosixFilePermissions(other, rights("rw-------"));
    requireRefused(Reason.WRONG_SECRET, new UnlockSecret.KeyFile(other));
    requireRefused(
        Reason.WRONG_SECRET, new UnlockSecret.Recovery(RecoveryKey.format(secret("x".repeat(32)))));
    Files.write(other, new byte[33]);
    requireRefused(Reason.MALFORMED, new UnlockSecret.KeyFile(other));
    requireRefused(Reason.MISSING, new UnlockSecret.KeyFile(data.resolve("nowhere")));
    requireRefused(Reason.INACCESSIBLE, new UnlockSecret.KeyFile(data));
  }

  @Test
  void onlyTheOwnerMayLookIn() throws IOException {
    Files.createDirectory(keys, PosixFilePermissions.asFileAttribute(rights("rwxr-xr-x")));
    create(new FirstSecret.KeyFile()).root().close();
    assertThat(Files.getPosixFilePermissions(keys)).isEqualTo(rights("rwx------"));
    for (String name : List.of("root.json", "root.key")) {
      assertThat(Files.getPosixFilePermissions(keys.resolve(name))).isEqualTo(rights("rw-------"));
    }
  }

  @Test
  void theFolderHoldsNothingElse() throws IOException {
    create(new FirstSecret.KeyFile()).root().close();
    try (var files = Files.list(keys)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrder("root.json", "root.key");
    }
    try (StoreRootKey root = RootKeyFile.open(keys, keyFile())) {
      RootKeyFile.addSlot(keys, root, new FirstSecret.Recovery(), entropy);
    }
    try (var files = Files.list(keys)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrder("root.json", "root.json.previous", "root.key", "lock");
    }
  }

  @Test
  void aFoundedStoreIsNotFoundedAgain() throws IOException {
    assertThat(RootKeyFile.exists(keys)).isFalse();
    create(new FirstSecret.KeyFile()).root().close();
    assertThat(RootKeyFile.exists(keys)).isTrue();
    requireReason(Reason.EXISTS, () -> create(new FirstSecret.KeyFile()));
    Files.move(keys.resolve("root.json"), keys.resolve("root.json.previous"));
    assertThat(RootKeyFile.exists(keys)).isTrue();
    requireReason(Reason.EXISTS, () -> create(new FirstSecret.KeyFile()));
    requireRefused(Reason.MISSING, keyFile());
  }

  @Test
  void aKeyFileThatIsThereIsTakenNotReplaced() throws IOException {
    Files.createDirectory(keys);
    byte[] mine = entropy.bytes(32);
    Files.write(keys.resolve("root.key"), mine);
    Files.setPosixFilePermissions(keys.resolve("root.key"), rights("rw-------"));
    create(new FirstSecret.KeyFile()).root().close();
    assertThat(keys.resolve("root.key")).hasBinaryContent(mine);
    RootKeyFile.open(keys, keyFile()).close();
  }

  @Test
  void litterOfACrashDoesNotMatter() throws IOException {
    Files.createDirectory(keys);
    Files.writeString(keys.resolve("root.json.new"), "half a fi");
    Files.writeString(keys.resolve("root.key.new"), "half");
    create(new FirstSecret.KeyFile()).root().close();
    RootKeyFile.open(keys, keyFile()).close();
    assertThat(keys.resolve("root.json.new")).doesNotExist();
  }

  @Test
  void slotsComeAndGoWhileTheRootKeyStays() throws IOException {
    try (Secret passphrase = secret("later");
        StoreRootKey root = create(new FirstSecret.KeyFile()).root()) {
      byte[] before = Files.readAllBytes(keys.resolve("root.json"));
      Bytes added =
          RootKeyFile.addSlot(keys, root, new FirstSecret.Passphrase(passphrase), entropy).slotId();
      assertThat(keys.resolve("root.json.previous")).hasBinaryContent(before);
      try (StoreRootKey opened = RootKeyFile.open(keys, new UnlockSecret.Passphrase(passphrase))) {
        requireSame(root, opened);
      }
      RootKeyFile.removeSlot(keys, root, added);
      requireRefused(Reason.WRONG_SECRET, new UnlockSecret.Passphrase(passphrase));
      requireReason(Reason.MISSING, () -> RootKeyFile.removeSlot(keys, root, added));
      RootKeyFile.open(keys, keyFile()).close();
    }
  }

  @Test
  void theLastSlotStays() {
    try (StoreRootKey root = create(new FirstSecret.KeyFile()).root()) {
      List<Bytes> ids = document().slots().stream().map(Slot::id).toList();
      RootKeyFile.removeSlot(keys, root, ids.get(0));
      requireReason(Reason.UNSUPPORTED, () -> RootKeyFile.removeSlot(keys, root, ids.get(1)));
      assertThat(document().slots()).hasSize(1);
    }
  }

  @Test
  void thereIsRoomForSixteenSlots() {
    try (StoreRootKey root = create(new FirstSecret.KeyFile()).root()) {
      for (int i = 2; i < 16; i++) {
        RootKeyFile.addSlot(keys, root, new FirstSecret.KeyFile(), entropy);
      }
      requireReason(
          Reason.UNSUPPORTED,
          () -> RootKeyFile.addSlot(keys, root, new FirstSecret.KeyFile(), entropy));
      assertThat(document().slots()).hasSize(16);
    }
  }

  @Test
  void slotsOfAnotherRootKeyAreLeftAlone() {
    create(new FirstSecret.KeyFile()).root().close();
    Path elsewhere = data.resolve("elsewhere");
    try (StoreRootKey other =
        RootKeyFile.create(elsewhere, new FirstSecret.KeyFile(), entropy).root()) {
      requireReason(
          Reason.WRONG_SECRET,
          () -> RootKeyFile.addSlot(keys, other, new FirstSecret.KeyFile(), entropy));
    }
  }

  @Test
  void whatTheRootKeyWrapsIsBoundToPurposeAndPlace() {
    try (StoreRootKey root = create(new FirstSecret.KeyFile()).root();
        Secret key = Secret.random(entropy, 32)) {
      byte[] wrapped = root.wrap("test", key, HERE, entropy);
      try (Secret unwrapped = root.unwrap("test", wrapped, HERE)) {
        assertThat(unwrapped.sameAs(key)).isTrue();
      }
      requireNotAuthentic(() -> root.unwrap("toast", wrapped, HERE));
      requireNotAuthentic(() -> root.unwrap("test", wrapped, new byte[] {2}));
      wrapped[60] ^= 1;
      requireNotAuthentic(() -> root.unwrap("test", wrapped, HERE));
    }
  }

  @Test
  void aClosedRootKeyIsOfNoUse() {
    StoreRootKey root = create(new FirstSecret.KeyFile()).root();
    root.close();
    try (Secret key = Secret.random(entropy, 32)) {
      assertThatIllegalStateException().isThrownBy(() -> root.wrap("test", key, HERE, entropy));
    }
  }

  @Test
  void aKeyFileThatOthersMayReadIsRefused() throws IOException {
    create(new FirstSecret.KeyFile()).root().close();
    for (String mode : List.of("rw-r-----", "rw----r--", "rwx-----x", "rw--w----")) {
      Files.setPosixFilePermissions(keys.resolve("root.key"), rights(mode));
      requireRefused(Reason.EXPOSED, keyFile());
    }
    Files.setPosixFilePermissions(keys.resolve("root.key"), rights("r--------"));
    RootKeyFile.open(keys, keyFile()).close();
  }

  @Test
  void aRootKeyFileThatOthersMayWriteIsRefused() throws IOException {
    create(new FirstSecret.KeyFile()).root().close();
    Files.setPosixFilePermissions(keys.resolve("root.json"), rights("rw-rw-r--"));
    requireRefused(Reason.EXPOSED, keyFile());
    requireReason(Reason.EXPOSED, () -> RootKeyFile.describe(keys));
  }

  @Test
  void aKeyFileOfAnotherInstallationDoesNotOpenNorDoesACutOne() throws IOException {
    create(new FirstSecret.KeyFile()).root().close();
    Path elsewhere = data.resolve("elsewhere");
    RootKeyFile.create(elsewhere, new FirstSecret.KeyFile(), entropy).root().close();
    requireRefused(Reason.WRONG_SECRET, new UnlockSecret.KeyFile(elsewhere.resolve("root.key")));
    byte[] json = Files.readAllBytes(keys.resolve("root.json"));
    for (int size = 0; size < json.length - 2; size += 7) {
      Files.write(keys.resolve("root.json"), java.util.Arrays.copyOf(json, size));
      requireRefused(Reason.MALFORMED, keyFile());
    }
    Files.write(keys.resolve("root.json"), json);
    RootKeyFile.open(keys, keyFile()).close();
  }

  /** The file before the last change opens when somebody puts it back; one of before is gone. */
  @Test
  void twoGenerationsAreKept() throws IOException {
    try (StoreRootKey root = create(new FirstSecret.KeyFile()).root()) {
      byte[] first = Files.readAllBytes(keys.resolve("root.json"));
      RootKeyFile.addSlot(keys, root, new FirstSecret.Recovery(), entropy);
      byte[] second = Files.readAllBytes(keys.resolve("root.json"));
      RootKeyFile.addSlot(keys, root, new FirstSecret.Recovery(), entropy);
      assertThat(keys.resolve("root.json.previous")).hasBinaryContent(second);
      for (byte[] older : List.of(first, second)) {
        Files.write(keys.resolve("root.json"), older);
        try (StoreRootKey opened = RootKeyFile.open(keys, keyFile())) {
          requireSame(root, opened);
        }
      }
    }
  }

  @Test
  void sharesOpenOneByOne() {
    try (StoreRootKey root = create(new FirstSecret.KeyFile()).root()) {
      Added added = RootKeyFile.addSlot(keys, root, new FirstSecret.Shares(2, 3), entropy);
      assertThat(added.shown()).hasSize(3).allMatch(share -> share.matches("(....-){17}...."));
      assertThat(added.toString()).doesNotContain(added.shown().getFirst());
      try (GivenShares given = GivenShares.of(keys)) {
        assertThat(given.add(added.shown().get(2)).complete()).isFalse();
        requireRefused(Reason.WRONG_SECRET, new UnlockSecret.Shares(given));
        requireReason(Reason.WRONG_SECRET, () -> given.add(added.shown().get(2)));
        requireReason(Reason.WRONG_SECRET, () -> given.add("7".repeat(72)));
        var progress = given.add(added.shown().get(0).toLowerCase(java.util.Locale.ROOT));
        assertThat(progress).isEqualTo(new GivenShares.Progress(2, 2));
        try (StoreRootKey opened = RootKeyFile.open(keys, new UnlockSecret.Shares(given))) {
          requireSame(root, opened);
        }
      }
      assertThat(RootKeyFile.describe(keys).has("shamir")).isTrue();
    }
  }

  @Test
  void aBackendsSlotOpensWhileTheBackendAnswers() {
    var server = new MemoryCustody.Server();
    var around = new Surroundings(InstantSource.system(), entropy, List.of(server.type()));
    var backends = new UnlockSecret.Backends(around);
    var first = new FirstSecret.Backend("memory", Map.of("key", "one"), around);
    try (StoreRootKey root = create(new FirstSecret.KeyFile()).root()) {
      requireReason(Reason.NO_SUCH_KEY, () -> RootKeyFile.addSlot(keys, root, first, entropy));
      assertThat(document().slots()).hasSize(2);
      new MemoryCustody(server, "one", entropy).createKey();
      Bytes slot = RootKeyFile.addSlot(keys, root, first, entropy).slotId();
      try (StoreRootKey opened = RootKeyFile.open(keys, backends)) {
        requireSame(root, opened);
      }
      assertThat(RootKeyFile.test(keys, slot, backends)).isTrue();
      assertThat(RootKeyFile.test(keys, slot, keyFile())).isFalse();
      server.running(false);
      requireRefused(Reason.UNREACHABLE, backends);
      requireReason(Reason.UNREACHABLE, () -> RootKeyFile.test(keys, slot, backends));
      server.running(true);
      server.refusing(true);
      requireRefused(Reason.REFUSED, backends);
      server.refusing(false);
      requireReason(
          Reason.UNSUPPORTED,
          () ->
              RootKeyFile.addSlot(
                  keys,
                  root,
                  new FirstSecret.Backend("memory", Map.of("key", "one", "more", "x"), around),
                  entropy));
    }
    var unknown = new Surroundings(InstantSource.system(), entropy, List.of());
    requireRefused(Reason.UNSUPPORTED, new UnlockSecret.Backends(unknown));
  }

  @Test
  void theDiskHoldsNoRootKeyAndNoRecoveryKey() throws IOException {
    var drawn = new ArrayList<byte[]>();
    Entropy recorded =
        target -> {
          entropy.fill(target);
          drawn.add(target.clone());
        };
    Created created = RootKeyFile.create(keys, new FirstSecret.KeyFile(), recorded);
    created.root().close();
    String json = Files.readString(keys.resolve("root.json"));
    // Installation id, root key, recovery key, in the order in which they are drawn.
    assertThat(json).contains(Bytes.of(drawn.get(0)).toString());
    assertThat(json).doesNotContain(Bytes.of(drawn.get(1)).toString());
    assertThat(json).doesNotContain(Bytes.of(drawn.get(2)).toString());
    assertThat(json).doesNotContain(created.recoveryKey());
    assertThat(created.toString()).doesNotContain(created.recoveryKey());
    assertThat(new UnlockSecret.Recovery(created.recoveryKey()).toString())
        .doesNotContain(created.recoveryKey());
  }

  private Created create(FirstSecret secret) {
    return RootKeyFile.create(keys, secret, entropy);
  }

  private UnlockSecret keyFile() {
    return new UnlockSecret.KeyFile(keys.resolve("root.key"));
  }

  private RootKeyDocument document() {
    try {
      return RootKeyDocument.decode(Files.readAllBytes(keys.resolve("root.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireSame(StoreRootKey first, StoreRootKey second) {
    try (Secret key = Secret.random(entropy, 32);
        Secret unwrapped = second.unwrap("same", first.wrap("same", key, HERE, entropy), HERE)) {
      assertThat(unwrapped.sameAs(key)).isTrue();
    }
  }

  private void requireRefused(Reason reason, UnlockSecret secret) {
    requireReason(reason, () -> RootKeyFile.open(keys, secret).close());
  }

  private static void requireReason(Reason reason, Runnable work) {
    assertThatExceptionOfType(CustodyException.class)
        .isThrownBy(work::run)
        .extracting(CustodyException::reason)
        .isEqualTo(reason);
  }

  private static void requireNotAuthentic(Runnable work) {
    assertThatExceptionOfType(NotAuthentic.class).isThrownBy(work::run);
  }

  private static Set<PosixFilePermission> rights(String text) {
    return PosixFilePermissions.fromString(text);
  }

  private static Secret secret(String text) {
    return Secret.of(text.getBytes(UTF_8));
  }
}
