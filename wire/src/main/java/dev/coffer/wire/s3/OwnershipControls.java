package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Element;
import dev.coffer.wire.binding.XmlRoot;
import java.util.List;

/** Who owns the objects of a bucket, as it is on the wire. */
@XmlRoot("OwnershipControls")
public record OwnershipControls(@Element("Rule") List<Rule> rules) {
  public OwnershipControls {
    rules = List.copyOf(rules);
  }

  /** {@code BucketOwnerEnforced}, {@code BucketOwnerPreferred} or {@code ObjectWriter}. */
  public record Rule(String objectOwnership) {}
}
