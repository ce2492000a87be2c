package dev.coffer.kms.audit;

import dev.coffer.storage.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A folder of mode 0700 with files of mode 0600. */
record DiskFolder(Path folder) implements LogFolder {
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** Makes the folder when it is not there, durably. */
  static DiskFolder make(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Folders.sync(Folders.above(folder));
    }
    return new DiskFolder(folder);
  }

  @Override
  public List<Long> numbers(String stream) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .flatMap(file -> LogName.parse(String.valueOf(file.getFileName())).stream())
          .filter(name -> name.stream().equals(stream))
          .map(LogName::number)
          .sorted()
          .toList();
    }
  }

  @Override
  public LogFile open(LogName name) throws IOException {
    Path path = folder.resolve(name.toString());
    boolean fresh = !Files.exists(path);
    FileChannel channel =
        FileChannel.open(
            path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_ONLY);
    if (fresh) {
      Folders.sync(folder);
    }
    return new DiskFile(channel);
  }

  @Override
  public InputStream read(LogName name, long fromByte) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(name.toString()), StandardOpenOption.READ);
    channel.position(fromByte);
    return Channels.newInputStream(channel);
  }

  @Override
  public long sizeBytes(LogName name) throws IOException {
    Path path = folder.resolve(name.toString());
    return Files.exists(path) ? Files.size(path) : -1;
  }

  @Override
  public String setAside(LogName name, long fromByte) throws IOException {
    Path aside = aside(name);
    try (FileChannel in =
            FileChannel.open(folder.resolve(name.toString()), StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(
                aside,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                OWNER_ONLY)) {
      for (long at = fromByte; at < in.size(); ) {
        at += in.transferTo(at, in.size() - at, out);
      }
      out.force(true);
    }
    Folders.sync(folder);
    return String.valueOf(aside.getFileName());
  }

  @Override
  public String putAway(LogName name) throws IOException {
    Path aside = aside(name);
    Files.move(folder.resolve(name.toString()), aside, StandardCopyOption.ATOMIC_MOVE);
    Folders.sync(folder);
    return String.valueOf(aside.getFileName());
  }

  /** The first name that is free: what was set aside before is kept too. */
  private Path aside(LogName name) {
    int number = 1;
    while (Files.exists(folder.resolve(name + ".rest-" + number))) {
      number++;
    }
    return folder.resolve(name + ".rest-" + number);
  }

  private record DiskFile(FileChannel channel) implements LogFile {
    @Override
    public void write(byte[] bytes, long atByte) throws IOException {
      for (var rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
        channel.write(rest, atByte + rest.position());
      }
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
      channel.truncate(sizeBytes);
    }

    @Override
    public void sync() throws IOException {
      channel.force(false); // the size that a longer file needs is written with its data
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
