package dev.coffer.kms.key;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.kv.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The grants of this installation, by key.
 *
 * <p>Rows in the key's group: {@code g‹id›} the sealed grant; {@code p‹digest of grantee›‹id›} whom
 * it is for; {@code m‹digest of all that was asked›} the id of one that was given a name; {@code c}
 * how many there are. In group {@code kms-retirable/‹digest of principal›}: which grants a
 * principal may retire; written first and removed last. Source: docs/formats/kms-key-v1.md §5.
 */
public final class Grants {
  /** How many a key may have. */
  public static final int MAX_OF_KEY = 50_000;

  private static final String RETIRABLE = "kms-retirable/";
  private static final Bytes COUNT = Bytes.utf8("c");
  private static final Bytes BY_ID = Bytes.utf8("g");
  private static final Bytes MARK = Bytes.utf8("1");
  private static final int ID_BYTES = 32;
  private static final int CLEARING_PAGE = 100;

  private final Rows rows;

  public Grants(Rows rows) {
    this.rows = rows;
  }

  /** A key's grant and where to go on after it. */
  public record Place(KeyId keyId, String grantId) {}

  /** The grant of this id; empty also for what cannot be one. */
  public Optional<Grant> find(KeyId keyId, String id) {
    return id.matches("[0-9a-f]{64}")
        ? rows.get(Keys.group(keyId), byId(id)).map(row -> read(keyId, id, row))
        : Optional.empty();
  }

  /** A grant with a name for which exactly the same was asked. */
  public Optional<Grant> findSame(KeyId keyId, Grant wanted) {
    Optional<Grant> same =
        rows.get(Keys.group(keyId), byRequest(wanted)).flatMap(id -> find(keyId, id.toHex()));
    if (same.isPresent() && !byRequest(same.get()).equals(byRequest(wanted))) {
      throw new Corrupt("another grant stands where the same was asked for");
    }
    return same;
  }

  /**
   * Adds a grant to a key.
   *
   * @return false when the key has as many as it may have
   * @throws Contended when the key or its grants have changed meanwhile
   */
  public boolean add(StoredKey key, Grant grant) {
    KeyId keyId = key.key().id();
    Bytes group = Keys.group(keyId);
    Optional<Bytes> counted = rows.get(group, COUNT);
    if (Rows.count(counted) >= MAX_OF_KEY) {
      return false;
    }
    if (grant.retiring() != null) {
      Bytes suffix = retirable(keyId, grant.id());
      rows.repeat(rows.in(retirableGroup(grant.retiring())).put(suffix, MARK));
    }
    var change =
        rows.in(group)
            .expectEqual(Keys.head(), key.head())
            .put(byId(grant.id()), rows.seal().seal(GrantRecord.encode(grant), place(keyId, grant)))
            .put(byGrantee(grant.grantee(), grant.id()), MARK);
    if (grant.name() != null) {
      change.expectAbsent(byRequest(grant)).put(byRequest(grant), Bytes.fromHex(grant.id()));
    }
    rows.commit(rows.recount(change, COUNT, counted, 1), COUNT);
    return true;
  }

  /**
   * Removes a grant.
   *
   * @throws Contended when the key's grants have changed meanwhile
   */
  public void remove(KeyId keyId, Grant grant) {
    Bytes group = Keys.group(keyId);
    Bytes stored = rows.get(group, byId(grant.id())).orElseThrow(Contended::new);
    var change =
        rows.in(group)
            .expectEqual(byId(grant.id()), stored)
            .delete(byId(grant.id()))
            .delete(byGrantee(grant.grantee(), grant.id()));
    if (grant.name() != null) {
      change.delete(byRequest(grant));
    }
    rows.commit(rows.recount(change, COUNT, rows.get(group, COUNT), -1), COUNT);
    dropRetirable(keyId, grant);
  }

  private void dropRetirable(KeyId keyId, Grant grant) {
    if (grant.retiring() != null) {
      rows.repeat(rows.in(retirableGroup(grant.retiring())).delete(retirable(keyId, grant.id())));
    }
  }

  /** Removes all grants of a key that has been destroyed. */
  public void clear(KeyId keyId) {
    List<Grant> page = list(keyId, null, CLEARING_PAGE);
    while (!page.isEmpty()) {
      page.forEach(grant -> remove(keyId, grant));
      page = list(keyId, null, CLEARING_PAGE);
    }
    rows.repeat(rows.in(Keys.group(keyId)).delete(COUNT));
  }

  /** At most so many grants of a key, after one when it is given. */
  public List<Grant> list(KeyId keyId, @Nullable String after, int limit) {
    Iterator<Entry> entries =
        rows.suffixes(Keys.group(keyId), BY_ID, after == null ? null : byId(after));
    List<Grant> listed = new ArrayList<>();
    while (entries.hasNext() && listed.size() < limit) {
      Entry entry = entries.next();
      Bytes suffix = entry.key().suffix();
      listed.add(read(keyId, suffix.slice(1, suffix.size()).toHex(), entry.value()));
    }
    return listed;
  }

  /** The grant at a place that was listed for a principal; empty when it names another. */
  public Optional<Grant> findRetirable(String principal, Place place) {
    return find(place.keyId(), place.grantId()).filter(grant -> principal.equals(grant.retiring()));
  }

  /** All grants of a key for one of these principals. */
  public List<Grant> of(KeyId keyId, Collection<String> grantees) {
    List<Grant> found = new ArrayList<>();
    for (String grantee : grantees) {
      Bytes prefix = Bytes.utf8("p").concat(Aliases.digest(grantee));
      Iterator<Entry> entries = rows.suffixes(Keys.group(keyId), prefix, null);
      while (entries.hasNext()) {
        Bytes suffix = entries.next().key().suffix();
        find(keyId, suffix.slice(prefix.size(), suffix.size()).toHex())
            .filter(grant -> grant.grantee().equals(grantee))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /** At most so many places of grants that a principal may retire, after one when it is given. */
  public List<Place> retirable(String principal, @Nullable Place after, int limit) {
    Bytes from = after == null ? null : retirable(after.keyId(), after.grantId());
    Iterator<Entry> entries = rows.suffixes(retirableGroup(principal), Bytes.EMPTY, from);
    List<Place> places = new ArrayList<>();
    while (entries.hasNext() && places.size() < limit) {
      Bytes suffix = entries.next().key().suffix();
      int split = suffix.size() - ID_BYTES;
      places.add(
          new Place(
              Decoded.keyId(suffix.slice(0, split).toUtf8()),
              suffix.slice(split, suffix.size()).toHex()));
    }
    return places;
  }

  private Grant read(KeyId keyId, String id, Bytes sealed) {
    return GrantRecord.decode(id, rows.seal().open(sealed, List.of("grant", keyId.text(), id)));
  }

  private static List<String> place(KeyId keyId, Grant grant) {
    return List.of("grant", keyId.text(), grant.id());
  }

  static Bytes byId(String id) {
    return BY_ID.concat(Bytes.fromHex(id));
  }

  static Bytes byGrantee(String grantee, String id) {
    return Bytes.utf8("p").concat(Aliases.digest(grantee)).concat(Bytes.fromHex(id));
  }

  static Bytes byRequest(Grant grant) {
    byte[] digest =
        Aad.of("coffer/kms/grant-request").add(GrantRecord.request(grant).toByteArray()).sha256();
    return Bytes.utf8("m").concat(Bytes.copyOf(digest));
  }

  private static Bytes retirable(KeyId keyId, String id) {
    return Bytes.utf8(keyId.text()).concat(Bytes.fromHex(id));
  }

  static Bytes retirableGroup(String principal) {
    return Bytes.utf8(RETIRABLE + Aliases.digest(principal).toHex());
  }
}
