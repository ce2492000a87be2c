package dev.coffer.store.object;

import dev.coffer.wire.http.Percent;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The arguments that several listings and uploads share, checked as Amazon does. */
final class Arguments {
  /** No page of a listing has more lines. */
  static final int MAX_PAGE = 1000;

  static final int MAX_PART_NUMBER = 10_000;

  private Arguments() {}

  static S3Exception invalid(String message, String name, String value) {
    return S3Error.InvalidArgument.because(message)
        .with("ArgumentName", name)
        .with("ArgumentValue", value);
  }

  /** How many lines a page may have: what was asked for, 1000 at most. */
  static int pageSize(String name, @Nullable Integer asked) {
    return Math.min(notNegative(name, asked, MAX_PAGE), MAX_PAGE);
  }

  static int notNegative(String name, @Nullable Integer asked, int otherwise) {
    if (asked == null) {
      return otherwise;
    }
    if (asked < 0) {
      throw invalid(
          "Argument " + name + " must be an integer between 0 and 2147483647",
          name,
          asked.toString());
    }
    return asked;
  }

  static int partNumber(int partNumber) {
    if (partNumber < 1 || partNumber > MAX_PART_NUMBER) {
      throw invalid(
          "Part number must be an integer between 1 and 10000, inclusive",
          "partNumber",
          Integer.toString(partNumber));
    }
    return partNumber;
  }

  /** How keys are written in the answer: as they are, or percent-coded for XML's sake. */
  static UnaryOperator<String> encoding(@Nullable String encodingType) {
    if (encodingType == null || encodingType.isEmpty()) {
      return UnaryOperator.identity();
    }
    if (!encodingType.equals("url")) {
      throw invalid("Invalid Encoding Method specified in Request", "encoding-type", encodingType);
    }
    // In a form a space is a plus; a percent sign of the text itself is coded.
    return text -> Percent.encodePath(text).replace("%20", "+");
  }

  static @Nullable String coded(UnaryOperator<String> encoding, @Nullable String text) {
    return text == null || text.isEmpty() ? null : encoding.apply(text);
  }

  static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** The one optional attribute there is says nothing about objects that need no restoring. */
  static void requireKnownOptionalAttributes(@Nullable String attributes) {
    if (attributes != null && !attributes.equals("RestoreStatus")) {
      throw invalid(
          "Invalid attribute name specified", "x-amz-optional-object-attributes", attributes);
    }
  }
}
