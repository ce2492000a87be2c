package dev.coffer.store.sse;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.Subject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who may share a bucket key: the same principal in the same session, with the very same rights and
 * from the same surroundings; in a session of a directory bucket, whose conditions were decided
 * when it began, from whichever (docs/decisions/0032).
 *
 * <p>It is a digest over all that a key's policy could ask of the caller: principal, session, every
 * policy and tag as they were loaded for this request, and the global condition keys but for those
 * that differ from request to request. A change of rights therefore makes another requester, and
 * what was kept for the former is not found any more. Source: spec/encryption.md R146;
 * docs/decisions/0024.
 */
record Requester(Bytes digest) {
  private static final String LABEL = "coffer/requester";
  private static final String ABSENT = "absent";

  /** Of these, every request has its own. */
  private static final Set<String> FLEETING =
      Set.of("aws:currenttime", "aws:epochtime", "aws:useragent", "aws:referer");

  static Requester of(Call call, Caller.Principal caller) {
    Subject subject = caller.subject();
    Aad aad =
        Aad.of(LABEL)
            .add(caller.account().id())
            .add(caller.accessKeyId())
            .add(subject.kind().name())
            .add(subject.arn())
            .add(subject.userId())
            .add(subject.roleArn() == null ? ABSENT : subject.roleArn())
            .addMap(subject.tags());
    policies(aad, subject.identity());
    policies(aad, subject.boundary() == null ? null : List.of(subject.boundary()));
    policies(aad, subject.session());
    if (call.findScope().isEmpty()) {
      surroundings(aad, call);
    }
    return new Requester(Bytes.of(aad.sha256()));
  }

  /** None at all is not the same as none of them. */
  private static void policies(Aad aad, @Nullable List<NamedPolicy> policies) {
    aad.addLong(policies == null ? -1 : policies.size());
    if (policies != null) {
      for (NamedPolicy policy : policies) {
        aad.add(policy.name()).add(policy.document().text());
      }
    }
  }

  private static void surroundings(Aad aad, Call call) {
    var keys = new TreeMap<String, List<String>>();
    for (Map.Entry<String, List<String>> key : call.keys().all().entrySet()) {
      if (key.getKey().startsWith("aws:") && !FLEETING.contains(key.getKey())) {
        keys.put(key.getKey(), key.getValue());
      }
    }
    aad.addLong(keys.size());
    keys.forEach((name, values) -> {
      aad.add(name).addLong(values.size());
      values.forEach(aad::add);
    });
  }
}
