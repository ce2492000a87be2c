package dev.coffer.wire.form;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a form up to its file. What follows the file is looked at only to see that the form is
 * whole and has no second file. Source: "POST Object", where fields below the file are ignored.
 */
public final class FormReader {
  private static final String VARIABLE = "${filename}";
  private static final Set<String> VERBATIM = Set.of("policy", "x-amz-signature");

  private final PartScanner scanner;
  private final Map<String, Form.Field> fields = new LinkedHashMap<>();

  private FormReader(PartScanner scanner) {
    this.scanner = scanner;
  }

  /**
   * Reads the fields; the file is left in the stream.
   *
   * @throws S3Exception MalformedPOSTRequest, MaxPostPreDataLengthExceeded, InvalidArgument when
   *     there is no file
   */
  public static Form read(InputStream body, Boundary boundary) throws IOException {
    return new FormReader(new PartScanner(body, boundary)).form();
  }

  private Form form() throws IOException {
    text(); // a preamble, which says nothing
    while (scanner.next()) {
      PartHead head = PartHead.read(scanner);
      if (head.file()) {
        return form(head.fileName());
      }
      add(new Form.Field(head.name(), text()));
    }
    throw files(0);
  }

  private Form form(@Nullable String fileName) {
    List<Form.Field> filled = new ArrayList<>();
    for (Form.Field field : fields.values()) {
      filled.add(fileName == null ? field : filled(field, baseName(fileName)));
    }
    return new Form(filled, new Body(new FileInput(scanner), Body.UNKNOWN));
  }

  /** Repeated fields are one. Source: "POST Policy", on fields with the same name. */
  private void add(Form.Field field) {
    Form.Field before = fields.get(field.key());
    fields.put(
        field.key(),
        before == null
            ? field
            : new Form.Field(before.name(), before.value() + "," + field.value()));
    if (fields.size() > Form.MAX_FIELDS) {
      throw S3Error.MaxPostPreDataLengthExceeded.refusal();
    }
  }

  private String text() throws IOException {
    var bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[1024];
    for (int read = scanner.content(buffer, 0, buffer.length);
        read >= 0;
        read = scanner.content(buffer, 0, buffer.length)) {
      scanner.expend(read);
      bytes.write(buffer, 0, read);
    }
    return PartScanner.utf8(bytes.toByteArray());
  }

  private static Form.Field filled(Form.Field field, String fileName) {
    return VERBATIM.contains(field.key())
        ? field
        : new Form.Field(field.name(), field.value().replace(VARIABLE, fileName));
  }

  /** Without the path that some clients send, of either manner. */
  private static String baseName(String fileName) {
    int cut = Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\'));
    return fileName.substring(cut + 1);
  }

  static S3Exception files(int count) {
    return S3Error.InvalidArgument.because("POST requires exactly one file upload per request.")
        .with("ArgumentName", "file")
        .with("ArgumentValue", Integer.toString(count));
  }
}
