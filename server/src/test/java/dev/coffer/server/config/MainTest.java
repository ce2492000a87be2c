package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the program says to wrong flags. */
class MainTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "server | 64 | Missing required parameter",
        "server d --nonsense | 64 | Unknown option",
        "server d --listen nowhere | 64 | --listen wants HOST:PORT",
        "server d --listen 127.0.0.1:70000 | 64 | --listen wants HOST:PORT",
        "server d --profile 2024 | 64 | --profile is 2026 or 2023",
        "server d --tls-cert x | 64 | --tls-cert and --tls-key belong together",
        "server d --tls-cert x --tls-key y | 64 | --tls-cert needs --tls-listen",
        "nonsense | 64 | Unmatched argument",
      })
  void wrongFlagsAreSaid(String line, int status, String says) {
    var err = new StringWriter();
    String[] arguments = line.split(" ", -1);
    int exit = Main.commandsFor(arguments).setErr(new PrintWriter(err, true)).execute(arguments);
    assertThat(err.toString()).contains(says);
    assertThat(exit).isEqualTo(status);
  }

  @Test
  void eachCommandIsMadeAloneAsItIsAmongTheOthers() {
    Main.commands()
        .getSubcommands()
        .forEach((name, command) -> {
          Map<String, CommandLine> alone = Main.commandsFor(name, "x").getSubcommands();
          if (!name.equals("help")) {
            assertThat(alone).containsOnlyKeys(name);
          }
          assertThat(alone.get(name).getUsageMessage()).isEqualTo(command.getUsageMessage());
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "help"})
  void allCommandsAreListedWhereNoneIsCalled(String line) {
    var out = new StringWriter();
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ", -1);
    Main.commandsFor(arguments)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(out, true))
        .execute(arguments);
    assertThat(out.toString()).contains(Main.commands().getSubcommands().keySet());
  }
}
