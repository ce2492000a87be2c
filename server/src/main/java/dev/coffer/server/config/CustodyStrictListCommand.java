package dev.coffer.server.config;

import dev.coffer.kms.custody.CustomKeyStoreFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer custody strict list DATA}: the stores, without asking their backends. */
@Command(name = "list", description = "Lists the custom key stores.")
final class CustodyStrictListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DATA", description = "The data folder.")
  private Path data = Path.of(".");

  // picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  CustodyStrictListCommand() {}

  @Override
  public Integer call() {
    return CustodyWork.run(
        data,
        keys -> {
          CustomKeyStoreFile.read(keys)
              .forEach(
                  store -> spec.commandLine().getOut().println(CustodyStrictCommand.line(store)));
          return ExitCode.OK;
        });
  }
}
