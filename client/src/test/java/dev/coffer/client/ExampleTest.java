package dev.coffer.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The example of the documents compiles, runs, and is the one that the guide shows. */
final class ExampleTest {
  private static final Path SOURCE =
      Path.of("client/src/test/java/dev/coffer/client/BucketEncryptionExample.java");
  private static final Path GUIDE = Path.of("docs/guide/java-client.md");

  @Test
  @ResourceLock(Resources.SYSTEM_OUT)
  void theExampleRuns() throws IOException {
    String stored =
        """
        <ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>\
        <SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>alias/reports</KMSMasterKeyID>\
        </ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled>\
        <BlockedEncryptionTypes><EncryptionType>SSE-C</EncryptionType></BlockedEncryptionTypes>\
        </Rule></ServerSideEncryptionConfiguration>\
        """;
    PrintStream before = System.out;
    var printed = new ByteArrayOutputStream();
    try (var server = new RawServer()) {
      server.then(RawServer.OK).then(RawServer.answer(200, stored)).then(RawServer.NO_CONTENT);
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      BucketEncryptionExample.main(
          new String[] {server.uri().toString(), "AKIDEXAMPLE", "secret", "reports"});
    } finally {
      System.setOut(before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8).strip())
        .isEqualTo("KMS key alias/reports, bucket key; refuses [SSE_C]");
  }

  @Test
  void theGuideShowsTheExampleAsItIs() throws IOException {
    Path root = Path.of(System.getProperty("coffer.root", ".."));
    String source = Files.readString(root.resolve(SOURCE));
    String methods = source.substring(source.indexOf("  static void main("));
    String shown = methods.substring(0, methods.lastIndexOf('}')).stripTrailing().stripIndent();
    assertThat(Files.readString(root.resolve(GUIDE))).contains(shown);
  }
}
