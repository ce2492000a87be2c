package dev.coffer.iam.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A policy as it was written, valid for its kind and ready to be evaluated. Its text is kept byte
 * for byte.
 *
 * <p>Limits: 1 MiB of text, 20 levels; without white space 20480 bytes to a bucket and 32768 to a
 * key. IAM's belong to the operation that stores the document, which asks {@link #normalizedBytes}.
 */
public final class PolicyDocument {
  private final String text;
  private final Kind kind;
  private final DocumentReader.Content content;

  private PolicyDocument(String text, Kind kind, DocumentReader.Content content) {
    this.text = text;
    this.kind = kind;
    this.content = content;
  }

  /** What a document is attached to, which decides its limits and elements. */
  public enum Kind {
    /** To a user, group or role; no principal. */
    IDENTITY,
    /** Passed with AssumeRole; like an identity policy. */
    SESSION,
    /** To a bucket; every statement has a principal and a resource of that bucket. */
    BUCKET,
    /** To a directory bucket; like a bucket's, about beginning sessions of it and nothing else. */
    DIRECTORY,
    /** To a KMS key; every statement has a principal. */
    KEY,
    /** To a role: who may assume it; a principal, no resource. */
    TRUST;

    /** To a bucket, of whatever kind. */
    boolean ofBucket() {
      return this == BUCKET || this == DIRECTORY;
    }
  }

  /**
   * Reads and checks a document.
   *
   * @throws MalformedPolicy with Amazon's words for what is wrong
   */
  public static PolicyDocument parse(String text, Kind kind) {
    return new PolicyDocument(text, kind, DocumentReader.read(text, kind));
  }

  /** As it was written. */
  public String text() {
    return text;
  }

  /** What it can be attached to. */
  public Kind kind() {
    return kind;
  }

  /** {@code 2012-10-17} or {@code 2008-10-17}; empty when it names none, which means the latter. */
  public String version() {
    return content.version();
  }

  /** Its size in UTF-8 without white space between the elements, by which Amazon's limits count. */
  public int normalizedBytes() {
    return content.normalizedBytes();
  }

  /**
   * Refuses a bucket's policy that names the resources of another.
   *
   * @throws MalformedPolicy {@code Policy has invalid resource}
   */
  public void requireResourcesOf(String bucket) {
    content.statements().forEach(statement -> BucketRules.requireResourcesOf(bucket, statement));
  }

  /**
   * Refuses a directory bucket's policy that names anything but the bucket.
   *
   * @throws MalformedPolicy {@code Policy has invalid resource}
   */
  public void requireResource(String bucketArn) {
    content.statements().forEach(statement -> DirectoryRules.requireResource(bucketArn, statement));
  }

  /**
   * What stands under {@code AWS} in its principals: account ids, ARNs and {@code *}; for a service
   * that checks whether they exist.
   */
  public Set<String> principals() {
    Set<String> named = new HashSet<>();
    for (Statement statement : content.statements()) {
      Principals principals = statement.principals();
      if (principals != null) {
        named.addAll(principals.named());
      }
    }
    return Set.copyOf(named);
  }

  /** The same without its allowing statements: what it takes away. */
  public PolicyDocument denials() {
    List<Statement> denying =
        content.statements().stream().filter(statement -> !statement.allow()).toList();
    return new PolicyDocument(
        text,
        kind,
        new DocumentReader.Content(content.version(), denying, content.normalizedBytes()));
  }

  /**
   * Whether it speaks of condition keys that begin so, in a condition or as a variable.
   *
   * @param lowerCase the beginning, in lower case
   */
  boolean mentions(String lowerCase) {
    return content.statements().stream().anyMatch(statement -> statement.mentions(lowerCase));
  }

  List<Statement> statements() {
    return content.statements();
  }
}
