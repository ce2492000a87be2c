package dev.coffer.iam.entity;

import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;

/** A managed policy that an entity refers to. A policy that is referred to cannot be deleted. */
public record Attached(String arn, String policyId) {
  private static final int MAX_ARN = 2048;
  private static final int MAX_ID = 128;

  static void write(FieldWriter record, Attached attached) {
    record.string(attached.arn).string(attached.policyId);
  }

  static Attached read(FieldReader record) {
    return new Attached(record.string(MAX_ARN), record.string(MAX_ID));
  }
}
