package dev.coffer.wire.admin;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Counts the versions of a bucket that are older than counting, a stretch with each call. Nothing
 * is counted twice, and a bucket that is counted already is left as it is.
 */
@Rpc(service = Rpc.Service.ADMIN, action = "coffer:CountVersions")
public record CountVersions(@Length(min = 1, max = 255) String bucket)
    implements Operation<CountVersions.Output> {

  /**
   * How far it is.
   *
   * @param counted false: call again
   */
  public record Output(boolean counted) {}
}
