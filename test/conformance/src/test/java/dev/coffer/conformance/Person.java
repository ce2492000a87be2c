package dev.coffer.conformance;

import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import java.util.UUID;

/**
 * A user of the server's account, who asks S3 with headers exactly as they are written.
 *
 * @param iam calls of the account's root
 */
record Person(String name, String arn, RawClient raw, NamedCalls iam) {
  /** May do everything with objects and nothing with keys. */
  static final String OBJECTS = allowing("s3:*");

  /** May do everything with objects and keys. */
  static final String OBJECTS_AND_KEYS = allowing("s3:*\",\"kms:*");

  static String allowing(String actions) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\""
        + actions
        + "\"],\"Resource\":\"*\"}]}";
  }

  /** A new user with this inline policy. */
  static Person with(StartedServer server, String policy) {
    NamedCalls iam = NamedCalls.of(server);
    String name = "u-" + UUID.randomUUID();
    iam.iam("CreateUser", "UserName", name).is(200);
    Answer key = iam.iam("CreateAccessKey", "UserName", name).is(200);
    var signer =
        new Signer(
            key.element("AccessKeyId").orElseThrow(),
            SecretAccessKey.of(key.element("SecretAccessKey").orElseThrow()),
            "us-east-1",
            null);
    String arn = "arn:aws:iam::" + server.account() + ":user/" + name;
    var person = new Person(name, arn, new RawClient(server.http(), signer), iam);
    person.may(policy);
    return person;
  }

  /** From now on this policy and no other. */
  void may(String policy) {
    iam.iam("PutUserPolicy", "UserName", name, "PolicyName", "p", "PolicyDocument", policy).is(200);
  }
}
