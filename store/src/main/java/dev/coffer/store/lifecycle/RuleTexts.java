package dev.coffer.store.lifecycle;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.store.lifecycle.Rule.Form;
import dev.coffer.wire.s3.LifecycleConfiguration;
import dev.coffer.wire.s3.LifecycleConfiguration.AbortIncompleteMultipartUpload;
import dev.coffer.wire.s3.LifecycleConfiguration.Expiration;
import dev.coffer.wire.s3.LifecycleConfiguration.NoncurrentVersionExpiration;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rules as documents say them. Limits: {@value #MAX_RULES} rules that fit into a row of {@value
 * #MAX_BYTES} bytes, {@value #MAX_ID} characters of an id.
 *
 * <p>A document whose first rule has a filter is of Amazon's second version and knows no prefix of
 * a rule; one whose first rule has a prefix is of the first, and knows no filter. Source: Amazon S3
 * API Reference, PutBucketLifecycleConfiguration, "Error responses"; answers that clients recorded.
 */
public final class RuleTexts {
  static final int MAX_RULES = 1000;
  static final int MAX_ID = 255;
  static final int MAX_BYTES = 64_000;

  /** No calendar goes further, and its milliseconds still are a number. */
  private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

  private RuleTexts() {}

  /**
   * Rules that a client puts.
   *
   * @param entropy for ids of rules without one
   * @throws S3Exception MalformedXML, InvalidArgument, InvalidRequest
   */
  public static LifecycleRules read(LifecycleConfiguration document, Entropy entropy) {
    if (document.rules().isEmpty() || document.rules().size() > MAX_RULES) {
      throw malformed();
    }
    requireIds(document);
    boolean second = document.rules().getFirst().filter() != null;
    List<Rule> rules = new ArrayList<>();
    for (LifecycleConfiguration.Rule said : document.rules()) {
      rules.add(rule(said, second, entropy));
    }
    if (!second) {
      Overlaps.refuse(rules);
    }
    var read = new LifecycleRules(rules);
    if (read.encode().size() > MAX_BYTES) {
      throw malformed();
    }
    return read;
  }

  private static void requireIds(LifecycleConfiguration document) {
    var ids = new HashSet<String>();
    for (LifecycleConfiguration.Rule said : document.rules()) {
      String id = said.id();
      if (id != null && id.length() > MAX_ID) {
        throw argument("ID length should not exceed allowed limit of " + MAX_ID);
      }
      if (id != null && !id.isEmpty() && !ids.add(id)) {
        throw argument("Rule ID must be unique. Found same ID for more than one rule");
      }
    }
  }

  private static Rule rule(LifecycleConfiguration.Rule said, boolean second, Entropy entropy) {
    if (!said.status().equals("Enabled") && !said.status().equals("Disabled")) {
      throw malformed();
    }
    Form form = FilterTexts.form(said, second);
    Selector selector = FilterTexts.selector(said);
    Rule rule =
        new Rule(
            id(said.id(), entropy),
            said.status().equals("Enabled"),
            form,
            selector,
            expiration(said.expiration()),
            earlier(said.noncurrentVersionExpiration(), second),
            uploadDays(said.abortIncompleteMultipartUpload()));
    requireAction(rule);
    requireFits(rule);
    return rule;
  }

  private static void requireAction(Rule rule) {
    if (Stream.of(rule.expiration() != null, rule.earlier() != null, rule.uploadDays() != null)
        .noneMatch(Boolean::booleanValue)) {
      throw request("At least one action needs to be specified in a rule");
    }
  }

  /** Markers and uploads have neither tags nor a size. */
  private static void requireFits(Rule rule) {
    if (rule.expiration() instanceof Rule.Expiration.LonelyMarkers) {
      requireByKey(rule.selector(), "ExpiredObjectDeleteMarker");
    }
    if (rule.uploadDays() != null) {
      requireByKey(rule.selector(), "AbortIncompleteMultipartUpload");
    }
  }

  private static void requireByKey(Selector selector, String action) {
    if (!selector.tags().isEmpty()) {
      throw request(action + " cannot be specified with Tags.");
    }
    if (selector.bySize()) {
      throw request(action + " cannot be specified with Object Size.");
    }
  }

  /** Without one: 48 characters that stand for a random UUID, as Amazon's do. */
  private static String id(@Nullable String said, Entropy entropy) {
    if (said != null && !said.isEmpty()) {
      return said;
    }
    byte[] random = entropy.bytes(16);
    random[6] = (byte) ((random[6] & 0x0f) | 0x40);
    random[8] = (byte) ((random[8] & 0x3f) | 0x80);
    ByteBuffer bits = ByteBuffer.wrap(random);
    String text = new UUID(bits.getLong(), bits.getLong()).toString();
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static Rule.@Nullable Expiration expiration(@Nullable Expiration said) {
    if (said == null) {
      return null;
    }
    Integer days = said.days();
    Instant date = said.date();
    Boolean markers = said.expiredObjectDeleteMarker();
    if (Stream.of(days != null, date != null, markers != null).filter(is -> is).count() != 1) {
      throw malformed();
    }
    if (days != null) {
      return new Rule.Expiration.Days(positive(days, "Days", "Expiration"));
    }
    return date != null
        ? new Rule.Expiration.At(midnight(date))
        : new Rule.Expiration.LonelyMarkers(Boolean.TRUE.equals(markers));
  }

  private static Instant midnight(Instant date) {
    if (!date.truncatedTo(ChronoUnit.DAYS).equals(date)) {
      throw argument("'Date' must be at midnight GMT");
    }
    if (date.isAfter(END) || date.isBefore(Instant.EPOCH)) {
      throw malformed();
    }
    return date;
  }

  private static Rule.@Nullable Earlier earlier(
      @Nullable NoncurrentVersionExpiration said, boolean second) {
    if (said == null) {
      return null;
    }
    Integer days = said.noncurrentDays();
    Integer kept = said.newerNoncurrentVersions();
    if (days == null) {
      throw malformed();
    }
    if (kept != null && !second) {
      throw request("NewerNoncurrentVersions element can only be used in Lifecycle V2.");
    }
    String action = "NoncurrentVersionExpiration";
    return new Rule.Earlier(
        positive(days, "NoncurrentDays", action),
        kept == null ? null : positive(kept, "NewerNoncurrentVersions", action));
  }

  private static @Nullable Integer uploadDays(@Nullable AbortIncompleteMultipartUpload said) {
    if (said == null) {
      return null;
    }
    Integer days = said.daysAfterInitiation();
    if (days == null) {
      throw malformed();
    }
    return positive(days, "DaysAfterInitiation", "AbortIncompleteMultipartUpload");
  }

  private static int positive(int number, String element, String action) {
    if (number < 1) {
      throw argument("'" + element + "' for " + action + " action must be a positive integer");
    }
    return number;
  }

  static S3Exception malformed() {
    return S3Error.MalformedXML.refusal();
  }

  private static S3Exception argument(String text) {
    return S3Error.InvalidArgument.because(text);
  }

  static S3Exception request(String text) {
    return S3Error.InvalidRequest.because(text);
  }
}
