package dev.coffer.store.object;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.coffer.wire.form.Boundary;
import dev.coffer.wire.form.FormReader;
import dev.coffer.wire.http.Body;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** A file as it lies in a browser's form: its end is known when it is reached. */
final class PostedFile {
  private static final String BOUNDARY = "a-boundary-of-a-form";

  private PostedFile() {}

  static Body of(byte[] content) throws IOException {
    var form = new ByteArrayOutputStream();
    form.writeBytes(
        "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n"
            .formatted(BOUNDARY)
            .getBytes(US_ASCII));
    form.writeBytes(content);
    form.writeBytes("\r\n--%s--\r\n".formatted(BOUNDARY).getBytes(US_ASCII));
    Boundary boundary = Boundary.of("multipart/form-data; boundary=" + BOUNDARY);
    return FormReader.read(new ByteArrayInputStream(form.toByteArray()), boundary).file();
  }
}
