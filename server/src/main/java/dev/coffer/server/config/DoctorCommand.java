package dev.coffer.server.config;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.custody.CustodyException;
import dev.coffer.kms.custody.Described;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.kms.custody.UnlockSecret;
import dev.coffer.server.cli.ServerChecks;
import dev.coffer.server.cli.Surroundings;
import dev.coffer.server.cli.Target;
import dev.coffer.server.doctor.Certificate;
import dev.coffer.server.doctor.DataChecks;
import dev.coffer.server.doctor.Finding;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code coffer doctor [DATA] [--endpoint URL]}: looks at a data folder, a running server, or both,
 * and prints what it looked at. Exit code 1 when anything is an error.
 */
@Command(
    name = "doctor",
    description = "Looks for what does not work, or will not: in a data folder, a server, or both.")
final class DoctorCommand implements Callable<Integer> {
  static final int SICK = 1;

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DATA", arity = "0..1", description = "A data folder.")
  private @Nullable Path data;

  @ArgGroup(exclusive = false)
  private @Nullable Target target;

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "A certificate of the server, PEM.")
  private @Nullable Path certificate;

  @Option(names = "--json", description = "Prints one line of JSON.")
  private boolean json;

  @Mixin private SecretOptions secrets = new SecretOptions();

  // picocli sets the fields before it calls anything.
  @SuppressWarnings("NullAway.Init")
  DoctorCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok("java", "Java " + Runtime.version()));
    if (data != null) {
      Path folder = data;
      CustodyWork.run(folder, keys -> look(folder, keys, findings));
    }
    if (certificate != null) {
      findings.add(Certificate.check(certificate, surroundings.clock().instant()));
    }
    if (target != null) {
      findings.addAll(new ServerChecks(target, surroundings).all());
    }
    print(findings);
    boolean sick = findings.stream().anyMatch(each -> each.level() == Finding.Level.ERROR);
    return sick ? SICK : ExitCode.OK;
  }

  private int look(Path folder, Path keys, List<Finding> findings) throws IOException {
    findings.addAll(new DataChecks(folder, surroundings.clock()).all());
    findings.addAll(custody(keys));
    return ExitCode.OK;
  }

  /** Opens each slot whose secret is at hand; the others are not mentioned. */
  private List<Finding> custody(Path keys) throws IOException {
    var around = new dev.coffer.kms.custody.Surroundings(surroundings.clock(), Entropy.system());
    List<Finding> findings = new ArrayList<>();
    try (SecretOptions.Secrets found = secrets.find(keys, around)) {
      for (Described.DescribedSlot slot : RootKeyFile.describe(keys).slots()) {
        for (UnlockSecret secret : found.all()) {
          probe(keys, slot, secret, findings);
        }
      }
    }
    return findings;
  }

  private static void probe(
      Path keys, Described.DescribedSlot slot, UnlockSecret secret, List<Finding> findings) {
    String name = "slot " + slot.id() + " (" + slot.kind() + ")";
    long before = System.nanoTime();
    try {
      if (RootKeyFile.test(keys, slot.id(), secret)) {
        long millis = (System.nanoTime() - before) / 1_000_000;
        findings.add(Finding.ok("custody", name + " opens, in " + millis + " ms"));
      }
    } catch (CustodyException e) {
      findings.add(Finding.error("custody", name + ": " + e.reason() + ": " + e.getMessage()));
    }
  }

  private void print(List<Finding> findings) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      var mapper = new JsonMapper();
      var line = mapper.createArrayNode();
      for (Finding finding : findings) {
        line.addObject()
            .put("check", finding.check())
            .put("level", level(finding))
            .put("text", finding.text());
      }
      out.println(mapper.writeValueAsString(line));
    } else {
      findings.forEach(finding ->
          out.printf("%-8s %-12s %s%n", level(finding), finding.check(), finding.text()));
    }
    out.flush();
  }

  private static String level(Finding finding) {
    return finding.level().name().toLowerCase(Locale.ROOT);
  }
}
