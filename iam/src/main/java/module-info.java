/** Who may do what: accounts and keys, from request to caller, and the decision. */
@org.jspecify.annotations.NullMarked
module dev.coffer.iam {
  requires static transitive org.jspecify;
  requires static com.google.errorprone.annotations;
  requires transitive dev.coffer.wire;
  requires transitive dev.coffer.crypto;
  requires transitive dev.coffer.storage;
  requires tools.jackson.core;

  exports dev.coffer.iam.api;
  exports dev.coffer.iam.identity;
  exports dev.coffer.iam.admin;
  exports dev.coffer.iam.auth;
  exports dev.coffer.iam.policy;
  exports dev.coffer.iam.session;
  exports dev.coffer.iam.sts;
}
