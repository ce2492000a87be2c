/**
 * The decision whether a caller may do something: pure, without I/O, clock or randomness.
 *
 * <p>A {@link dev.coffer.iam.policy.PolicyDocument} is read once and compiled; {@link
 * dev.coffer.iam.policy.Evaluator} answers a {@link dev.coffer.iam.policy.Question} from the
 * policies of identity, resource, boundary and session, which the subject and the question carry.
 * Where policies are kept and who a caller is are the business of others. See
 * docs/decisions/0014-policy-evaluator.md.
 */
package dev.coffer.iam.policy;
