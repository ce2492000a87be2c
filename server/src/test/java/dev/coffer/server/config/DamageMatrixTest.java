package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each kind of file in a data folder, damaged in each way: {@code coffer scrub} finds what a server
 * does not serve any more, and a server never serves other bytes than those that were stored.
 *
 * <p>One store was stopped, one was killed. {@code -Dcoffer.damage.full=true} takes more files,
 * more places and more kinds (minutes), and either prints a table: kind, mutation, who noticed.
 */
@DisabledIfEnvironmentVariable(named = "AWS_ACCESS_KEY_ID", matches = ".+")
class DamageMatrixTest {
  private static final boolean FULL = Boolean.getBoolean("coffer.damage.full");

  /** Only kinds whose names begin with it. */
  private static final String ONLY = System.getProperty("coffer.damage.only", "");

  @TempDir private Path folder;

  @Test
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void everyDamageIsFoundAndNoneIsServed() throws Exception {
    try (DamagedStore store = DamagedStore.fill(folder)) {
      var rows = new ArrayList<String>();
      var defects = new ArrayList<String>();
      for (Damage.Target target : Damage.targets(store.stopped(), store.killed(), FULL)) {
        if (target.kind().startsWith(ONLY)) {
          for (Damage.Mutation mutation : Damage.mutations(target, FULL)) {
            DamagedStore.Outcome outcome = store.damage(target, mutation);
            rows.add(target.row(mutation) + outcome);
            System.out.println("row " + rows.getLast());
            if (outcome.defect()) {
              defects.add(target.row(mutation) + outcome);
            }
          }
        }
      }
      System.out.println(table(rows));
      assertThat(defects).isEmpty();
      assertThat(rows).hasSizeGreaterThan(ONLY.isEmpty() ? 30 : 0);
    }
  }

  /** Rows that say the same of a kind and a mutation, once. */
  private static String table(List<String> rows) {
    Map<String, List<String>> same = new TreeMap<>();
    for (String row : rows) {
      String[] cells = row.split(" \\| ", -1);
      String said =
          String.join(" | ", cells[0], cells[2].replaceAll(",.*", ""), cells[3], cells[4]);
      same.computeIfAbsent(said.replaceAll("[0-9]+", "N"), _ -> new ArrayList<>()).add(cells[2]);
    }
    var lines = new ArrayList<String>();
    same.forEach((said, places) -> lines.add(places.size() + " | " + said));
    return String.join("\n", lines);
  }
}
