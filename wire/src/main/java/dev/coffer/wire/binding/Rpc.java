package dev.coffer.wire.binding;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An operation that is called by its name: {@code Action=CreateUser} in a form, or {@code
 * X-Amz-Target: TrentService.CreateKey} over JSON. The operation's name is the record's.
 *
 * <p>A component travels under its name with a capital first letter ({@code userName} as {@code
 * UserName}; in our own administration as it is) unless {@link Member} says otherwise. One that is
 * not {@code @Nullable} must be there, else the constraint "Member must not be null" fails. {@link
 * Length}, {@link Range} and {@link Matches} are checked before the operation is done, all of them
 * together.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Rpc {
  Service service();

  /** The action that the caller needs, as Amazon's Service Authorization Reference names it. */
  String action();

  /** Whose operation it is, and so which protocol it speaks. */
  enum Service {
    IAM("iam"),
    STS("sts"),
    KMS("kms"),
    ADMIN("coffer");

    private final String signingName;

    Service(String signingName) {
      this.signingName = signingName;
    }

    /** The service in the scope of a signature; also what logs put before an operation's name. */
    public String signingName() {
      return signingName;
    }
  }
}
