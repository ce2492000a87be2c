package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The guide's table of flags has every flag of {@code coffer server}. */
final class RunningGuideTest {
  @Test
  void everyFlagIsInTheGuide() throws IOException {
    Path root = Path.of(System.getProperty("coffer.root", ".."));
    String guide = Files.readString(root.resolve("docs/guide/running.md"));
    List<String> flags =
        new CommandLine(new ServerCommand())
            .getCommandSpec().options().stream().map(option -> option.longestName()).toList();
    assertThat(flags).contains("--listen", "--tls-key", "--kms-quotas");
    assertThat(flags).allSatisfy(flag -> assertThat(guide).containsPattern("`" + flag + "[ `]"));
  }
}
