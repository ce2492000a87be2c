package dev.coffer.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What can become of the files of a data folder. */
final class Damage {
  /** Kinds of files by the paths that they have in a data folder; the first that fits. */
  private static final Map<String, String> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("rows: log", "meta/rows/\\d+\\.log");
    KINDS.put("rows: manifest", "meta/rows/MANIFEST-\\d+");
    KINDS.put("rows: CURRENT", "meta/rows/CURRENT");
    KINDS.put("rows: table", "meta/rows/\\d+\\.sst");
    KINDS.put("rows: OPTIONS", "meta/rows/OPTIONS-\\d+");
    KINDS.put("rows: IDENTITY", "meta/rows/IDENTITY");
    KINDS.put("rows: mark", "meta/written");
    KINDS.put("blob", "blobs/blobs/.*/[0-9a-f]{32}");
    KINDS.put("blobs: reserved", "blobs/sessions/.*");
    KINDS.put("blobs: last session", "blobs/last-session(\\.copy)?");
    KINDS.put("blobs: format", "blobs/format");
    KINDS.put("root key file", "keys/root\\.json");
    KINDS.put("key file", "keys/root\\.key");
    KINDS.put("trail of KMS keys", "audit/kms-.*");
    KINDS.put("trail of data keys", "audit/objects-.*");
    KINDS.put("first credentials", "first-run\\.env");
    KINDS.put("words of RocksDB", "meta/rows/LOG.*");
    KINDS.put("lock", ".*(lock|LOCK)");
  }

  private static final List<String> FOLDERS =
      List.of("meta/rows", "meta", "blobs/blobs", "blobs/sessions", "blobs", "keys", "audit");

  /** What a kill leaves otherwise than a stop does. */
  private static final List<String> KILLED =
      List.of("rows: log", "rows: manifest", "rows: CURRENT", "rows: mark", "blobs: reserved");

  /** Whose damage changes nothing that is read, or is found elsewhere. */
  private static final List<String> LITTLE =
      List.of(
          "rows: OPTIONS",
          "rows: IDENTITY",
          "words of RocksDB",
          "first credentials",
          "trail of KMS keys",
          "trail of data keys");

  private Damage() {}

  /**
   * A file or folder that is to be damaged.
   *
   * @param store the data folder that it lies in
   * @param other of the same kind, to be exchanged with; itself when there is none
   */
  record Target(Path store, String kind, String path, String other, long size) {
    /** The first cells of its row in the table. */
    String row(Mutation mutation) {
      String place = mutation.place().isEmpty() ? "" : ", " + mutation.place();
      return kind + " | " + store.getFileName() + " " + path + " | " + mutation.what() + place;
    }

    boolean isFolder() {
      return kind.equals("folder");
    }
  }

  /** A change of a file. */
  record Mutation(String what, String place, Work work) {
    void in(Path data, Target target) throws IOException {
      work.on(data.resolve(target.path()), data.resolve(target.other()));
    }
  }

  /** Does the damage. */
  @FunctionalInterface
  interface Work {
    void on(Path file, Path other) throws IOException;
  }

  static List<Target> targets(Path stopped, Path killed, boolean full) throws IOException {
    var targets = new ArrayList<Target>();
    targets.addAll(targets(stopped, full ? 2 : 1));
    for (Target target : targets(killed, full ? 2 : 1)) {
      if (KILLED.contains(target.kind())) {
        targets.add(target);
      }
    }
    for (Path store : List.of(stopped, killed)) {
      for (String path : full ? FOLDERS : FOLDERS.subList(0, 1)) {
        targets.add(new Target(store, "folder", path, path, 0));
      }
    }
    return targets;
  }

  private static List<Target> targets(Path store, int most) throws IOException {
    Map<String, List<Path>> byKind = new LinkedHashMap<>();
    KINDS.keySet().forEach(kind -> byKind.put(kind, new ArrayList<>()));
    try (Stream<Path> files = Files.walk(store)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path path = store.relativize(file);
        if (!path.startsWith("meta/native")) {
          byKind.get(kind(path.toString())).add(path);
        }
      }
    }
    byKind.remove("lock"); // They are empty.
    if (most == 1) {
      byKind.keySet().removeAll(LITTLE);
    }
    var targets = new ArrayList<Target>();
    for (Map.Entry<String, List<Path>> kind : byKind.entrySet()) {
      List<Path> paths = kind.getValue();
      paths.sort(Comparator.comparingLong((Path path) -> -size(store.resolve(path))));
      for (int i = 0; i < Math.min(most, paths.size()); i++) {
        // The largest, then the smallest.
        Path path = paths.get(i == 0 ? 0 : paths.size() - i);
        Path other = paths.get(paths.size() > 1 ? paths.indexOf(path) == 0 ? 1 : 0 : 0);
        targets.add(
            new Target(
                store,
                kind.getKey(),
                path.toString(),
                other.toString(),
                size(store.resolve(path))));
      }
    }
    return targets;
  }

  private static String kind(String path) {
    return KINDS.entrySet().stream()
        .filter(kind -> path.matches(kind.getValue()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a file of no known kind: " + path));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static List<Mutation> mutations(Target target, boolean full) {
    if (target.isFolder()) {
      return List.of(new Mutation("remove", "", (file, _) -> removeAll(file)));
    }
    var mutations = new ArrayList<Mutation>();
    int size = (int) target.size();
    places(size, full)
        .forEach((place, at) -> {
          if (at >= 0 && at < size) {
            mutations.add(new Mutation("flip a bit", place, (file, _) -> flip(file, at)));
          }
        });
    if (target.kind().equals("blobs: last session")) {
      // An earlier session's number, in digits.
      mutations.add(new Mutation("flip a bit", "lowest digit", (file, _) -> lower(file)));
    }
    if (size > 1) {
      mutations.add(new Mutation("cut", "to half", (file, _) -> cut(file, size / 2)));
    }
    if (size > 0 && full) {
      mutations.add(new Mutation("cut", "to nothing", (file, _) -> cut(file, 0)));
      mutations.add(new Mutation("cut", "last byte", (file, _) -> cut(file, size - 1)));
      mutations.add(new Mutation("zeros", "from the middle", (file, _) -> zeros(file, size / 2)));
    }
    mutations.add(new Mutation("remove", "", (file, _) -> Files.delete(file)));
    if (!target.other().equals(target.path())) {
      mutations.add(new Mutation("exchange", "", Damage::exchange));
    }
    return mutations;
  }

  private static Map<String, Integer> places(int size, boolean full) {
    Map<String, Integer> places = new LinkedHashMap<>();
    places.put("middle", size / 2);
    places.put("last byte", size - 1);
    if (full) {
      places.put("first byte", 0);
      places.put("byte 9", 9);
      places.put("byte 30", 30);
      places.put("a quarter", size / 4);
      places.put("three quarters", size / 4 * 3);
      places.put("60 before the end", size - 60);
      places.put("20 before the end", size - 20);
    }
    return places;
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= (byte) (1 << (at % Byte.SIZE));
    Files.write(file, bytes);
  }

  private static void lower(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 2] ^= 2;
    Files.write(file, bytes);
  }

  private static void cut(Path file, int size) throws IOException {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), size));
  }

  private static void zeros(Path file, int from) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, from, Math.min(bytes.length, from + 4096), (byte) 0);
    Files.write(file, bytes);
  }

  private static void exchange(Path file, Path other) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Files.readAllBytes(other));
    Files.write(other, bytes);
  }

  static void removeAll(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> below = Files.walk(folder)) {
        for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
