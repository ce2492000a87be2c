package dev.coffer.wire.form;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a form may hold, until when. Whoever signed it answers for every form that keeps to it, so
 * that a form must say nothing of which the policy does not speak.
 *
 * <p>Source: Amazon S3, "POST Policy"; the refusals' texts are Amazon's.
 */
public final class PostPolicy {
  private static final String INVALID = "Invalid according to Policy: ";
  private static final String BUCKET = "bucket";
  private static final Set<String> EXEMPT = Set.of("policy", "x-amz-signature", "file");
  private static final String IGNORED = "x-ignore-";

  private final Instant expiration;
  private final List<PostCondition> conditions;

  PostPolicy(Instant expiration, List<PostCondition> conditions) {
    this.expiration = expiration;
    this.conditions = List.copyOf(conditions);
  }

  /**
   * Reads a form's policy field.
   *
   * @throws S3Exception InvalidPolicyDocument
   */
  public static PostPolicy parse(String base64) {
    return PostPolicyReader.read(base64);
  }

  /**
   * Holds a form against the policy; sizes are held against it while the file is read.
   *
   * @param bucket to which the form was sent, whatever its own field says
   * @return the form with a file of the demanded size or a failure
   * @throws S3Exception AccessDenied
   */
  public Form require(Form form, String bucket, Instant now) {
    if (now.isAfter(expiration)) {
      throw denied("Policy expired.");
    }
    Body file = form.file();
    for (PostCondition condition : conditions) {
      switch (condition) {
        case PostCondition.Text text -> requireText(text, form, bucket);
        case PostCondition.Size size -> file = sized(file, size);
      }
    }
    requireNothingElse(form);
    return form.withFile(file);
  }

  private static void requireText(PostCondition.Text text, Form form, String bucket) {
    String key = text.key();
    @Nullable String actual = key.equals(BUCKET) ? bucket : form.find(key);
    if (key.isEmpty() || !text.holds(actual)) {
      throw failed(text);
    }
  }

  private static Body sized(Body file, PostCondition.Size size) {
    Long least = size.least().bytes();
    Long most = size.most().bytes();
    if (least == null || most == null) {
      throw failed(size);
    }
    return file.withStream(new SizedInput(file.stream(), least, most));
  }

  private void requireNothingElse(Form form) {
    var spoken = new HashSet<>(EXEMPT);
    for (PostCondition condition : conditions) {
      if (condition instanceof PostCondition.Text text) {
        spoken.add(text.key());
      }
    }
    List<String> extra = new ArrayList<>();
    for (Form.Field field : form.fields()) {
      if (!spoken.contains(field.key()) && !field.key().startsWith(IGNORED)) {
        extra.add(field.name());
      }
    }
    if (!extra.isEmpty()) {
      throw denied("Extra input fields: " + String.join(", ", extra));
    }
  }

  private static S3Exception failed(PostCondition condition) {
    return denied("Policy Condition failed: " + condition.shown());
  }

  private static S3Exception denied(String why) {
    return S3Error.AccessDenied.because(INVALID + why);
  }
}
