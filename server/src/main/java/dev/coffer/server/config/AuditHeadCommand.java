package dev.coffer.server.config;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/**
 * {@code coffer audit head DATA}: number and code of the last line of each log. Kept elsewhere, it
 * shows later that the log still holds that line.
 */
@Command(name = "head", description = "Shows the last line that the store knows of, of each log.")
final class AuditHeadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DATA", description = "The data folder.")
  private Path data = Path.of(".");

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Mixin private SecretOptions secrets = new SecretOptions();

  // picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  AuditHeadCommand() {}

  @Override
  public Integer call() {
    JsonNode said = new AuditAsking(data, secrets).ask(AuditAsking.Asked.head());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(said);
    } else {
      for (JsonNode log : said.path("logs")) {
        out.println(
            "%-8s %s".formatted(log.path("stream").asString(""), log.path("head").asString("")));
      }
    }
    out.flush();
    return ExitCode.OK;
  }
}
