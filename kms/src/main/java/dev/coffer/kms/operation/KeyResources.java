package dev.coffer.kms.operation;

import dev.coffer.iam.admin.OwnedResource;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Grantee;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.PolicyDocument;
import dev.coffer.iam.policy.Question;
import dev.coffer.iam.policy.Subject;
import dev.coffer.kms.access.Access;
import dev.coffer.kms.access.Asked;
import dev.coffer.kms.access.Desk;
import dev.coffer.kms.key.KeyId;
import dev.coffer.kms.key.KmsKey;
import dev.coffer.kms.key.StoredKey;
import dev.coffer.wire.admin.AdminError;
import dev.coffer.wire.kms.KeyManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keys as decisions see them, for explanations and for the deletion of accounts: their owner, their
 * policy, and whether a grant gives what is asked for. The state of a key plays no part.
 */
public final class KeyResources implements OwnedResource.Finder {
  private static final String CONTEXT = "kms:encryptioncontext:";
  private static final int PAGE = 100;

  private final Desk desk;

  KeyResources(Desk desk) {
    this.desk = desk;
  }

  @Override
  public Optional<OwnedResource> find(
      Subject subject, String action, String arn, ConditionKeys keys) {
    String[] parts = arn.split(":", 6);
    boolean ofKey = parts.length == 6 && parts[2].equals("kms") && parts[5].startsWith("key/");
    return ofKey
        ? Optional.of(owned(subject, action, require(arn, parts[5]), keys))
        : Optional.empty();
  }

  private KmsKey require(String arn, String name) {
    return KeyId.find(name.substring("key/".length()))
        .flatMap(desk.keys()::find)
        .map(StoredKey::key)
        .filter(key -> desk.arns().of(key).equals(arn))
        .orElseThrow(() -> AdminError.ValidationException.because("There is no key " + arn));
  }

  private OwnedResource owned(Subject subject, String action, KmsKey key, ConditionKeys keys) {
    PolicyDocument policy = PolicyDocument.parse(key.policy(), PolicyDocument.Kind.KEY);
    String name = "key policy of " + desk.arns().of(key);
    boolean ours = action.regionMatches(true, 0, Access.PREFIX, 0, Access.PREFIX.length());
    Grantee grantee =
        ours
            ? desk.access().grantee(subject, key, Asked.of(action, context(keys)), sourceArn(keys))
            : Grantee.NOBODY;
    return new OwnedResource(
        key.account(), List.of(new NamedPolicy(name, policy)), Question.Trust.POLICY_ONLY, grantee);
  }

  /** Grants compare the names of a context without case, as condition keys are. */
  private static Map<String, String> context(ConditionKeys keys) {
    var context = new LinkedHashMap<String, String>();
    keys.all()
        .forEach((name, values) -> {
          if (name.startsWith(CONTEXT) && !values.isEmpty()) {
            context.put(name.substring(CONTEXT.length()), values.getFirst());
          }
        });
    return context;
  }

  private static @Nullable String sourceArn(ConditionKeys keys) {
    return Access.first(keys.find("aws:SourceArn"));
  }

  /**
   * Whether an account has a key that somebody made, in whatever state. The key that the service
   * keeps for S3 does not count: nobody could delete it.
   */
  public boolean ownsAny(String account) {
    List<KeyId> page = desk.keys().list(account, null, PAGE);
    while (!page.isEmpty()) {
      if (page.stream().anyMatch(this::made)) {
        return true;
      }
      page = desk.keys().list(account, page.getLast(), PAGE);
    }
    return false;
  }

  private boolean made(KeyId id) {
    return desk.keys()
        .find(id)
        .filter(stored -> stored.key().nature().manager() == KeyManager.CUSTOMER)
        .isPresent();
  }
}
