package dev.coffer.store.tag;

import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.wire.s3.Tag;
import dev.coffer.wire.s3.Tagging;
import java.util.HashSet;
import java.util.List;

/**
 * Tags in the order in which they were put; no key is there twice.
 *
 * <p>Shape in a row: varint count, then text key and text value of each. Source:
 * docs/formats/metadata-v1.md.
 */
public record Tags(List<Tag> list) {
  public static final Tags NONE = new Tags(List.of());

  public Tags {
    list = List.copyOf(list);
  }

  public boolean isEmpty() {
    return list.isEmpty();
  }

  public int count() {
    return list.size();
  }

  /** As they are shown. */
  public Tagging.TagSet shown() {
    return new Tagging.TagSet(list);
  }

  public void write(FieldWriter out) {
    out.list(list, (to, tag) -> to.string(tag.key()).string(tag.value()));
  }

  public static Tags read(FieldReader in) {
    List<Tag> list = in.list(from -> new Tag(from.string(), from.string()));
    var keys = new HashSet<String>();
    if (!list.stream().map(Tag::key).allMatch(keys::add)) {
      throw new Corrupt("a tag's key occurs twice");
    }
    return new Tags(list);
  }
}
