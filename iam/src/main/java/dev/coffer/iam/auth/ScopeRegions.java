package dev.coffer.iam.auth;

import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.sigv4.CredentialScope;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The Regions that a signature may be scoped to.
 *
 * @param own the server's, which it answers in whatever Region a request is signed for
 * @param further that are taken as well
 */
public record ScopeRegions(String own, Set<String> further) {
  private static final String GLOBAL = "us-east-1";

  public ScopeRegions {
    further = Set.copyOf(further);
  }

  /** The server's own alone. */
  public static ScopeRegions only(String own) {
    return new ScopeRegions(own, Set.of());
  }

  /** The Region that a claim must be scoped to: what it names if that is taken, else the own. */
  String expected(CredentialScope claimed) {
    return further.contains(claimed.region()) ? claimed.region() : own;
  }

  /** All that a service takes: IAM and STS have one address for the world besides. */
  Set<String> of(Rpc.Service service) {
    List<String> always =
        switch (service) {
          case IAM, STS -> List.of(own, GLOBAL);
          case KMS, ADMIN -> List.of(own);
        };
    Set<String> all = new HashSet<>(further);
    all.addAll(always);
    return all;
  }
}
