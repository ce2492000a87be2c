package dev.coffer.kms.access;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.policy.Subject;
import dev.coffer.kms.key.KmsKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way: who makes it, and what will stand in the audit trail about it. For one
 * thread.
 */
public final class Attempt {
  private final Call call;
  private final @Nullable String viaService;
  private final KeyOperation operation;
  private final Instant now;
  private final String eventId;
  private final SequencedMap<String, Object> asked = new LinkedHashMap<>();
  private final SequencedMap<String, Object> answered = new LinkedHashMap<>();
  private final SequencedMap<String, Object> noted = new LinkedHashMap<>();
  private final SequencedSet<String> resources = new LinkedHashSet<>();
  private @Nullable String owner;

  Attempt(
      Call call, @Nullable String viaService, KeyOperation operation, Instant now, String eventId) {
    this.call = call;
    this.viaService = viaService;
    this.operation = operation;
    this.now = now;
    this.eventId = eventId;
  }

  public Call call() {
    return call;
  }

  /** {@code s3.us-east-1.amazonaws.com}; null when the caller calls for itself. */
  public @Nullable String viaService() {
    return viaService;
  }

  public KeyOperation operation() {
    return operation;
  }

  /** The moment of the call, the same for all its checks. */
  public Instant now() {
    return now;
  }

  public String eventId() {
    return eventId;
  }

  public Subject subject() {
    return call.caller().subject();
  }

  /** The caller's account; a service's is the one whose quota and aliases its calls take. */
  public String account() {
    return call.caller().requireAccount().id();
  }

  /** Notes a parameter of the request, unless it is absent. Never a secret. */
  public Attempt ask(String name, @Nullable Object value) {
    put(asked, name, value);
    return this;
  }

  /** Notes an element of the answer. Never a secret. */
  public Attempt answer(String name, @Nullable Object value) {
    put(answered, name, value);
    return this;
  }

  /** Notes what Amazon's events do not have. */
  public Attempt note(String name, Object value) {
    put(noted, name, value);
    return this;
  }

  private static void put(Map<String, Object> map, String name, @Nullable Object value) {
    if (value != null) {
      map.put(name, value instanceof Enum<?> word ? word.name() : value);
    }
  }

  void touch(KmsKey key, String arn) {
    resources.add(arn);
    owner = key.account();
  }

  /** Lets a key that was touched stand before all others in the trail. */
  public void putFirst(Target target) {
    resources.addFirst(target.arn());
  }

  /** Forgets what an attempt that is repeated has noted of its answer. */
  void again() {
    answered.clear();
    noted.clear();
  }

  Map<String, Object> asked() {
    return asked;
  }

  Map<String, Object> answered() {
    return answered;
  }

  Map<String, Object> noted() {
    return noted;
  }

  SequencedSet<String> resources() {
    return resources;
  }

  String recipient() {
    return owner != null
        ? owner
        : call.caller() instanceof Caller.Principal p ? p.account().id() : "";
  }
}
