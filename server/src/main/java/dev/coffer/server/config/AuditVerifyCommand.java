package dev.coffer.server.config;

import dev.coffer.kms.audit.Link;
import dev.coffer.kms.audit.Question;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/**
 * {@code coffer audit verify DATA}: reads the logs and names the first line that is not what was
 * written. Ends with 0 when there is none, with 78 when there is.
 */
@Command(
    name = "verify",
    description = "Reads the logs and names the first line that is not what was written.")
final class AuditVerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DATA", description = "The data folder.")
  private Path data = Path.of(".");

  @Option(
      names = "--stream",
      paramLabel = "kms|objects",
      description = "One log only; needed with --from and --includes.")
  private @Nullable String stream;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Number of the first file, where earlier ones were moved elsewhere.")
  private long from = 1;

  @Option(
      names = "--includes",
      paramLabel = "LINE",
      description = "What audit head showed once: that line must be there.")
  private @Nullable String includes;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Mixin private SecretOptions secrets = new SecretOptions();

  // picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  AuditVerifyCommand() {}

  @Override
  public Integer call() {
    JsonNode said = new AuditAsking(data, secrets).ask(asked());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(said);
    } else {
      said.path("logs").forEach(log -> tell(out, log));
    }
    out.flush();
    return said.path("intact").asBoolean(false) ? ExitCode.OK : ExitCode.CONFIGURATION;
  }

  private AuditAsking.Asked asked() {
    if (stream == null && (from != 1 || includes != null)) {
      throw new StartFailure(ExitCode.USAGE, "--from and --includes need --stream");
    }
    try {
      Link link = includes == null ? null : Link.parse(includes);
      return AuditAsking.Asked.verify(stream, new Question(from, link));
    } catch (IllegalArgumentException e) {
      throw new StartFailure(ExitCode.USAGE, "--from or --includes: " + e.getMessage(), e);
    }
  }

  private static void tell(PrintWriter out, JsonNode log) {
    out.println(
        "%-8s %d lines in %d files are authentic; the last is %s"
            .formatted(
                log.path("stream").asString(""),
                log.path("lines").asLong(),
                log.path("files").asLong(),
                log.path("last").asString("none")));
    tellIf(out, log, "gaps", "times in which lines could not be kept");
    tellIf(out, log, "recoveries", "notes of something amiss when the log was opened");
    JsonNode broken = log.path("break");
    if (broken.isObject()) {
      out.println(
          "BROKEN   %s line %d: %s (%s)"
              .formatted(
                  broken.path("file").asString(""),
                  broken.path("line").asLong(),
                  broken.path("sentence").asString(""),
                  broken.path("kind").asString("")));
    }
  }

  private static void tellIf(PrintWriter out, JsonNode log, String member, String what) {
    long count = log.path(member).asLong();
    if (count > 0) {
      out.println("         %d %s".formatted(count, what));
    }
  }
}
