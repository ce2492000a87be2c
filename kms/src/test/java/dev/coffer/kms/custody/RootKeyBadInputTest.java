package dev.coffer.kms.custody;

import static dev.coffer.kms.custody.KeyCustodyContract.requireReason;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.CustodyException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Root key files and key files that are not what they should be: refused, and never mended. */
final class RootKeyBadInputTest {
  private static final byte[] HERE = {1};

  private final Entropy entropy = new Random(81)::nextBytes;
  @TempDir private Path folder;
  private Path keys = Path.of("unset");

  @BeforeEach
  void foundAStore() {
    keys = found("keys");
  }

  private Path found(String name) {
    Path made = folder.resolve(name);
    RootKeyFile.create(made, new FirstSecret.KeyFile(), entropy).root().close();
    return made;
  }

  private Path rootFile() {
    return keys.resolve(RootKeyFile.FILE_NAME);
  }

  private Path keyFile() {
    return keys.resolve(RootKeyFile.KEY_FILE_NAME);
  }

  private StoreRootKey open() {
    return RootKeyFile.open(keys, new UnlockSecret.KeyFile(keyFile()));
  }

  private void refuses(Reason reason) {
    requireReason(reason, () -> open().close());
  }

  private static void write(Path file, byte[] content) throws IOException {
    Files.write(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @ParameterizedTest
  @EnumSource(PosixFilePermission.class)
  void aKeyFileWithAnyRightForOthersIsRefused(PosixFilePermission right) throws IOException {
    Set<PosixFilePermission> rights = PosixFilePermissions.fromString("rw-------");
    rights.add(right);
    Files.setPosixFilePermissions(keyFile(), rights);
    if (right.name().startsWith("OWNER")) {
      open().close();
    } else {
      refuses(Reason.EXPOSED);
    }
  }

  @ParameterizedTest
  @EnumSource(PosixFilePermission.class)
  void aRootKeyFileThatOthersMayWriteIsRefused(PosixFilePermission right) throws IOException {
    Set<PosixFilePermission> rights = PosixFilePermissions.fromString("rw-r--r--");
    rights.add(right);
    Files.setPosixFilePermissions(rootFile(), rights);
    boolean mayWrite =
        right == PosixFilePermission.GROUP_WRITE || right == PosixFilePermission.OTHERS_WRITE;
    if (mayWrite) {
      refuses(Reason.EXPOSED);
    } else {
      open().close();
    }
  }

  @Test
  void aKeyFileOfAnyOtherLengthIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(keyFile());
    for (int length = 0; length <= 64; length++) {
      if (length != whole.length) {
        write(keyFile(), Arrays.copyOf(whole, length));
        refuses(Reason.MALFORMED);
      }
    }
    write(keyFile(), whole);
    open().close();
  }

  @Test
  void aRootKeyFileCutAnywhereIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(rootFile());
    for (int length = 0; length < whole.length - 1; length++) {
      write(rootFile(), Arrays.copyOf(whole, length));
      refuses(Reason.MALFORMED);
    }
  }

  @Test
  void theFilesOfAnotherInstallationFitOnlyEachOther() throws IOException {
    Path other = found("other");
    byte[] ownKey = Files.readAllBytes(keyFile());
    write(keyFile(), Files.readAllBytes(other.resolve(RootKeyFile.KEY_FILE_NAME)));
    refuses(Reason.WRONG_SECRET);
    write(keyFile(), ownKey);
    write(rootFile(), Files.readAllBytes(other.resolve(RootKeyFile.FILE_NAME)));
    refuses(Reason.WRONG_SECRET);
  }

  /** Each slot under the other's name, the other's kind, and with the other's wrapping. */
  @Test
  void slotsThatWereSwappedDoNotOpen() throws IOException {
    try (StoreRootKey root = open()) {
      RootKeyFile.addSlot(keys, root, new FirstSecret.KeyFile(), entropy);
    }
    RootKeyDocument whole = RootKeyDocument.decode(Files.readAllBytes(rootFile()));
    Slot first = whole.slots().get(0);
    Slot recovery = whole.slots().get(1);
    Slot second = whole.slots().get(2);
    swapped(
        whole,
        List.of(
            new Slot(second.id(), first.kind(), first.wrappedRootKey()),
            new Slot(first.id(), second.kind(), second.wrappedRootKey())));
    swapped(
        whole,
        List.of(
            new Slot(first.id(), first.kind(), recovery.wrappedRootKey()),
            new Slot(recovery.id(), recovery.kind(), first.wrappedRootKey())));
    swapped(whole, List.of(new Slot(recovery.id(), first.kind(), recovery.wrappedRootKey())));
    write(rootFile(), document(whole, List.of(second, recovery, first)).encode());
    open().close(); // their order means nothing
  }

  private void swapped(RootKeyDocument whole, List<Slot> slots) throws IOException {
    write(rootFile(), document(whole, slots).encode());
    refuses(Reason.WRONG_SECRET);
  }

  private static RootKeyDocument document(RootKeyDocument like, List<Slot> slots) {
    return new RootKeyDocument(like.installationId(), like.rootKeyVersion(), null, slots);
  }

  @Test
  void aSlotOfAnotherInstallationDoesNotOpenHere() throws IOException {
    Path other = found("other");
    RootKeyDocument own = RootKeyDocument.decode(Files.readAllBytes(rootFile()));
    RootKeyDocument theirs =
        RootKeyDocument.decode(Files.readAllBytes(other.resolve(RootKeyFile.FILE_NAME)));
    write(keyFile(), Files.readAllBytes(other.resolve(RootKeyFile.KEY_FILE_NAME)));
    write(rootFile(), document(own, theirs.slots()).encode());
    refuses(Reason.WRONG_SECRET);
  }

  /** A file of before a rotation opens, but what was wrapped since does not open with it. */
  @Test
  void anOlderGenerationOpensNothingThatWasWrappedSince() throws IOException {
    byte[] oldest = Files.readAllBytes(rootFile());
    byte[] wrapped;
    try (Secret row = Secret.random(entropy, 32)) {
      rotate();
      rotate();
      try (StoreRootKey root = open()) {
        wrapped = root.wrap("row", row, HERE, entropy);
      }
    }
    write(rootFile(), oldest);
    try (StoreRootKey old = open()) {
      Assertions.assertThat(old.version()).isEqualTo(1);
      Assertions.assertThatExceptionOfType(NotAuthentic.class)
          .isThrownBy(() -> old.unwrap("row", wrapped, HERE).close());
      Assertions.assertThatExceptionOfType(NotAuthentic.class)
          .isThrownBy(() -> old.rewrap("row", wrapped, HERE, entropy));
    }
  }

  private void rotate() {
    var secrets = List.<UnlockSecret>of(new UnlockSecret.KeyFile(keyFile()));
    try (StoreRootKey root = open()) {
      Rotation.begin(keys, root, secrets, Set.of(), entropy).root().close();
    }
    try (StoreRootKey both = open()) {
      Rotation.complete(keys, both, List.of());
    }
  }
}
