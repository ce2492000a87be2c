package dev.coffer.server.config;

import dev.coffer.store.object.Description;
import dev.coffer.store.recover.Stored;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A folder of extracted objects: {@code BUCKET/KEY} where that can be a file's name, {@code
 * BUCKET/.coffer/N} otherwise, and {@value #MANIFEST}, a line of JSON for each, which has the true
 * names and everything else that is known of it.
 *
 * <p>A file gets its name only when all of it is there and on the disk; nothing is written over.
 * All of it is its owner's alone.
 */
final class RecoverFolder implements RecoverSink {
  static final String MANIFEST = "coffer-recover.jsonl";

  private static final String PARTIAL = ".coffer-partial";
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path root;
  private final BufferedWriter manifest;
  private final JsonMapper json = new JsonMapper();
  private long numbered;

  private RecoverFolder(Path root, BufferedWriter manifest) {
    this.root = root;
    this.manifest = manifest;
  }

  /**
   * Makes the folder, or takes an empty one.
   *
   * @throws StartFailure when there is something in it
   */
  static RecoverFolder make(Path path) throws IOException {
    Files.createDirectories(path, FOLDER);
    Path root = path.toRealPath();
    try (var content = Files.list(root)) {
      if (content.findAny().isPresent()) {
        throw new StartFailure(
            ExitCode.CANNOT_CREATE, root + " is not empty; nothing was extracted");
      }
    }
    Path manifest = Files.createFile(root.resolve(MANIFEST), FILE);
    return new RecoverFolder(root, Files.newBufferedWriter(manifest));
  }

  @Override
  public Optional<String> take(Stored.Version version) throws IOException {
    Path partial = root.resolve(PARTIAL);
    try {
      write(version, partial);
      Path file = place(version.name(), partial);
      String name = root.relativize(file).toString();
      describe(version, name);
      return Optional.of(name);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static void write(Stored.Version version, Path partial) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(partial, options, FILE)) {
      // Closing the stream would close the channel before it is synced.
      OutputStream out = Channels.newOutputStream(channel);
      version.content().copyTo(out);
      channel.force(true);
    }
  }

  private Path place(Stored.Name name, Path partial) throws IOException {
    Path bucket = Files.createDirectories(root.resolve(name.bucket()), FOLDER);
    Path plain = RecoverNames.fileOf(bucket, name);
    if (plain != null && placed(partial, plain)) {
      return plain;
    }
    Path hidden = Files.createDirectories(bucket.resolve(RecoverNames.HIDDEN), FOLDER);
    Path file = hidden.resolve(String.valueOf(++numbered));
    Files.move(partial, file);
    return file;
  }

  /** False where the name, or a folder above it, is already that of another object. */
  private static boolean placed(Path partial, Path file) throws IOException {
    Path folder = file.getParent();
    try {
      if (folder != null) {
        Files.createDirectories(folder, FOLDER);
      }
      Files.move(partial, file);
      return true;
    } catch (FileAlreadyExistsException taken) {
      return false;
    } catch (FileSystemException e) {
      // A name that this file system cannot have, or a file where a folder is needed.
      return refuse(partial, e);
    }
  }

  private static boolean refuse(Path partial, IOException e) throws IOException {
    if (Files.exists(partial)) {
      return false;
    }
    throw e;
  }

  private void describe(Stored.Version version, String file) throws IOException {
    var members = new LinkedHashMap<String, Object>();
    members.put("file", file);
    members.put("bucket", version.name().bucket());
    members.put("key", version.name().key());
    members.put("versionId", version.name().versionId());
    members.put("latest", version.name().latest());
    members.put("size", version.sizeBytes());
    members.put("lastModified", version.lastModified().toString());
    members.put("etag", version.eTag());
    members.put("encryption", version.encryption());
    Description description = version.description();
    put(members, "cacheControl", description.cacheControl());
    put(members, "contentDisposition", description.contentDisposition());
    put(members, "contentEncoding", description.contentEncoding());
    put(members, "contentLanguage", description.contentLanguage());
    put(members, "contentType", description.contentType());
    put(members, "expires", description.expires());
    members.put("metadata", new TreeMap<>(description.metadata()));
    manifest.write(json.writeValueAsString(members) + "\n");
  }

  private static void put(Map<String, Object> members, String name, @Nullable String value) {
    if (value != null) {
      members.put(name, value);
    }
  }

  @Override
  public void close() throws IOException {
    manifest.close();
  }
}
