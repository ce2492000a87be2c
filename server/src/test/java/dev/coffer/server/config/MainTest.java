package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    int exit = Main.commands().setErr(new PrintWriter(err, true)).execute(line.split(" ", -1));
    assertThat(err.toString()).contains(says);
    assertThat(exit).isEqualTo(status);
  }
}
