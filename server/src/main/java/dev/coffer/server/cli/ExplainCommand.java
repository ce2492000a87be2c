package dev.coffer.server.cli;

import dev.coffer.wire.admin.ExplainAccess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code coffer admin explain}: the decision on a request that nobody makes. */
@Command(
    name = "explain",
    description = "Says whether a principal may do something, and which statement decides.")
final class ExplainCommand extends AdminCommand.Calling {
  @Option(
      names = "--principal",
      required = true,
      paramLabel = "ARN",
      description = "A root, user, role or session; * for anybody.")
  private String principal = "";

  @Option(
      names = "--action",
      required = true,
      paramLabel = "ACTION",
      description = "Like s3:GetObject.")
  private String action = "";

  @Option(
      names = "--resource",
      required = true,
      paramLabel = "ARN",
      description = "Like arn:aws:s3:::bucket/key; * for actions without one.")
  private String resource = "";

  @Option(
      names = "--context",
      paramLabel = "KEY=VALUE",
      description = "A condition key of the request; may be repeated.")
  private List<String> context = new ArrayList<>();

  ExplainCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void call(AdminClient client) {
    var question = new ExplainAccess(principal, action, resource, keys());
    ExplainAccess.Output answer =
        client.call(ExplainAccess.class, question, ExplainAccess.Output.class);
    var text = new StringBuilder(answer.decision());
    if (answer.reason() != null) {
      text.append(System.lineSeparator()).append("  ").append(answer.reason());
    }
    if (answer.statement() != null) {
      text.append(System.lineSeparator()).append("  by ").append(answer.statement());
    }
    print(answer, text.toString());
  }

  private Map<String, String> keys() {
    var keys = new LinkedHashMap<String, String>();
    for (String given : context) {
      int equals = given.indexOf('=');
      if (equals < 1 || keys.put(given.substring(0, equals), given.substring(equals + 1)) != null) {
        throw new CommandFailure(
            CommandFailure.Kind.USAGE, "--context wants KEY=VALUE, each key once");
      }
    }
    return keys;
  }
}
