package dev.coffer.wire.admin;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a principal may do something, and which statement decides. Does nothing else.
 *
 * @param principal an ARN
 * @param action {@code s3:PutObject}
 * @param resource an ARN, or {@code *}
 * @param context condition keys of the request that is asked about
 */
@Rpc(service = Rpc.Service.ADMIN, action = "coffer:ExplainAccess")
public record ExplainAccess(
    @Length(min = 1, max = 2048) String principal,
    @Length(min = 3, max = 128) String action,
    @Length(min = 1, max = 2048) String resource,
    @Length(max = 100) @Nullable Map<String, String> context)
    implements Operation<ExplainAccess.Output> {

  /**
   * The decision.
   *
   * @param decision {@code Allow} or {@code Deny}
   * @param reason the message that the principal would see; null when allowed
   * @param statement the policy and statement that decided; null when none did
   */
  public record Output(String decision, @Nullable String reason, @Nullable String statement) {}
}
