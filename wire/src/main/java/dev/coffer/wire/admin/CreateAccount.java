package dev.coffer.wire.admin;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.binding.Sensitive;

/** Makes an account and a key for its root; the secret is shown this once. */
@Rpc(service = Rpc.Service.ADMIN, action = "coffer:CreateAccount")
public record CreateAccount(@Length(min = 1, max = 50) @Matches("[\\u0020-\\u007E]+") String name)
    implements Operation<CreateAccount.Output> {

  /**
   * The account.
   *
   * @param account twelve digits
   */
  public record Output(String account, String accessKeyId, @Sensitive String secretAccessKey) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "Output[" + account + ", " + accessKeyId + "]";
    }
  }
}
