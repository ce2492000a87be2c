package dev.coffer.store.simulation;

import dev.coffer.wire.s3.S3Error;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a completion names of an upload: mostly what it has, now and then less, in another order, or
 * what it has not.
 *
 * @param consecutive whether the numbers must be, as in directory buckets
 */
record PartNames(List<Upload.Part> parts, boolean consecutive) {
  /** Every part but the last must be as large; some are not. */
  static final int LEAST_BYTES = 350;

  private static final String NOBODYS = "\"0123456789abcdef0123456789abcdef\"";

  PartNames {
    parts = List.copyOf(parts);
  }

  /** Of an upload that has parts. */
  static PartNames any(Upload upload, Contents contents, Kind kind, SplittableRandom random) {
    PartNames last = upload.lastNames();
    if (last != null && random.nextInt(3) == 0) {
      return last;
    }
    List<Upload.Part> parts = new ArrayList<>(upload.kept());
    var all = new PartNames(parts, kind == Kind.DIRECTORY);
    switch (random.nextInt(16)) {
      case 0 -> parts.set(0, nobodys(parts.getFirst()));
      case 1 ->
          parts.add(nobodys(new Upload.Part(Upload.NUMBERS + 1, 0, "", parts.getFirst().blob())));
      case 2 -> Collections.reverse(parts);
      case 3 -> parts.add(parts.getFirst());
      case 4, 5 -> parts.set(0, anyOf(parts.getFirst().number(), upload, random));
      case 6, 7 -> parts.remove(random.nextInt(parts.size()));
      default -> {
        return all.large(contents);
      }
    }
    return parts.isEmpty() ? all : new PartNames(parts, all.consecutive);
  }

  private static Upload.Part nobodys(Upload.Part part) {
    return new Upload.Part(part.number(), 0, NOBODYS, part.blob());
  }

  /** Maybe one that was replaced. */
  private static Upload.Part anyOf(int number, Upload upload, SplittableRandom random) {
    List<Upload.Part> all =
        upload.parts().stream().filter(part -> part.number() == number).toList();
    return all.get(random.nextInt(all.size()));
  }

  /** Without what is too small to be there, as far as numbers allow. */
  private PartNames large(Contents contents) {
    List<Upload.Part> large = new ArrayList<>();
    for (Upload.Part part : parts) {
      boolean last = part.equals(parts.getLast());
      if (last || consecutive || !small(part, contents)) {
        large.add(part);
      }
    }
    return new PartNames(large, consecutive);
  }

  private static boolean small(Upload.Part part, Contents contents) {
    return contents.of(part.origin()).length < LEAST_BYTES;
  }

  /** The numbers of the contents that it puts together. */
  List<Integer> origins() {
    return parts.stream().map(Upload.Part::origin).toList();
  }

  /** The refusals that it may meet while its upload goes on; without any it is right. */
  Set<S3Error> flaws(Contents contents) {
    if (!ordered()) {
      return EnumSet.of(S3Error.InvalidPartOrder);
    }
    Set<S3Error> flaws = EnumSet.noneOf(S3Error.class);
    if (!parts.stream().allMatch(PartNames::isWritten)) {
      flaws.add(S3Error.InvalidPart);
    }
    if (parts.subList(0, parts.size() - 1).stream().anyMatch(part -> small(part, contents))) {
      flaws.add(S3Error.EntityTooSmall);
    }
    return flaws;
  }

  /** Whether their numbers are as they must be. */
  boolean ordered() {
    int last = 0;
    for (Upload.Part part : parts) {
      if (part.number() <= last || (consecutive && part.number() != last + 1)) {
        return false;
      }
      last = part.number();
    }
    return true;
  }

  /** The one that it names with that number, which some refusals tell. */
  Upload.Part require(@Nullable String number) {
    return parts.stream()
        .filter(part -> String.valueOf(part.number()).equals(number))
        .findFirst()
        .orElseThrow();
  }

  /** Whether nothing else of the upload has the same bytes. */
  boolean only(Upload upload) {
    return upload.parts().stream()
        .noneMatch(each ->
            parts.stream()
                .anyMatch(
                    part -> part.origin() == each.origin() && !part.eTag().equals(each.eTag())));
  }

  static boolean isWritten(Upload.Part part) {
    return !part.eTag().equals(NOBODYS);
  }
}
