package dev.coffer.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.coffer.wire.form.Boundary;
import dev.coffer.wire.form.Form;
import dev.coffer.wire.form.FormReader;
import dev.coffer.wire.form.PostPolicy;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.sigv4.FormClaim;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Forms and their policies: read within their limits, or refused. */
class FormFuzzTest {
  private static final Boundary BOUNDARY = new Boundary("x");
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @FuzzTest
  void form(byte[] body) throws IOException {
    try {
      Form form = FormReader.read(new ByteArrayInputStream(body), BOUNDARY);
      byte[] file = form.file().stream().readAllBytes();
      requireWithin(form, body.length - file.length);
      requireThere(body, file);
      FormClaim.find(form);
    } catch (S3Exception _) {
      // refused, as it may be
    }
  }

  private static void requireWithin(Form form, int otherBytes) {
    if (otherBytes > Form.MAX_BYTES || form.fields().size() > Form.MAX_FIELDS) {
      throw new AssertionError("accepted " + otherBytes + " bytes besides the file");
    }
  }

  /** The file is a piece of the body, between two separators, and holds none. */
  private static void requireThere(byte[] body, byte[] file) {
    String all = new String(body, StandardCharsets.ISO_8859_1);
    String piece = new String(file, StandardCharsets.ISO_8859_1);
    if (!all.contains("\r\n\r\n" + piece + "\r\n--x") || piece.contains("\r\n--x")) {
      throw new AssertionError("the file is not what was sent");
    }
  }

  /** Read in whatever pieces, a form says the same. */
  @FuzzTest
  void pieces(byte[] body) throws IOException {
    byte[] whole = outcome(body, body.length + 1);
    for (int most : new int[] {1, 2, 3}) {
      if (!Arrays.equals(whole, outcome(body, most))) {
        throw new AssertionError("the pieces of " + most + " bytes decide");
      }
    }
  }

  private static byte[] outcome(byte[] body, int most) throws IOException {
    var source =
        new ByteArrayInputStream(body) {
          @Override
          public int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, most));
          }
        };
    try {
      return FormReader.read(source, BOUNDARY).file().stream().readAllBytes();
    } catch (S3Exception refusal) {
      return refusal.error().name().getBytes(StandardCharsets.UTF_8);
    }
  }

  @FuzzTest
  void policy(byte[] document) throws IOException {
    var form = new Form(List.of(new Form.Field("key", "k")), Body.of(new byte[3]));
    try {
      PostPolicy policy = PostPolicy.parse(Base64.getEncoder().encodeToString(document));
      policy.require(form, "b", NOW).file().stream().readAllBytes();
    } catch (S3Exception _) {
      // refused, as it may be
    }
  }

  @FuzzTest
  void contentType(byte[] value) {
    try {
      Boundary.of(new String(value, StandardCharsets.UTF_8));
    } catch (S3Exception _) {
      // refused, as it may be
    }
  }
}
