package dev.coffer.store.bucket;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The zones that directory buckets can be in. A store is one place, so a zone is nothing but a
 * name.
 *
 * <p>Ids are Amazon's: {@code use1-az4}, or {@code usw2-lax1-az1} for a local zone.
 *
 * @param ids in the order in which they were said, at least one
 */
public record Zones(List<String> ids) {
  private static final Pattern AVAILABILITY_ZONE = Pattern.compile("[a-z]{2,6}[0-9]-az[0-9]{1,2}");
  private static final Pattern LOCAL_ZONE =
      Pattern.compile("[a-z]{2,6}[0-9]-[a-z]{3}[0-9]-az[0-9]{1,2}");
  private static final Pattern REGION =
      Pattern.compile(
          "(?<place>[a-z]{2})-(?<gov>gov-|iso[a-z]?-)?(?<north>north|south|central)?"
              + "(?<east>east|west)?-(?<number>[0-9])");
  private static final Map<String, String> FIRST = Map.of("us-east-1", "use1-az4");

  public Zones {
    ids = List.copyOf(ids);
    if (ids.isEmpty() || !ids.stream().allMatch(Zones::isId)) {
      throw new IllegalArgumentException("zones have ids like use1-az4 or usw2-lax1-az1");
    }
  }

  /** Whether a text is the id of a zone. */
  public static boolean isId(String text) {
    return AVAILABILITY_ZONE.matcher(text).matches() || LOCAL_ZONE.matcher(text).matches();
  }

  /**
   * One zone whose id follows from the Region as Amazon's do: the first of Northern Virginia that
   * Amazon has directory buckets in is {@code use1-az4}, of the others it is taken for number 1.
   */
  public static Zones of(String region) {
    return new Zones(List.of(FIRST.getOrDefault(region, first(region))));
  }

  private static String first(String region) {
    Matcher parts = REGION.matcher(region);
    return parts.matches()
        ? parts.group("place")
            + initial(parts.group("gov"))
            + initial(parts.group("north"))
            + initial(parts.group("east"))
            + parts.group("number")
            + "-az1"
        : "use1-az4";
  }

  private static String initial(@Nullable String word) {
    return word == null ? "" : word.substring(0, 1);
  }

  /** Whether buckets can be in it. */
  boolean has(String id) {
    return ids.contains(id);
  }

  /** What kind of place a zone is. */
  static ZoneType type(String id) {
    return LOCAL_ZONE.matcher(id).matches() ? ZoneType.LOCAL_ZONE : ZoneType.AVAILABILITY_ZONE;
  }
}
