package dev.coffer.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
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

  private String errors(String expression) {
    String source =
        "import dev.coffer.client.*;"
            + "final class Snippet { final ServerSideEncryptionConfiguration value ="
            + " ServerSideEncryptionConfiguration."
            + expression
            + "; }";
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
