package dev.coffer.server.cli;

import dev.coffer.wire.admin.CreateAccount;
import dev.coffer.wire.admin.DeleteAccount;
import dev.coffer.wire.admin.ListAccounts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer admin account create|list|delete}. */
@Command(
    name = "account",
    description = "Makes, lists and deletes accounts.",
    synopsisSubcommandLabel = "COMMAND")
final class AccountCommands implements Runnable {
  @Spec private CommandSpec spec;

  // picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  private AccountCommands() {}

  static CommandLine in(Surroundings surroundings) {
    return new CommandLine(new AccountCommands())
        .addSubcommand(new CommandLine(new Create(surroundings)))
        .addSubcommand(new CommandLine(new All(surroundings)))
        .addSubcommand(new CommandLine(new Delete(surroundings)));
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** {@code create NAME}. */
  @Command(name = "create", description = "Makes an account; shows its root's key this once.")
  static final class Create extends AdminCommand.Calling {
    @Parameters(paramLabel = "NAME", description = "For people; at most 50 characters of ASCII.")
    private String name = "";

    Create(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    void call(AdminClient client) {
      CreateAccount.Output made =
          client.call(CreateAccount.class, new CreateAccount(name), CreateAccount.Output.class);
      print(
          made,
          """
          account            %s
          access key id      %s
          secret access key  %s   (shown once)\
          """
              .formatted(made.account(), made.accessKeyId(), made.secretAccessKey()));
    }
  }

  /** {@code list}. */
  @Command(name = "list", description = "Lists the accounts by their ids.")
  static final class All extends AdminCommand.Calling {
    All(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    void call(AdminClient client) {
      List<ListAccounts.Entry> accounts = new ArrayList<>();
      String next = null;
      do {
        var page =
            client.call(
                ListAccounts.class, new ListAccounts(next, null), ListAccounts.Output.class);
        accounts.addAll(page.accounts());
        next = page.nextToken();
      } while (next != null);
      print(
          new ListAccounts.Output(accounts, null),
          accounts.stream()
              .map(account -> account.account() + "  " + account.name())
              .collect(Collectors.joining(System.lineSeparator())));
    }
  }

  /** {@code delete ID}. */
  @Command(
      name = "delete",
      description = "Deletes an account that has neither buckets nor identities nor keys.")
  static final class Delete extends AdminCommand.Calling {
    @Parameters(paramLabel = "ID", description = "Twelve digits.")
    private String id = "";

    Delete(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    void call(AdminClient client) {
      print(
          client.call(DeleteAccount.class, new DeleteAccount(id), DeleteAccount.Output.class),
          "account " + id + " is deleted");
    }
  }
}
