package dev.coffer.wire.sts;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives credentials that end, with the rights of a role.
 *
 * @param policyArns managed policies that limit the session
 * @param policy a document that limits the session; its characters and length are judged with the
 *     document itself
 * @param durationSeconds one hour when absent; the role's own maximum is lower or equal
 * @param externalId compared with {@code sts:ExternalId} of the role's trust policy
 * @param serialNumber of a device for a second factor
 * @param tokenCode what the device shows
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.STS, action = "sts:AssumeRole")
public record AssumeRole(
    @Length(min = 20, max = 2048) String roleArn,
    @Length(min = 2, max = 64) @Matches("[\\w+=,.@-]*") String roleSessionName,
    @Nullable List<PolicyDescriptor> policyArns,
    @Length(min = 1) @Nullable String policy,
    @Range(min = 900, max = 43200) @Nullable Integer durationSeconds,
    @Length(max = 50) @Nullable List<Tag> tags,
    @Length(max = 50)
        @Nullable
            List<@Length(min = 1, max = 128) @Matches("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+") String>
            transitiveTagKeys,
    @Length(min = 2, max = 1224) @Matches("[\\w+=,.@:\\/-]*") @Nullable String externalId,
    @Length(min = 9, max = 256) @Matches("[\\w+=/:,.@-]*") @Nullable String serialNumber,
    @Length(min = 6, max = 6) @Matches("[\\d]*") @Nullable String tokenCode,
    @Length(min = 2, max = 64) @Matches("[\\w+=,.@-]*") @Nullable String sourceIdentity,
    @Length(min = 1, max = 5) @Nullable List<ProvidedContext> providedContexts)
    implements Operation<AssumeRole.Output> {

  /**
   * The credentials and whose they are.
   *
   * @param packedPolicySize of policies and tags, in percent of what a session may carry; null when
   *     there are none
   */
  public record Output(
      Credentials credentials,
      AssumedRoleUser assumedRoleUser,
      @Nullable Integer packedPolicySize,
      @Nullable String sourceIdentity) {}

  /**
   * The session.
   *
   * @param assumedRoleId {@code AROA…:session}
   * @param arn {@code arn:aws:sts::A:assumed-role/role/session}
   */
  public record AssumedRoleUser(String assumedRoleId, String arn) {}
}
