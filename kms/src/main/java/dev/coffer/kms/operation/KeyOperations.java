package dev.coffer.kms.operation;

import dev.coffer.iam.auth.Call;
import dev.coffer.kms.access.Desk;
import dev.coffer.kms.access.Foundation;
import dev.coffer.kms.access.KeyStates;
import dev.coffer.kms.key.KeyService;
import dev.coffer.wire.rpc.RpcException;

/**
 * The key service: all its operations, by kind. Each is a method that takes the call and the
 * operation, checks everything itself and writes what it did into the audit trail.
 */
public final class KeyOperations {
  private final Desk desk;
  private final NewKeys newKeys;
  private final KeyLife life;
  private final Naming aliases;
  private final Ciphering ciphering;
  private final DataKeys dataKeys;
  private final Macs macs;
  private final Signing signing;
  private final Policies policies;
  private final Tagging tagging;
  private final Rotations rotations;
  private final Granting granting;
  private final Importing importing;
  private final Chores chores;
  private final KeyStates states;
  private final KeyResources resources;

  /** Owns nothing of its foundation. */
  public KeyOperations(Foundation around) {
    this.desk = new Desk(around);
    var metadata = new Metadata(desk);
    var custody = new Custody(desk);
    var rules = new KeyPolicies(desk);
    var ciphers = new Ciphers(desk, custody);
    var turning = new Turning(desk);
    var tokens = new GrantTokens(around.tokens(), around.root().installationId(), around.entropy());
    this.newKeys = new NewKeys(desk, rules, metadata, custody);
    this.life = new KeyLife(desk, metadata, tokens, turning);
    this.aliases = new Naming(desk);
    this.ciphering = new Ciphering(desk, ciphers, tokens);
    this.dataKeys = new DataKeys(desk, ciphers, tokens);
    this.macs = new Macs(desk, ciphers, tokens);
    this.signing = new Signing(desk, ciphers, tokens);
    this.policies = new Policies(desk, rules);
    this.tagging = new Tagging(desk);
    this.rotations = new Rotations(desk, turning);
    this.granting = new Granting(desk, tokens);
    this.importing = new Importing(desk);
    this.chores = new Chores(desk, turning);
    this.states = new KeyStates(desk);
    this.resources = new KeyResources(desk);
  }

  /**
   * Writes down a call of Amazon's model that was refused before any of these could see it, since
   * its message does not decode or the operation is not among them.
   */
  public void refused(Call call, String operation, RpcException refusal) {
    desk.recordUnread(call, operation, refusal);
  }

  public NewKeys newKeys() {
    return newKeys;
  }

  public KeyLife life() {
    return life;
  }

  public Naming aliases() {
    return aliases;
  }

  public Ciphering ciphering() {
    return ciphering;
  }

  public DataKeys dataKeys() {
    return dataKeys;
  }

  public Macs macs() {
    return macs;
  }

  public Signing signing() {
    return signing;
  }

  public Policies policies() {
    return policies;
  }

  public Tagging tagging() {
    return tagging;
  }

  public Rotations rotations() {
    return rotations;
  }

  public Granting granting() {
    return granting;
  }

  public Importing importing() {
    return importing;
  }

  /** In which state keys are, for those who administer the installation. */
  public KeyStates states() {
    return states;
  }

  /** What is done in the background. */
  public Chores chores() {
    return chores;
  }

  /** Keys as those see them who explain decisions or delete accounts. */
  public KeyResources resources() {
    return resources;
  }

  /** The same service for those in this process. */
  public KeyService service() {
    return new LocalKeyService(dataKeys, ciphering, life);
  }
}
