package dev.coffer.iam.policy;

/**
 * A document and where it stands.
 *
 * @param name for explanations: a managed policy's ARN, {@code user/alice inline p}, {@code bucket
 *     policy of b}
 */
public record NamedPolicy(String name, PolicyDocument document) {}
