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
