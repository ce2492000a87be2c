package dev.coffer.wire.sts;

import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Says who the caller is; nobody can be denied it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.STS, action = "sts:GetCallerIdentity")
public record GetCallerIdentity() implements Operation<GetCallerIdentity.Output> {
  /**
   * Who it is.
   *
   * @param userId the value of {@code aws:userid}
   * @param account twelve digits
   */
  public record Output(String userId, String account, String arn) {}
}
