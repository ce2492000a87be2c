package dev.coffer.store.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.logging.AccessRecord.Asked;
import dev.coffer.store.logging.AccessRecord.Asker;
import dev.coffer.store.logging.AccessRecord.Connection;
import dev.coffer.store.logging.AccessRecord.Line;
import dev.coffer.store.logging.AccessRecord.Outcome;
import dev.coffer.store.logging.AccessRecord.Times;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRecordTest {
  private static final LogSource SOURCE = new LogSource("b", "123456789012", "79a5".repeat(16));
  private static final Instant TIME = Instant.parse("2019-02-06T00:01:57.9Z");

  private static Asker asker(Connection connection) {
    return new Asker("192.0.2.3", "79a5".repeat(16), "DD6CC733AEXAMPLE", "10S62Zv8=", connection);
  }

  /** Amazon's example of the User Guide, with the fields that came later. */
  @Test
  void aLineIsAsInAmazonsGuide() {
    var connection =
        new Connection(
            "SigV4",
            "ECDHE-RSA-AES128-SHA",
            "AuthHeader",
            "b.s3.us-west-1.amazonaws.com",
            "TLSv1.2");
    var line = new Line("PUT", "/b/s3-dg.pdf", "HTTP/1.1", null, "S3Console/0.4");
    var asked = new Asked("REST.PUT.OBJECT", "s3-dg.pdf", null, line);
    var outcome = new Outcome(200, null, 0, 4406583L, new Times(41754, 28));
    assertThat(new AccessRecord(TIME, asker(connection), asked, outcome).line(SOURCE))
        .isEqualTo(
            "79a5".repeat(16)
                + " b [06/Feb/2019:00:01:57 +0000] 192.0.2.3 "
                + "79a5".repeat(16)
                + " DD6CC733AEXAMPLE REST.PUT.OBJECT s3-dg.pdf \"PUT /b/s3-dg.pdf HTTP/1.1\" 200 -"
                + " - 4406583 41754 28 \"-\" \"S3Console/0.4\" - 10S62Zv8= SigV4"
                + " ECDHE-RSA-AES128-SHA AuthHeader b.s3.us-west-1.amazonaws.com TLSv1.2 - - -");
  }

  /** As clients recorded the entries of DeleteObjects. */
  @Test
  void whatIsNoRequestOfItsOwnHasNeitherLineNorTimes() {
    var asked = new Asked("BATCH.DELETE.OBJECT", "fork-0004/test/", null, null);
    var outcome = new Outcome(204, null, 0, null, null);
    assertThat(new AccessRecord(TIME, asker(Connection.NONE), asked, outcome).line(SOURCE))
        .endsWith(
            " DD6CC733AEXAMPLE BATCH.DELETE.OBJECT fork-0004/test/ - 204 - - - - - - - - 10S62Zv8="
                + " - - - - - - - -");
  }

  @Test
  void nobodyInParticularIsADash() {
    var asker = new Asker("", null, "ID", "HOST", Connection.NONE);
    var asked =
        new Asked("REST.GET.BUCKET", null, "v", new Line("GET", "/b", "HTTP/1.0", "r", null));
    var outcome = new Outcome(403, "AccessDenied", 243, null, new Times(7, 6));
    assertThat(new AccessRecord(TIME, asker, asked, outcome).line(SOURCE))
        .endsWith(
            "+0000] - - ID REST.GET.BUCKET - \"GET /b HTTP/1.0\" 403 AccessDenied 243 - 7 6 \"r\""
                + " \"-\" v HOST - - - - - - - -");
  }

  /** Whoever sends a request must not be able to write a second line, or another field. */
  @ParameterizedTest
  @ValueSource(
      strings = {"a\" 200 - \"", "a\nb", "a\r\nb", "a\tb", "\u00e9\u2028", "\u0000", "\u007f"})
  void textOfClientsCannotEndAFieldOrALine(String text) {
    var asker = new Asker(text, text, "ID", "HOST", new Connection(text, text, text, text, text));
    var asked = new Asked("OP", text + " x", text, new Line("GET", "/" + text, text, text, text));
    var outcome = new Outcome(400, text, 0, null, null);
    String line = new AccessRecord(TIME, asker, asked, outcome).line(SOURCE);
    assertThat(line).matches("[ -~]+");
    String field = "(?:\\[[^]]*]|\"[^\"]*\"|[^ \"]+)";
    assertThat(line).matches(field + "(?: " + field + "){26}");
  }

  @Test
  void longTextIsCut() {
    String text = "x".repeat(100_000);
    var asked = new Asked("OP", null, null, new Line("GET", "/" + text, "HTTP/1.1", text, text));
    var outcome = new Outcome(400, null, 0, null, null);
    String line = new AccessRecord(TIME, asker(Connection.NONE), asked, outcome).line(SOURCE);
    assertThat(line.length()).isLessThan(3 * LogText.MAX_CHARS + 1000);
  }
}
