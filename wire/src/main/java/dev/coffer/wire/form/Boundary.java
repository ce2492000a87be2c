package dev.coffer.wire.form;

import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What separates the parts of a form: 1 to 70 of the characters that RFC 2046 §5.1.1 allows, the
 * last of them no space.
 */
public record Boundary(String text) {
  private static final String FORM = "multipart/form-data";
  private static final Pattern ALLOWED =
      Pattern.compile("[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]");

  /**
   * Checks the characters.
   *
   * @throws S3Exception MalformedPOSTRequest
   */
  public Boundary {
    if (!ALLOWED.matcher(text).matches()) {
      throw S3Error.MalformedPOSTRequest.refusal();
    }
  }

  /** Whether a Content-Type announces a form. */
  public static boolean announcedBy(String contentType) {
    String word = contentType.split(";", 2)[0].strip();
    return word.equalsIgnoreCase(FORM);
  }

  /**
   * Reads the Content-Type of a form.
   *
   * @throws S3Exception MalformedPOSTRequest when it names no boundary
   */
  public static Boundary of(String contentType) {
    try {
      @Nullable String text = Parameters.parse(contentType).find("boundary");
      return new Boundary(text == null ? "" : text);
    } catch (MalformedMessage _) {
      throw S3Error.MalformedPOSTRequest.refusal();
    }
  }
}
