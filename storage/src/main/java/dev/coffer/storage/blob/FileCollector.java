package dev.coffer.storage.blob;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.Folders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Goes through the names that dead sessions reserved. */
final class FileCollector implements Collector {
  private static final Pattern SESSION = Pattern.compile("[0-7][0-9a-f]{15}");

  private final FileBlobs store;
  private final BlobFolder folder;
  private final FileRemoval removal;
  private final long running;

  FileCollector(FileBlobs store, BlobFolder folder, FileRemoval removal, long running) {
    this.store = store;
    this.folder = folder;
    this.removal = removal;
    this.running = running;
  }

  @Override
  public List<Long> sessions() {
    return store.inside(() -> {
      List<Long> dead = new ArrayList<>();
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.sessions())) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          if (SESSION.matcher(name).matches()) {
            dead.add(HexFormat.fromHexDigitsToLong(name));
          }
        }
      }
      dead.removeIf(session -> session >= running);
      Collections.sort(dead);
      return List.copyOf(dead);
    });
  }

  @Override
  public Iterator<Candidate> candidates(long session) {
    Checks.requireEarlier(session, running);
    return store.inside(() -> {
      Path reservations = folder.session(session);
      if (!Files.exists(reservations)) {
        throw new IllegalArgumentException("not a dead session");
      }
      return new Left(session, Reservations.read(reservations));
    });
  }

  @Override
  public void remove(Candidate candidate) {
    BlobId id = candidate.id();
    Checks.requireEarlier(id.session(), running);
    store.inside(() -> {
      Files.deleteIfExists(folder.pending(id));
      removal.remove(id);
      return id;
    });
  }

  @Override
  public void forget(long session) {
    Checks.requireEarlier(session, running);
    store.inside(() -> {
      removePending(folder.pending(session));
      if (Files.deleteIfExists(folder.session(session))) {
        Folders.sync(folder.sessions());
      }
      return session;
    });
  }

  /** What was never finished and is still here had nobody who could refer to it. */
  private static void removePending(Path pending) throws IOException {
    if (!Files.isDirectory(pending)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(pending)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(pending);
  }

  private Optional<Candidate> look(BlobId id) throws IOException {
    Path pending = folder.pending(id);
    Optional<Bytes> unfinished = hint(id, pending);
    Optional<Bytes> finished = hint(id, folder.finished(id));
    if (unfinished.isPresent()
        && unfinished.get().isEmpty()
        && (finished.isEmpty() || Files.isSameFile(pending, folder.finished(id)))) {
      // Not even the header was kept, so it was never finished and never referred to. What shows
      // that goes last: without it the other would be taken for damage.
      removal.remove(id);
      Files.deleteIfExists(pending);
      return Optional.empty();
    }
    return finished.or(() -> unfinished).map(hint -> new Candidate(id, hint));
  }

  /** Nothing when there is no such file; empty bytes when its header is damaged. */
  private static Optional<Bytes> hint(BlobId id, Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return Optional.of(BlobFile.read(channel, id).hint());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (Corrupt e) {
      return Optional.of(Bytes.EMPTY);
    }
  }

  private final class Left implements Iterator<Candidate> {
    private final long session;
    private final long last;
    private long looked;
    private @Nullable Candidate upcoming;

    Left(long session, long last) {
      this.session = session;
      this.last = last;
    }

    @Override
    public boolean hasNext() {
      while (upcoming == null && looked < last) {
        BlobId id = new BlobId(session, ++looked);
        upcoming = store.inside(() -> look(id)).orElse(null);
      }
      return upcoming != null;
    }

    @Override
    public Candidate next() {
      if (!hasNext() || upcoming == null) {
        throw new NoSuchElementException();
      }
      Candidate found = upcoming;
      upcoming = null;
      return found;
    }
  }
}
