package dev.coffer.store.simulation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Contents by number, each like no other and of a size like no other, of which some fit in a row;
 * and which versions may have which of them.
 */
final class Contents {
  private static final int[] SIZES = {400, 20_000, 2000, 70_000};

  /** Of a stretch, in bytes, so that it can be read from within; many are twice as long. */
  private static final int LEAST = 150;

  private final long salt;
  private final List<byte[]> all = new ArrayList<>();
  private final Set<Integer> sizes = new HashSet<>();
  private final Set<Version> begun = new HashSet<>();
  private final Map<Integer, Place> stretches = new HashMap<>();
  private final Map<Integer, Integer> grewFrom = new TreeMap<>();
  private final Map<List<Integer>, Integer> joined = new HashMap<>();

  Contents(long salt) {
    this.salt = salt;
    all.add(new byte[0]);
  }

  /** A new version with a new content. */
  Version next() {
    return begun(new Version(add(), all.size() - 1));
  }

  /** A new version with the content of another. */
  Version copyOf(int origin) {
    return begun(new Version(add(), origin));
  }

  /** A number for the object of an upload. */
  int upload() {
    return add();
  }

  /** A new content for a part. */
  int part() {
    return add();
  }

  /**
   * That object, if those contents are what it gets, one after another; empty when something else
   * has its size.
   */
  Optional<Version> joined(int upload, List<Integer> origins) {
    return number(origins).map(origin -> begun(new Version(upload, origin)));
  }

  private Optional<Integer> number(List<Integer> origins) {
    Integer known = origins.size() == 1 ? origins.getFirst() : joined.get(origins);
    if (known != null) {
      return Optional.of(known);
    }
    var whole = new ByteArrayOutputStream();
    origins.forEach(origin -> whole.writeBytes(of(origin)));
    if (sizes.contains(whole.size())) {
      return Optional.empty();
    }
    joined.put(List.copyOf(origins), add(whole.toByteArray()));
    return Optional.of(all.size() - 1);
  }

  /** Where a stretch of a content that was written begins. */
  private record Place(int origin, int firstByte) {}

  /**
   * A stretch of a content.
   *
   * @param origin its number as a content
   */
  record Stretch(int origin, int firstByte, int lastByte) {}

  /** One that begins where none has begun yet; empty where there is no room for it. */
  Optional<Stretch> stretch(int of, SplittableRandom random) {
    byte[] whole = all.get(of);
    int sizeBytes = LEAST + random.nextInt(LEAST);
    while (sizes.contains(sizeBytes)) {
      sizeBytes++;
    }
    Place begin = stretches.getOrDefault(of, new Place(of, 0));
    int first = 1 + random.nextInt(LEAST);
    while (stretches.containsValue(new Place(begin.origin(), begin.firstByte() + first))) {
      first++;
    }
    int end = first + sizeBytes;
    if (end > whole.length) {
      return Optional.empty();
    }
    int number = add(Arrays.copyOfRange(whole, first, end));
    stretches.put(number, new Place(begin.origin(), begin.firstByte() + first));
    return Optional.of(new Stretch(number, first, end - 1));
  }

  /** A content that begins with another, and goes on with what is like no other. */
  int grown(int from) {
    byte[] before = of(from);
    int number = all.size();
    int sizeBytes = before.length + SIZES[(number + 1) % SIZES.length];
    while (sizes.contains(sizeBytes)) {
      sizeBytes++;
    }
    byte[] content = new byte[sizeBytes];
    new SplittableRandom(salt + number).nextBytes(content);
    System.arraycopy(before, 0, content, 0, before.length);
    grewFrom.put(number, from);
    return add(content);
  }

  /** What that content has behind the one that it grew from. */
  byte[] added(int grown) {
    int from = requireNonNull(grewFrom.get(grown));
    return Arrays.copyOfRange(of(grown), of(from).length, of(grown).length);
  }

  /** A number for a delete marker. */
  Version marker() {
    return Version.marker(add());
  }

  private Version begun(Version version) {
    begun.add(version);
    return version;
  }

  private int add() {
    int number = all.size();
    int sizeBytes = SIZES[number % SIZES.length] + number;
    while (sizes.contains(sizeBytes)) {
      sizeBytes++;
    }
    byte[] content = new byte[sizeBytes];
    new SplittableRandom(salt + number).nextBytes(content);
    return add(content);
  }

  private int add(byte[] content) {
    all.add(content);
    sizes.add(content.length);
    return all.size() - 1;
  }

  byte[] of(int origin) {
    return all.get(origin);
  }

  /** Whose size that is. */
  int origin(long size) {
    for (int number = 1; number < all.size(); number++) {
      if (all.get(number).length == size) {
        return number;
      }
    }
    throw new AssertionError("nobody wrote " + size + " bytes");
  }

  /**
   * The versions of that number whose contents have these bytes there: one, unless parts of uploads
   * come in several.
   */
  List<Version> versions(int id, byte[] bytes, Extent extent) {
    assertThat(bytes).isNotEmpty();
    List<Version> found = new ArrayList<>();
    begun.stream()
        .filter(version -> version.id() == id && extent.is(bytes, of(version.origin())))
        .forEach(found::add);
    grewFrom.keySet().stream()
        .filter(number -> extent.is(bytes, of(number)) && grew(id, number))
        .forEach(number -> found.add(new Version(id, number)));
    if (found.isEmpty()) {
      throw new AssertionError("bytes that nobody wrote into version " + id);
    }
    return found;
  }

  /** Whether the version of that number may have grown to that content. */
  private boolean grew(int id, int number) {
    Integer from = grewFrom.get(number);
    return from != null
        && (begun.stream().anyMatch(each -> each.id() == id && each.origin() == from)
            || grew(id, from));
  }
}
