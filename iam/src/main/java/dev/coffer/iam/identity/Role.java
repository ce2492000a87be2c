package dev.coffer.iam.identity;

import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.PolicyDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A role with everything that decides who may assume it and what its sessions may do, all of the
 * moment at which it was looked up.
 *
 * @param arn with the path
 * @param roleId {@code AROA…}, never given twice: a role made anew under an old name is another
 * @param accountId twelve digits
 * @param trust who may assume it
 * @param maxSessionDuration what AssumeRole may ask for at most
 * @param policies inline and attached
 * @param boundary the permissions boundary, or null
 */
public record Role(
    String name,
    String path,
    String arn,
    String roleId,
    String accountId,
    Instant created,
    PolicyDocument trust,
    Duration maxSessionDuration,
    Map<String, String> tags,
    List<NamedPolicy> policies,
    @Nullable NamedPolicy boundary) {
  public Role {
    tags = Map.copyOf(tags);
    policies = List.copyOf(policies);
  }
}
