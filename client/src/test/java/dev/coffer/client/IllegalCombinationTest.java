package dev.coffer.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The compiler refuses what Amazon refuses. */
final class IllegalCombinationTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sseS3()",
        "sseS3().blocking(EncryptionType.SSE_C)",
        "sseKms(\"k\").withBucketKey().blocking(EncryptionType.SSE_C)",
        "dsseKms(\"k\").blockingNothing()",
        "blocking(EncryptionType.SSE_C)",
        "blockingNothing()",
      })
  void whatAmazonAcceptsCompiles(String expression) {
    assertThat(errors(expression)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sseS3(\"k\")",
        "sseS3().withBucketKey()",
        "dsseKms(\"k\").withBucketKey()",
        "blocking(\"SSE-Z\")",
        "blocking(EncryptionType.NONE)",
        "blockingNothing().blocking(EncryptionType.SSE_C)",
        "blocking(EncryptionType.SSE_C).withBucketKey()",
        "sseS3().blocking(EncryptionType.SSE_C).blockingNothing()",
      })
  void whatAmazonRefusesDoesNot(String expression) {
    assertThat(errors(expression)).contains("error:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DirectoryEncryption.sseS3()",
        "DirectoryEncryption.sseKms(\"k\")",
        "new DirectoryEncryption.SseKms(\"k\")",
      })
  void whatDirectoryBucketsTakeCompiles(String configuration) {
    assertThat(putErrors("new DirectoryBucket(\"b--use1-az4--x-s3\")", configuration)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DirectoryEncryption.sseKms()",
        "DirectoryEncryption.dsseKms(\"k\")",
        "DirectoryEncryption.sseS3(\"k\")",
        "DirectoryEncryption.sseKms(\"k\").withBucketKey()",
        "DirectoryEncryption.sseS3().blocking(EncryptionType.SSE_C)",
        "DirectoryEncryption.sseS3().blockingNothing()",
        "ServerSideEncryptionConfiguration.sseS3()",
        "ServerSideEncryptionConfiguration.sseKms(\"k\")",
        "ServerSideEncryptionConfiguration.dsseKms()",
        "ServerSideEncryptionConfiguration.blockingNothing()",
      })
  void whatDirectoryBucketsRefuseDoesNot(String configuration) {
    assertThat(putErrors("new DirectoryBucket(\"b--use1-az4--x-s3\")", configuration))
        .contains("error:");
  }

  @Test
  void aDirectorysEncryptionIsForNoOtherBucket() {
    assertThat(putErrors("\"bucket\"", "DirectoryEncryption.sseS3()")).contains("error:");
    assertThat(putErrors("\"bucket\"", "ServerSideEncryptionConfiguration.sseS3()")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"b\", sseS3(), null, null, null",
        "\"b\", sseKms(\"k\").withBucketKey().blocking(EncryptionType.SSE_C),"
            + " ChecksumAlgorithm.CRC32C, \"1B2M2Y8AsgTpgAmY7PhCfg==\", \"111122223333\"",
        "\"b\", dsseKms(\"k\").blockingNothing(), ChecksumAlgorithm.SHA256, null, null",
        "\"b\", blocking(EncryptionType.SSE_C), null, null, \"111122223333\"",
      })
  void aWholeCallSaysWhatAmazonTakes(String arguments) {
    assertThat(callErrors(arguments)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sseS3(), \"b\", null, null, null",
        "\"b\", \"aws:kms\", null, null, null",
        "\"b\", sseKms(\"k\"), \"CRC32C\", null, null",
        "\"b\", sseKms(\"k\"), ChecksumAlgorithm.MD5, null, null",
        "\"b\", sseKms(\"k\"), null, new byte[16], null",
        "\"b\", sseKms(\"k\"), null, null, 111122223333L",
        "\"b\", dsseKms(\"k\").withBucketKey(), null, null, null",
        "\"b\", sseC(), null, null, null",
        "\"b\", java.util.List.of(sseS3(), sseKms()), null, null, null",
        "\"b\", new StoredEncryption(java.util.List.of(), new byte[0]), null, null, null",
        "\"b\", new ServerSideEncryptionConfiguration() {}, null, null, null",
        "\"b\", new DefaultEncryption() {}, null, null, null",
        "\"b\", new DefaultEncryption.DsseKms(\"k\", true), null, null, null",
        "\"b\", new DefaultEncryption.SseS3(\"k\"), null, null, null",
      })
  void aWholeCallSaysNothingElse(String arguments) {
    assertThat(callErrors(arguments)).contains("error:");
  }

  private String callErrors(String arguments) {
    return compiled(
        "import dev.coffer.client.*;"
            + "import static dev.coffer.client.ServerSideEncryptionConfiguration.*;"
            + "final class Snippet { void put(CofferClient s3) { s3.putBucketEncryption("
            + arguments
            + "); } }");
  }

  private String putErrors(String bucket, String configuration) {
    return compiled(
        "import dev.coffer.client.*;"
            + "final class Snippet { void put(SyncClient s3) { s3.putBucketEncryption("
            + bucket
            + ", "
            + configuration
            + "); } }");
  }

  private String errors(String expression) {
    return compiled(
        "import dev.coffer.client.*;"
            + "final class Snippet { final ServerSideEncryptionConfiguration value ="
            + " ServerSideEncryptionConfiguration."
            + expression
            + "; }");
  }

  private String compiled(String source) {
    var messages = new StringWriter();
    boolean compiles =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                messages,
                null,
                null,
                List.of("-proc:none", "-implicit:none", "-Xlint:none", "-d", folder.toString()),
                null,
                List.of(new Snippet(source)))
            .call();
    assertThat(compiles).isEqualTo(messages.toString().isEmpty());
    return messages.toString();
  }

  private static final class Snippet extends SimpleJavaFileObject {
    private final String source;

    Snippet(String source) {
      super(URI.create("string:///Snippet.java"), Kind.SOURCE);
      this.source = source;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return source;
    }
  }
}
