package dev.coffer.store.tag;

import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.http.Query;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Tag;
import dev.coffer.wire.s3.Tagging;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What tags may be: 10 of an object, 50 of a bucket, keys of 1 to 128 and values of 0 to 256
 * characters of UTF-16.
 *
 * <p>Tags are judged one after another and counted last, as Amazon does. Source: Amazon S3 User
 * Guide, "Categorizing your storage using tags"; answers that clients recorded.
 */
public final class TagRules {
  static final int MOST_OF_OBJECT = 10;
  static final int MOST_OF_BUCKET = 50;
  static final int MAX_KEY = 128;
  static final int MAX_VALUE = 256;

  private static final String HEADER = "x-amz-tagging";
  private static final Pattern TEXT = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
  private static final String RESERVED = "aws:";

  private TagRules() {}

  /** The tags of a document that is put to an object. */
  public static Tags ofObject(Tagging document) {
    return object(document.tagSet().tags());
  }

  /** The tags of a document that is put to a bucket. */
  public static Tags ofBucket(Tagging document) {
    return bucket(
        document.tagSet().tags(),
        tag ->
            invalid("System tags cannot be added/updated by requester").with("TagKey", tag.key()));
  }

  /** The tags with which a bucket is made. */
  public static Tags ofNewBucket(List<Tag> tags) {
    return bucket(
        tags,
        tag ->
            invalid(
                "User-defined tag keys can't start with \"aws:\". This prefix is reserved for"
                    + " system tags. Remove \"aws:\" from your tag keys and try again."));
  }

  /** The tags of a header: a query string, which holds no key twice. */
  public static Tags ofHeader(@Nullable String header) {
    if (header == null || header.isEmpty()) {
      return Tags.NONE;
    }
    List<Tag> tags = parse(header);
    Set<String> keys = new HashSet<>();
    for (Tag tag : tags) {
      if (tag.key().isEmpty()
          || !keys.add(tag.key())
          || !TEXT.matcher(tag.key()).matches()
          || !TEXT.matcher(tag.value()).matches()) {
        throw malformed(header);
      }
    }
    return object(tags);
  }

  private static List<Tag> parse(String header) {
    try {
      return Query.parse(header).parameters().stream()
          .map(parameter -> new Tag(parameter.name(), parameter.value()))
          .toList();
    } catch (MalformedMessage _) {
      throw malformed(header);
    }
  }

  private static S3Exception malformed(String header) {
    return S3Error.InvalidArgument.because(
            "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query"
                + " parameters without tag name duplicates.")
        .with("ArgumentName", HEADER)
        .with("ArgumentValue", header);
  }

  /** How a key is refused that begins as Amazon's own do. */
  private interface Reserved {
    S3Exception refusal(Tag tag);
  }

  private static Tags object(List<Tag> tags) {
    Reserved reserved =
        tag -> invalid("Your TagKey cannot be prefixed with aws:").with("TagKey", tag.key());
    return checked(tags, MOST_OF_OBJECT, "Object tags cannot be greater than 10", reserved);
  }

  private static Tags bucket(List<Tag> tags, Reserved reserved) {
    return checked(tags, MOST_OF_BUCKET, "Bucket tag count cannot be greater than 50", reserved);
  }

  private static Tags checked(List<Tag> tags, int most, String tooMany, Reserved reserved) {
    var keys = new HashSet<String>();
    for (Tag tag : tags) {
      require(tag, keys, reserved);
    }
    if (tags.size() > most) {
      throw S3Error.BadRequest.because(tooMany);
    }
    return new Tags(tags);
  }

  private static void require(Tag tag, Set<String> keys, Reserved reserved) {
    if (!keys.add(tag.key())) {
      throw invalid("Cannot provide multiple Tags with the same key").with("TagKey", tag.key());
    }
    if (tag.key().startsWith(RESERVED)) {
      throw reserved.refusal(tag);
    }
    if (tag.key().isEmpty() || !fits(tag.key(), MAX_KEY)) {
      throw invalid("The TagKey you have provided is invalid").with("TagKey", tag.key());
    }
    if (!fits(tag.value(), MAX_VALUE)) {
      throw invalid("The TagValue you have provided is invalid")
          .with("TagKey", tag.key())
          .with("TagValue", tag.value());
    }
  }

  private static boolean fits(String text, int max) {
    return text.length() <= max && TEXT.matcher(text).matches();
  }

  private static S3Exception invalid(String text) {
    return S3Error.InvalidTag.because(text);
  }
}
