package dev.coffer.server.config;

import dev.coffer.server.control.ControlClient;
import dev.coffer.server.control.Order;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code coffer status DATA} and {@code coffer seal DATA}, and what they share. */
final class SealCommands {
  private SealCommands() {}

  /** {@code coffer status DATA}. */
  @Command(name = "status", description = "Says whether the running server is sealed.")
  static final class Status extends Ordering {
    @Override
    public Integer call() {
      return order(Order.STATUS);
    }
  }

  /** {@code coffer seal DATA}. */
  @Command(
      name = "seal",
      description = "Seals the running server: its keys are forgotten, all requests refused.")
  static final class Seal extends Ordering {
    @Override
    public Integer call() {
      return order(Order.SEAL);
    }
  }

  /** A command that gives one order. */
  abstract static class Ordering implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DATA", description = "The data folder of the server.")
    private Path data = Path.of(".");

    // picocli sets the field before it calls anything.
    @SuppressWarnings("NullAway.Init")
    Ordering() {}

    final int order(Order order) {
      tell(spec.commandLine().getOut(), give(data, order, new byte[0]));
      return ExitCode.OK;
    }
  }

  /** What the server said to an order that it carried out. */
  static JsonNode give(Path data, Order order, byte[] secret) {
    try {
      ControlClient.Answer answer = ControlClient.give(data, order, secret);
      if (!answer.done()) {
        throw new StartFailure(
            ExitCode.CONFIGURATION, answer.said().path("message").asString("refused"));
      }
      return answer.said();
    } catch (IOException e) {
      throw new StartFailure(
          ExitCode.TRY_LATER, "no server answers in " + data + ": " + e.getMessage(), e);
    }
  }

  static void tell(PrintWriter out, JsonNode said) {
    for (var member : said.properties()) {
      JsonNode value = member.getValue();
      out.println(member.getKey() + ": " + (value.isString() ? value.asString() : value));
    }
    out.flush();
  }
}
