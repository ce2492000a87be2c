package dev.coffer.conformance;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;

/** Makes keys, aliases and users that no other test has. */
record Keys(StartedServer server, KmsClient kms) {
  static String freshAlias() {
    return "alias/t-" + UUID.randomUUID();
  }

  KeyMetadata fresh() {
    return kms.createKey(create -> create.description("of a test")).keyMetadata();
  }

  SdkBytes encrypted(String keyId, String text) {
    return kms.encrypt(e -> e.keyId(keyId).plaintext(SdkBytes.fromUtf8String(text)))
        .ciphertextBlob();
  }

  /** A new user who has this inline policy, and a client that calls as the user. */
  User user(String policy) {
    NamedCalls calls = NamedCalls.of(server);
    String name = "u-" + UUID.randomUUID();
    calls.iam("CreateUser", "UserName", name).is(200);
    calls
        .iam("PutUserPolicy", "UserName", name, "PolicyName", "p", "PolicyDocument", policy)
        .is(200);
    String key = calls.iam("CreateAccessKey", "UserName", name).is(200).body();
    String arn = "arn:aws:iam::" + server.account() + ":user/" + name;
    var credentials =
        AwsBasicCredentials.create(element(key, "AccessKeyId"), element(key, "SecretAccessKey"));
    KmsClient client =
        server
            .kmsBuilder()
            .credentialsProvider(StaticCredentialsProvider.create(credentials))
            .build();
    return new User(name, arn, client);
  }

  /** A user, the ARN and a client. */
  record User(String name, String arn, KmsClient kms) implements AutoCloseable {
    @Override
    public void close() {
      kms.close();
    }
  }

  private static String element(String xml, String name) {
    Matcher found = Pattern.compile("<" + name + ">([^<]+)<").matcher(xml);
    if (!found.find()) {
      throw new IllegalStateException("no " + name + " in " + xml);
    }
    return found.group(1);
  }
}
