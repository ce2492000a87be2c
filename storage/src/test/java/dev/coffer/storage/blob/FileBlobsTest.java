package dev.coffer.storage.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.ChildProcess;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.Folders;
import dev.coffer.storage.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileBlobsTest extends BlobStoreContract {
  private static final int KILLS = 4;

  @TempDir Path folder;

  @Override
  BlobStore open() {
    return FileBlobs.open(folder);
  }

  @Override
  BlobStore reopen(BlobStore open) {
    open.close();
    return FileBlobs.open(folder);
  }

  @Test
  void secondOpenerIsRefused() {
    assertThatThrownBy(() -> FileBlobs.open(folder))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("in use by another opener");
    assertThat(read(write(random(9)))).hasSize(9);
  }

  @Test
  void acknowledgedBlobsSurviveKillingAndTheRestIsCollected() throws Exception {
    blobs.close();
    Set<BlobId> acknowledged = new HashSet<>();
    for (int round = 0; round < KILLS; round++) {
      try (ChildProcess child = ChildProcess.start(AcknowledgingBlobs.class, folder)) {
        List<String> lines = child.killAfterLines(50 + 100 * round);
        lines.forEach(line -> acknowledged.add(BlobId.parse(line)));
      }
      blobs = FileBlobs.open(folder);
      collectAllBut(acknowledged);
      for (BlobId id : acknowledged) {
        assertThat(read(id)).isEqualTo(AcknowledgingBlobs.content(id));
      }
      blobs.close();
    }
    assertThat(files("pending")).isEmpty();
    assertThat(files("blobs")).hasSameSizeAs(acknowledged);
    assertThat(files("sessions")).isEmpty();
  }

  private void collectAllBut(Set<BlobId> used) {
    Collector collector = blobs.collector();
    for (long session : collector.sessions()) {
      for (Candidate candidate : candidates(session)) {
        assertThat(candidate.hint()).isEqualTo(AcknowledgingBlobs.hint(candidate.id()));
        if (!used.contains(candidate.id())) {
          collector.remove(candidate);
        }
      }
      collector.forget(session);
    }
  }

  @Test
  void temporaryFilesGoWithTheirSession() throws Exception {
    BlobWriter unfinished = blobs.create(HINT);
    unfinished.write(random(10));
    BlobId finished = write(random(1));
    assertThat(files("pending")).hasSize(1);
    blobs = reopen(blobs);
    blobs.collector().forget(finished.session());
    assertThat(files("pending")).isEmpty();
    assertThat(read(finished)).hasSize(1);
  }

  @Test
  void temporaryFileWithoutItsHeaderIsSweptUnasked() throws Exception {
    BlobWriter unfinished = blobs.create(HINT);
    Path file = files("pending").getFirst();
    Files.write(file, new byte[] {'c', 'o', 'f'});
    blobs = reopen(blobs);
    assertThat(candidates(unfinished.id().session())).isEmpty();
    assertThat(files("pending")).isEmpty();
  }

  /** What a power loss may leave that comes before the sync of the file. */
  @Test
  void fileWithBothNamesAndNoHeaderIsSweptUnasked() throws Exception {
    BlobId id = write(random(20));
    Path pending = folder.resolve("pending").resolve("%016x".formatted(id.session()));
    Files.write(file(id), new byte[100]);
    Files.createLink(pending.resolve(id.hex()), file(id));
    blobs = reopen(blobs);
    assertThat(candidates(id.session())).isEmpty();
    assertThat(files("pending")).isEmpty();
    assertThat(files("blobs")).isEmpty();
  }

  @Test
  void damagedBlobIsNotTakenForUnfinishedByAnotherFile() throws Exception {
    BlobId id = write(random(20));
    Path pending = folder.resolve("pending").resolve("%016x".formatted(id.session()));
    Files.write(file(id), new byte[100]);
    Files.write(pending.resolve(id.hex()), new byte[100]);
    blobs = reopen(blobs);
    assertThat(candidates(id.session())).containsExactly(new Candidate(id, Bytes.EMPTY));
    assertThat(files("blobs")).hasSize(1);
  }

  @Test
  void wholeFileWithBothNamesIsOfferedOnceAndKeptWhereItIsReferredTo() throws Exception {
    byte[] content = random(20);
    BlobId id = write(content);
    BlobId other = write(random(7));
    Path pending = folder.resolve("pending").resolve("%016x".formatted(id.session()));
    Files.createLink(pending.resolve(id.hex()), file(id));
    Files.createLink(pending.resolve(other.hex()), file(other));
    blobs = reopen(blobs);
    assertThat(candidates(id.session())).hasSize(2);
    blobs.collector().remove(new Candidate(other, HINT));
    blobs.collector().forget(id.session());
    assertThat(files("pending")).isEmpty();
    assertThat(files("blobs")).hasSize(1);
    assertThat(read(id)).isEqualTo(content);
  }

  @Test
  void finishedBlobHasOneName() throws Exception {
    write(random(20));
    assertThat(files("pending")).isEmpty();
  }

  @Test
  void everyFlippedBitOfTheHeaderIsCorrupt() throws Exception {
    BlobId id = write(random(20));
    Path file = files("blobs").getFirst();
    byte[] whole = Files.readAllBytes(file);
    int headerSize = new BlobFile(id, HINT).headerSize();
    assertThat(whole).hasSize(headerSize + 20);
    for (int bit = 0; bit < 8 * headerSize; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, flipped);
      assertThatThrownBy(() -> blobs.open(id)).isInstanceOf(Corrupt.class);
    }
  }

  @Test
  void everyPrefixOfTheHeaderIsCorrupt() throws Exception {
    BlobId id = write(random(20));
    Path file = files("blobs").getFirst();
    byte[] whole = Files.readAllBytes(file);
    for (int size = 0; size < new BlobFile(id, HINT).headerSize(); size++) {
      Files.write(file, Bytes.copyOf(whole).slice(0, size).toByteArray());
      assertThatThrownBy(() -> blobs.open(id)).isInstanceOf(Corrupt.class);
    }
  }

  @Test
  void damagedBlobIsOfferedAsSuch() throws Exception {
    BlobId id = write(random(20));
    Files.write(files("blobs").getFirst(), new byte[50]);
    blobs = reopen(blobs);
    assertThat(candidates(id.session())).containsExactly(new Candidate(id, Bytes.EMPTY));
    assertThat(candidates(id.session()).getFirst().damaged()).isTrue();
  }

  @Test
  void fileUnderAnothersNameIsCorrupt() throws Exception {
    BlobId id = write(random(20));
    BlobId other = write(random(20));
    Files.copy(file(id), file(other), StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> blobs.open(other)).isInstanceOf(Corrupt.class);
  }

  @Test
  void otherFormatIsRefused() throws Exception {
    blobs.close();
    Files.writeString(folder.resolve("format"), "blob-files-v9\n");
    assertThatThrownBy(() -> FileBlobs.open(folder)).isInstanceOf(Corrupt.class);
    Files.writeString(folder.resolve("format"), BlobFile.FORMAT + "\n");
    blobs = FileBlobs.open(folder);
  }

  @Test
  void lostSessionNumberIsRefusedRatherThanGuessed() throws Exception {
    blobs.close();
    Files.delete(folder.resolve("last-session"));
    assertThatThrownBy(() -> FileBlobs.open(folder)).isInstanceOf(Corrupt.class);
  }

  /** A lower number was used before: its blobs would be written over. */
  @Test
  void aSessionNumberThatBecameLowerIsNotUsedAgain() throws Exception {
    blobs = reopen(reopen(blobs));
    BlobId before = write(random(9));
    blobs.close();
    long begun = before.session();
    for (String file : List.of("last-session", "last-session.copy")) {
      Files.writeString(folder.resolve(file), "%016x%n".formatted(begun - 2));
      blobs = FileBlobs.open(folder);
      assertThat(write(random(1)).session()).isEqualTo(++begun);
      blobs.close();
    }
    blobs = FileBlobs.open(folder);
  }

  @Test
  void noBlobIsWrittenOverAnother() throws Exception {
    BlobId kept = write(random(3));
    BlobWriter writer = blobs.create(HINT);
    Path other = file(kept).resolveSibling(writer.id().hex());
    Files.writeString(other, "of somebody else");
    writer.write(random(5));
    assertThatThrownBy(writer::finish).isInstanceOf(Unavailable.class);
    writer.close();
    assertThat(other).hasContent("of somebody else");
  }

  @Test
  void blobWhoseFirstNameCannotBeRemovedIsFinishedAndTheNameIsFoundLater() throws Exception {
    Path whole = folder.resolve("whole");
    reopenWith(synced -> {
      Path first = only(folder.resolve("pending"));
      Files.move(first, whole);
      Files.createDirectories(first.resolve("in the way"));
    });
    byte[] content = random(20);
    BlobId id = write(content);
    assertThat(read(id)).isEqualTo(content);

    Path first = firstName(id);
    Files.delete(first.resolve("in the way"));
    Files.delete(first);
    Files.move(whole, first);
    blobs = reopen(blobs);
    assertThat(candidates(id.session())).containsExactly(new Candidate(id, HINT));
    blobs.collector().forget(id.session());
    assertThat(files("pending")).isEmpty();
    assertThat(read(id)).isEqualTo(content);
  }

  /** Else a power loss might leave it alone there, and nobody could tell that it is not whole. */
  @Test
  void afterAFailedSyncTheFinalNameIsGoneForGoodBeforeTheFirstOneGoes() throws Exception {
    List<Boolean> namesAtSyncs = new ArrayList<>();
    reopenWith(synced -> {
      assertThat(files("pending")).hasSize(1);
      namesAtSyncs.add(files("blobs").isEmpty());
      if (namesAtSyncs.size() == 1) {
        throw new IOException("disk");
      }
    });
    assertThatThrownBy(() -> write(random(20))).isInstanceOf(Unavailable.class);
    assertThat(namesAtSyncs).containsExactly(false, true);
    assertThat(files("pending")).isEmpty();
  }

  /** The final name comes back, and what was written does not. */
  @Test
  void whereTheFinalNameIsNotGoneForGoodTheFirstOneStaysAndTellsOfIt() throws Exception {
    List<Path> parents = new ArrayList<>();
    reopenWith(synced -> {
      parents.add(synced);
      throw new IOException("disk");
    });
    assertThatThrownBy(() -> write(random(20))).isInstanceOf(Unavailable.class);
    assertThat(parents).hasSize(2);
    assertThat(files("blobs")).isEmpty();
    Path first = only(folder.resolve("pending"));
    Path last = Files.createLink(parents.getFirst().resolve(first.getFileName()), first);
    Files.write(first, new byte[0]);
    BlobId id = BlobId.parse(first.getFileName().toString());
    blobs = reopen(blobs);
    assertThat(candidates(id.session())).isEmpty();
    blobs.collector().forget(id.session());
    assertThat(first).doesNotExist();
    assertThat(last).doesNotExist();
  }

  @Test
  void namesThatComeBackAfterAFailedSyncAreFoundByTheCollector() throws Exception {
    Path again = folder.resolve("again");
    List<Path> parents = new ArrayList<>();
    reopenWith(synced -> {
      parents.add(synced);
      if (!Files.exists(again)) {
        Files.createLink(again, only(synced));
      }
      throw new IOException("disk");
    });
    BlobId id;
    try (BlobWriter writer = blobs.create(HINT)) {
      id = writer.id();
      writer.write(random(20));
      assertThatThrownBy(writer::finish)
          .isInstanceOf(Unavailable.class)
          .hasNoSuppressedExceptions();
    }
    assertThat(files("blobs")).isEmpty();
    Files.createLink(parents.getFirst().resolve(id.hex()), again);
    blobs = reopen(blobs);
    assertThat(candidates(id.session())).containsExactly(new Candidate(id, HINT));
    blobs.collector().remove(new Candidate(id, HINT));
    blobs.collector().forget(id.session());
    assertThat(files("blobs")).isEmpty();
    assertThat(blobs.collector().sessions()).isEmpty();
  }

  @Test
  void blobThatCannotBeRemovedHoldsUpNoOther() throws Exception {
    List<BlobId> ids = List.of(write(random(1)), write(random(2)), write(random(3)));
    Path inTheWay = file(ids.get(1));
    Files.delete(inTheWay);
    Files.createDirectories(inTheWay.resolve("content"));
    assertThat(blobs.removeEach(ids)).containsOnlyKeys(ids.get(1));
    assertThat(files("blobs")).isEmpty();
    Files.delete(inTheWay.resolve("content"));
    assertThat(blobs.removeEach(ids)).isEmpty();
    assertThat(inTheWay).doesNotExist();
  }

  @Test
  void blobsWhoseRemovalIsNotSyncedAreLeft() throws Exception {
    List<BlobId> ids = List.of(write(random(1)), write(random(2)));
    reopenWith(synced -> {
      throw new IOException("disk");
    });
    assertThat(blobs.removeEach(ids)).containsOnlyKeys(ids);
  }

  /** Opens the store again; something is done before a folder of finished blobs is synced. */
  private void reopenWith(DirectorySync.Syncing before) throws Exception {
    Path finished = folder.toRealPath().resolve("blobs");
    blobs.close();
    blobs =
        FileBlobs.open(
            folder,
            synced -> {
              if (finished.equals(Folders.above(Folders.above(synced)))) {
                before.sync(synced);
              }
              Folders.sync(synced);
            });
  }

  private Path firstName(BlobId id) {
    return folder.resolve("pending/%016x/%s".formatted(id.session(), id.hex()));
  }

  /** The one file below a folder. */
  private static Path only(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }

  @Test
  void openingWithoutWritingLeavesNoSession() throws Exception {
    blobs = reopen(reopen(blobs));
    assertThat(blobs.collector().sessions()).isEmpty();
    assertThat(files("sessions")).isEmpty();
  }

  private Path file(BlobId id) throws Exception {
    return files("blobs").stream()
        .filter(file -> file.getFileName().toString().equals(id.hex()))
        .findFirst()
        .orElseThrow();
  }

  private List<Path> files(String part) throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve(part))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
