package dev.coffer.wire.admin;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names the accounts of the installation, a page at a time.
 *
 * @param nextToken of the page before; null for the first
 * @param maxResults 100 when absent
 */
@Rpc(service = Rpc.Service.ADMIN, action = "coffer:ListAccounts")
public record ListAccounts(
    @Length(min = 1, max = 128) @Nullable String nextToken,
    @Range(min = 1, max = 1000) @Nullable Integer maxResults)
    implements Operation<ListAccounts.Output> {

  /**
   * A page.
   *
   * @param nextToken null on the last
   */
  public record Output(List<Entry> accounts, @Nullable String nextToken) {
    public Output {
      accounts = List.copyOf(accounts);
    }
  }

  /**
   * One account.
   *
   * @param account twelve digits
   */
  public record Entry(String account, String name) {}
}
