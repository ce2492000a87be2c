package dev.coffer.wire.form;

import dev.coffer.wire.http.Body;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A browser's form as far as it says what to do with its file, which is yet to be read.
 *
 * <p>Names compare without regard to case. Of fields with one name the values are joined by commas.
 * {@code ${filename}} has been replaced in all values but those of the policy and the signature.
 *
 * @param fields those before the file, in their order
 * @param file its size is not known before its end; reading it fails when the form does not end as
 *     it should, at the latest instead of the file's end
 */
public record Form(List<Field> fields, Body file) {
  /** What a form may hold besides its file, separators included. Source: "POST Object", 20 KB. */
  public static final int MAX_BYTES = 20 * 1024;

  /** How many fields a form may have. */
  public static final int MAX_FIELDS = 100;

  /**
   * One field.
   *
   * @param name as it came
   */
  public record Field(String name, String value) {
    /** The name as it is compared. */
    public String key() {
      return name.toLowerCase(Locale.ROOT);
    }
  }

  public Form {
    fields = List.copyOf(fields);
  }

  /** The value of a field, by its name in lower case. */
  public @Nullable String find(String key) {
    for (Field field : fields) {
      if (field.key().equals(key)) {
        return field.value;
      }
    }
    return null;
  }

  /** The same fields with the file as something else reads it. */
  public Form withFile(Body other) {
    return new Form(fields, other);
  }
}
