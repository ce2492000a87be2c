package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Element;
import dev.coffer.wire.binding.XmlRoot;
import java.util.List;

/** The document of tags; a set without tags is one, no set is malformed. */
@XmlRoot("Tagging")
public record Tagging(TagSet tagSet) {
  /** The tags in the order in which they are put. */
  public record TagSet(@Element("Tag") List<Tag> tags) {
    public TagSet {
      tags = List.copyOf(tags);
    }
  }
}
