package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Attribute;
import dev.coffer.wire.binding.Element;
import dev.coffer.wire.binding.XmlRoot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An access control list, as it is on the wire. */
@XmlRoot("AccessControlPolicy")
public record AccessControlPolicy(
    @Nullable Owner owner,
    @Element(value = "AccessControlList", item = "Grant") @Nullable List<Grant> grants) {
  /** A right of somebody; {@code FULL_CONTROL}, {@code READ}, … */
  public record Grant(@Nullable Grantee grantee, @Nullable String permission) {}

  /**
   * Whom a right is given to.
   *
   * @param type {@code CanonicalUser}, {@code Group} or {@code AmazonCustomerByEmail}
   */
  public record Grantee(
      @Attribute String type,
      @Nullable String displayName,
      @Nullable String emailAddress,
      @Element("ID") @Nullable String id,
      @Element("URI") @Nullable String uri) {}

  /** What every bucket and object here has: its owner, and nobody else, may do everything. */
  public static AccessControlPolicy fullControl(String canonicalId) {
    var grantee = new Grantee("CanonicalUser", null, null, canonicalId, null);
    return new AccessControlPolicy(
        new Owner(null, canonicalId), List.of(new Grant(grantee, "FULL_CONTROL")));
  }
}
