package dev.coffer.iam.entity;

import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The policies of an entity.
 *
 * @param attached in the order in which they were attached
 * @param inline sorted by name
 */
public record Holdings(List<Attached> attached, List<Inline> inline) {
  public static final Holdings NONE = new Holdings(List.of(), List.of());

  public Holdings {
    attached = List.copyOf(attached);
    inline = List.copyOf(inline);
  }

  public boolean isAttached(String arn) {
    return attached.stream().anyMatch(one -> one.arn().equals(arn));
  }

  public Optional<Inline> inline(String name) {
    return inline.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** White space aside. */
  public int inlineCharacters() {
    return inline.stream().mapToInt(Inline::characters).sum();
  }

  public Holdings attach(Attached more) {
    var changed = new ArrayList<>(attached);
    changed.add(more);
    return new Holdings(changed, inline);
  }

  public Holdings detach(String arn) {
    return new Holdings(attached.stream().filter(one -> !one.arn().equals(arn)).toList(), inline);
  }

  /** With this inline policy, which replaces one of the same name. */
  public Holdings put(Inline more) {
    var changed = new ArrayList<>(remove(more.name()).inline);
    changed.add(more);
    changed.sort(Comparator.comparing(Inline::name));
    return new Holdings(attached, changed);
  }

  public Holdings remove(String name) {
    return new Holdings(attached, inline.stream().filter(one -> !one.name().equals(name)).toList());
  }

  void write(FieldWriter record) {
    record.list(attached, Attached::write).list(inline, Inline::write);
  }

  static Holdings read(FieldReader record) {
    return new Holdings(record.list(Attached::read), record.list(Inline::read));
  }
}
