package dev.coffer.wire.form;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormReaderTest {
  private static final Boundary BOUNDARY = new Boundary("--xX");

  /** Starts like the separator at every length, and with all kinds of line ends. */
  private static final String NASTY =
      "\r\n\r\r\n-\r\n--\r\n----\r\n----x\r\n----xx\n----xX\r----xX----xX--\r\n---xX\r";

  // ---- a form and its parts

  private static String part(String disposition, String content) {
    return "----xX\r\nContent-Disposition: " + disposition + "\r\n\r\n" + content + "\r\n";
  }

  private static String field(String name, String value) {
    return part("form-data; name=\"" + name + "\"", value);
  }

  private static String file(String content) {
    return part("form-data; name=\"file\"; filename=\"photo.jpg\"", content);
  }

  private static final String END = "----xX--\r\n";

  private static byte[] read(String form) throws IOException {
    return read(new ByteArrayInputStream(form.getBytes(UTF_8)));
  }

  private static byte[] read(InputStream form) throws IOException {
    return FormReader.read(form, BOUNDARY).file().stream().readAllBytes();
  }

  private static Form form(String form) throws IOException {
    return FormReader.read(new ByteArrayInputStream(form.getBytes(UTF_8)), BOUNDARY);
  }

  private static void refused(String form, S3Error error) {
    assertThatThrownBy(() -> read(form))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  /** Gives at most so many bytes at once. */
  private static InputStream drop(byte[] bytes, int most) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, most));
      }
    };
  }

  // ---- what is read

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 4096, 65_535, 65_536, 1 << 20})
  void aFileComesOutAsItWentIn(int most) throws IOException {
    byte[] random = new byte[200_000];
    new Random(most).nextBytes(random);
    var content = new ByteArrayOutputStream();
    for (byte[] piece : new byte[][] {NASTY.getBytes(UTF_8), random, NASTY.getBytes(UTF_8)}) {
      content.write(piece);
    }
    var body = new ByteArrayOutputStream();
    body.write((field("key", "a") + "----xX\r\n").getBytes(UTF_8));
    body.write("Content-Disposition: form-data; name=file\r\n\r\n".getBytes(UTF_8));
    body.write(content.toByteArray());
    body.write(("\r\n" + END).getBytes(UTF_8));

    Form form = FormReader.read(drop(body.toByteArray(), most), BOUNDARY);

    assertThat(form.find("key")).isEqualTo("a");
    byte[] read = most < 8 ? oneByOne(form.file().stream()) : form.file().stream().readAllBytes();
    assertThat(Arrays.equals(read, content.toByteArray())).isTrue();
  }

  private static byte[] oneByOne(InputStream stream) throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int b = stream.read(); b >= 0; b = stream.read()) {
      bytes.write(b);
    }
    return bytes.toByteArray();
  }

  @Test
  void theFileIsNotReadBeforeItIsAskedFor() throws IOException {
    byte[] body = (field("key", "a") + file("x".repeat(1_000_000)) + END).getBytes(UTF_8);
    var source = new ByteArrayInputStream(body);
    FormReader.read(source, BOUNDARY);
    assertThat(source.available()).isGreaterThan(900_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_520, 65_535, 65_536, 65_537})
  void filesOfAwkwardSizesEndWhereTheyEnd(int sizeBytes) throws IOException {
    String content = "x".repeat(sizeBytes);
    assertThat(read(file(content) + END)).asString(UTF_8).isEqualTo(content);
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] whole =
        (field("key", "a") + file("content") + field("late", "b") + "----xX--").getBytes(UTF_8);
    assertThat(read(new ByteArrayInputStream(whole))).asString(UTF_8).isEqualTo("content");
    for (int length = 0; length < whole.length; length++) {
      InputStream cut = new ByteArrayInputStream(whole, 0, length);
      assertThatThrownBy(() -> read(cut)).as("%d bytes", length).isInstanceOf(S3Exception.class);
    }
  }

  @Test
  void aFailureIsNotForgotten() throws IOException {
    InputStream file = form(file("content") + "----xX\r\n").file().stream();
    assertThat(file.readNBytes(7)).hasSize(7);
    assertThatThrownBy(file::read).isInstanceOf(S3Exception.class);
    assertThatThrownBy(file::read).isInstanceOf(S3Exception.class);
  }

  @ParameterizedTest
  @MethodSource("readable")
  void whatTheRulesAllowIsRead(String form) throws IOException {
    assertThat(read(form)).asString(UTF_8).isEqualTo("content");
  }

  static Stream<String> readable() {
    String file = file("content");
    return Stream.of(
        file + END,
        file + "----xX--",
        file + "----xX--  \r\nan epilogue\r\n----xX",
        "a preamble\r\n" + file + END,
        "\r\n" + file + END,
        file.replace("----xX\r\n", "----xX \t\r\n") + END,
        file.replace("Content-Disposition: ", "CONTENT-DISPOSITION:") + END,
        file.replace("form-data", "Form-Data") + END,
        file.replace("\"file\"", "FILE") + END,
        file.replace("\"file\"; ", "\"File\" ;") + END,
        file.replace("----xX\r\n", "----xX\r\nContent-Type: image/jpeg\r\nX-Whatever: x\r\n") + END,
        file.replace("----xX\r\n", "----xX\r\nContent-Transfer-Encoding: Binary\r\n") + END,
        file + field("submit", "Upload") + field("key", "ignored") + END);
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void whatIsNoFormIsRefused(String form) {
    refused(form, S3Error.MalformedPOSTRequest);
  }

  static Stream<String> malformed() {
    String file = file("content");
    return Stream.of(
        "",
        "nothing of a form",
        file.replace("\r\n", "\n") + END,
        file.replace("----xX\r\n", "----xXY\r\n") + END,
        file.replace("----xX\r\n", "----xX-\r\n") + END,
        file + END.replace("----xX--", "----xX-x"),
        file.replace("Content-Disposition", " Content-Disposition") + END,
        file.replace("Content-Disposition: ", "Content-Disposition") + END,
        file.replace("Content-Disposition: ", ": ") + END,
        file.replace("filename=", "\r\n filename=") + END,
        file.replace("form-data; ", "file; ") + END,
        file.replace("form-data; ", "") + END,
        file.replace("name=\"file\"; ", "") + END,
        file.replace("name=\"file\"", "name=\"file\"; name=\"file\"") + END,
        file.replace("\"photo.jpg\"", "\"photo.jpg") + END,
        file.replace("----xX\r\n", "----xX\r\nContent-Disposition: form-data; name=a\r\n") + END,
        file.replace("----xX\r\n", "----xX\r\nContent-Transfer-Encoding: base64\r\n") + END,
        "----xX\r\n\r\ncontent\r\n" + END,
        file.replace("photo.jpg", "photo\0.jpg") + END,
        file + part("attachment", "x") + END);
  }

  @Test
  void bytesThatAreNoTextAreRefusedInFields() {
    byte[] form = (field("key", "~") + file("content") + END).getBytes(UTF_8);
    form[new String(form, UTF_8).indexOf('~')] = (byte) 0xE4;
    assertThatThrownBy(() -> read(new ByteArrayInputStream(form)))
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.error()).isEqualTo(S3Error.MalformedPOSTRequest));
  }

  // ---- how many files

  @Test
  void exactlyOneFileIsDemanded() {
    for (String form : new String[] {END, field("key", "a") + END, file("a") + file("b") + END}) {
      assertThatThrownBy(() -> read(form))
          .isInstanceOfSatisfying(
              S3Exception.class,
              e -> {
                assertThat(e.error()).isEqualTo(S3Error.InvalidArgument);
                assertThat(e.text())
                    .isEqualTo("POST requires exactly one file upload per request.");
                assertThat(e.elements()).containsEntry("ArgumentName", "file");
              });
    }
  }

  // ---- how much besides the file

  @Test
  void theFormWithoutItsFileHasTwentyKilobytes() throws IOException {
    String rest = field("key", "") + file("") + "----xX--";
    int fixedBytes = rest.length() + 2; // the line that the body's beginning ends
    int room = Form.MAX_BYTES - fixedBytes;
    assertThat(read(field("key", "k".repeat(room)) + file("x".repeat(100_000)) + "----xX--"))
        .hasSize(100_000);
    tooLarge(field("key", "k".repeat(room + 1)) + file("content") + "----xX--");
  }

  @Test
  void whatIsReadBeforeTheLimitIsFoundIsBounded() {
    byte[] much = new byte[16 * PartScanner.BUFFER_BYTES];
    Arrays.fill(much, (byte) 'x');
    var endless = new ByteArrayInputStream(much);
    assertThatThrownBy(() -> read(endless)).isInstanceOf(S3Exception.class);
    assertThat(endless.available()).isGreaterThan(14 * PartScanner.BUFFER_BYTES);
  }

  @ParameterizedTest
  @MethodSource("oversized")
  void everyPlaceBesidesTheFileIsCounted(String form) {
    tooLarge(form);
  }

  static Stream<String> oversized() {
    String much = "x".repeat(Form.MAX_BYTES);
    String file = file("content");
    return Stream.of(
        much + "\r\n" + file + END,
        field("other", much) + file + END,
        field(much, "value") + file + END,
        file.replace("photo.jpg", much) + END,
        file.replace("----xX\r\n", "----xX\r\nX-Much: " + much + "\r\n") + END,
        file.replace("----xX\r\n", "----xX" + " ".repeat(Form.MAX_BYTES) + "\r\n") + END,
        file + field("late", much) + END,
        file + END + much);
  }

  private static void tooLarge(String form) {
    assertThatThrownBy(() -> read(form))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.error()).isEqualTo(S3Error.MaxPostPreDataLengthExceeded);
              assertThat(e.elements()).containsEntry("MaxPostPreDataLengthBytes", "20480");
            });
  }

  @Test
  void fieldsAreCounted() throws IOException {
    var fields = new StringBuilder();
    for (int i = 0; i < Form.MAX_FIELDS; i++) {
      fields.append(field("f" + i, ""));
    }
    assertThat(form(fields + file("") + END).fields()).hasSize(Form.MAX_FIELDS);
    refused(fields + field("more", "") + file("") + END, S3Error.MaxPostPreDataLengthExceeded);
  }

  // ---- fields

  @Test
  void fieldsAreFoundWhateverTheirCaseAndRepeatedOnesAreOne() throws IOException {
    Form form =
        form(
            field("X-Amz-Meta-Tag", "Ninja")
                + field("x-amz-meta-tag", "Ställman")
                + field("kEy", "k\r\nl")
                + file("")
                + field("policy", "late")
                + END);
    assertThat(form.find("x-amz-meta-tag")).isEqualTo("Ninja,Ställman");
    assertThat(form.find("key")).isEqualTo("k\r\nl");
    assertThat(form.find("policy")).isNull();
    assertThat(form.find("file")).isNull();
    assertThat(form.fields()).hasSize(2);
    assertThat(form.fields().getFirst().name()).isEqualTo("X-Amz-Meta-Tag");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "filename=\"photo.jpg\", photo.jpg",
        "filename=photo.jpg, photo.jpg",
        "filename=\"C:\\Program Files\\dir\\photo.jpg\", photo.jpg",
        "filename=\"/home/mary/photo.jpg\", photo.jpg",
        "filename=\"a\\\"b.jpg\", a\"b.jpg",
        "filename=\"a;b=c.jpg\", a;b=c.jpg",
        "filename=\"${filename}\", ${filename}",
        "filename=\"grüße.jpg\", grüße.jpg",
        "filename=\"dir/\", ``",
        "filename=\"\", ``",
        "x=y, ${filename}",
      })
  void theVariableStandsForTheFilesNameWithoutItsPath(String parameter, String name)
      throws IOException {
    Form form =
        form(
            field("key", "u/${filename}/${filename}")
                + field("x-amz-meta-name", "${filename}")
                + field("policy", "${filename}")
                + part("form-data; name=\"file\"; " + parameter, "")
                + END);
    assertThat(form.find("key")).isEqualTo("u/" + name + "/" + name);
    assertThat(form.find("x-amz-meta-name")).isEqualTo(name);
    assertThat(form.find("policy")).isEqualTo("${filename}");
  }

  // ---- boundaries

  @ParameterizedTest
  @MethodSource("boundaries")
  void boundariesAreReadFromContentTypes(String contentType, @Nullable String expected) {
    if (expected == null) {
      assertThatThrownBy(() -> Boundary.of(contentType))
          .isInstanceOfSatisfying(
              S3Exception.class,
              e -> assertThat(e.error()).isEqualTo(S3Error.MalformedPOSTRequest));
    } else {
      assertThat(Boundary.of(contentType).text()).isEqualTo(expected);
    }
  }

  static Stream<Arguments> boundaries() {
    String form = "multipart/form-data";
    return Stream.of(
        Arguments.of(form + "; boundary=----WebKitFormBoundary7MA4", "----WebKitFormBoundary7MA4"),
        Arguments.of(form + ";boundary=\"a b:c\"; charset=utf-8", "a b:c"),
        Arguments.of(form + "; charset=utf-8; Boundary=x;", "x"),
        Arguments.of(form + "; boundary=" + "b".repeat(70), "b".repeat(70)),
        Arguments.of(form + "; boundary=" + "b".repeat(71), null),
        Arguments.of(form + "; boundary=\"a \"", null),
        Arguments.of(form + "; boundary=\"\"", null),
        Arguments.of(form + "; boundary=", null),
        Arguments.of(form + "; boundary=a*b", null),
        Arguments.of(form + "; boundary=a; boundary=a", null),
        Arguments.of(form + "; boundary=\"a", null),
        Arguments.of(form + "; boundary = a", null),
        Arguments.of(form, null));
  }
}
