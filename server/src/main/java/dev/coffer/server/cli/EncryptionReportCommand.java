package dev.coffer.server.cli;

import dev.coffer.wire.admin.BucketEncryption;
import dev.coffer.wire.admin.Recounted;
import dev.coffer.wire.codec.JsonCodec;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code coffer bucket encryption report [BUCKET]}: what the versions really are, and with {@code
 * --recount} the proof.
 *
 * <p>Exit codes: 0 for a report, findings or not; {@value #DIFFERS} when a recount found something
 * else than the counters say, of any bucket; else {@value #CHANGED} when one changed whenever it
 * was recounted.
 */
@Command(
    name = "report",
    description = "Says what the default encryption is and what the stored versions really are.")
final class EncryptionReportCommand implements Callable<Integer> {
  /** EX_DATAERR. */
  static final int DIFFERS = 65;

  /** EX_TEMPFAIL. */
  static final int CHANGED = 75;

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;
  @Mixin private Target target;

  @Parameters(paramLabel = "BUCKET", arity = "0..1", description = "All buckets when absent.")
  private @Nullable String bucket;

  @Option(
      names = "--recount",
      description =
          "Counts what is not counted, then proves the counters by looking at everything.")
  private boolean recount;

  @ArgGroup private Form form = new Form();

  /** At most one other than text. */
  private static final class Form {
    @Option(names = "--json", description = "Prints a line of JSON for each bucket.")
    private boolean json;

    @Option(names = "--csv", description = "Prints RFC 4180 lines, without findings.")
    private boolean csv;
  }

  // picocli sets the fields before it calls anything.
  @SuppressWarnings("NullAway.Init")
  EncryptionReportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (AdminClient client = new AdminClient(target, surroundings)) {
      if (form.csv) {
        print(CsvReport.HEADER);
      }
      return recount ? recount(client) : report(client);
    }
  }

  private int report(AdminClient client) {
    Reports.of(client, bucket).forEach(found -> print(text(found)));
    return 0;
  }

  private String text(BucketEncryption found) {
    if (form.csv) {
      return CsvReport.lines(found);
    }
    return form.json ? json(found) : TextReport.of(found);
  }

  private int recount(AdminClient client) {
    List<Integer> codes = new ArrayList<>();
    for (String name : names(client)) {
      Recounted result = new Recount(client).of(name);
      print(text(result));
      codes.add(code(result));
    }
    return worst(codes);
  }

  /** What is wrong for certain before what another attempt may prove. */
  private static int worst(List<Integer> codes) {
    return codes.contains(DIFFERS) ? DIFFERS : codes.contains(CHANGED) ? CHANGED : 0;
  }

  private List<String> names(AdminClient client) {
    return bucket != null
        ? List.of(bucket)
        : Reports.of(client, null).stream().map(BucketEncryption::bucket).toList();
  }

  private String text(Recounted result) {
    if (form.csv) {
      return CsvReport.lines(result.report());
    }
    return form.json
        ? json(result)
        : TextReport.of(result.report()) + System.lineSeparator() + TextReport.of(result);
  }

  private int code(Recounted result) {
    if (!result.proved()) {
      spec.commandLine()
          .getErr()
          .println(
              "coffer: "
                  + result.report().bucket()
                  + (result.changed()
                      ? " changed whenever it was recounted"
                      : ": the counters are not what the versions add up to"));
      return result.changed() ? CHANGED : DIFFERS;
    }
    return 0;
  }

  private static String json(Record answer) {
    return new String(JsonCodec.admin().encode(answer), StandardCharsets.UTF_8);
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(text);
    out.flush();
  }
}
