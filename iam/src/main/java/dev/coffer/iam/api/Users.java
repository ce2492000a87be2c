package dev.coffer.iam.api;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.entity.Attached;
import dev.coffer.iam.entity.Change;
import dev.coffer.iam.entity.Entities;
import dev.coffer.iam.entity.Holdings;
import dev.coffer.iam.entity.Kind;
import dev.coffer.iam.entity.Naming;
import dev.coffer.iam.entity.Rows;
import dev.coffer.iam.entity.Tags;
import dev.coffer.iam.entity.UserRow;
import dev.coffer.iam.policy.Subject;
import dev.coffer.wire.iam.CreateUser;
import dev.coffer.wire.iam.DeleteUser;
import dev.coffer.wire.iam.GetUser;
import dev.coffer.wire.iam.IamError;
import dev.coffer.wire.iam.ListUsers;
import dev.coffer.wire.iam.UpdateUser;
import dev.coffer.wire.iam.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Users come, are looked at, are renamed and go. */
public final class Users {
  private final Acts acts;
  private final NewNames names;

  Users(Acts acts, NewNames names) {
    this.acts = acts;
    this.names = names;
  }

  public CreateUser.Output create(Call call, CreateUser op) {
    Naming naming = names.naming(Kind.USER, op.userName(), op.path());
    Map<String, String> tags = TagRules.requested(op.tags());
    return acts.change(call, "iam:CreateUser", act -> create(act.withTags(tags), op, naming, tags));
  }

  private static CreateUser.Output create(
      Act<Change> plain, CreateUser op, Naming naming, Map<String, String> tags) {
    Act<Change> act = bounded(plain, op.permissionsBoundary());
    act.allow(Kind.USER.arn(act.account(), naming.path(), naming.name()));
    Attached boundary = Given.boundary(act.rows(), op.permissionsBoundary());
    var user = new UserRow(naming, Holdings.NONE, boundary, List.of(), List.of());
    NewNames.add(act.rows(), Entities.USERS, user);
    Given.use(act.rows(), user, null, boundary);
    TagRules.add(act.rows(), user, tags);
    return new CreateUser.Output(Shown.user(act.rows(), user));
  }

  static <R extends Rows> Act<R> bounded(Act<R> act, @Nullable String boundary) {
    return boundary == null ? act : act.with("iam:PermissionsBoundary", boundary);
  }

  public GetUser.Output get(Call call, GetUser op) {
    return acts.look(call, "iam:GetUser", act -> new GetUser.Output(shown(act, op.userName())));
  }

  private static User shown(Act<Rows> act, @Nullable String name) {
    Subject caller = act.call().caller().subject();
    if (name == null && caller.kind() == Subject.Kind.ROOT) {
      act.allow(caller.arn());
      return root(caller);
    }
    return Shown.user(act.rows(), named(act, name));
  }

  /** An account does not know when it began, so its root's date is the first of all. */
  private static User root(Subject caller) {
    return new User("/", "root", caller.userId(), caller.arn(), Instant.EPOCH, null, null);
  }

  /** The user of this name, or the caller when there is none. */
  static UserRow named(Act<? extends Rows> act, @Nullable String name) {
    if (name != null) {
      return act.require(Entities.USERS, name);
    }
    Subject caller = act.call().caller().subject();
    if (caller.kind() == Subject.Kind.ROOT) {
      throw IamError.NotImplemented.because(
          "The credentials of an account's root user are not managed here; name a user.");
    }
    UserRow user =
        Entities.USERS
            .byId(act.rows(), caller.userId())
            .orElseThrow(() ->
                IamError.ValidationError.because(
                    "Must specify userName when calling with non-User credentials"));
    act.allow(user);
    return user;
  }

  public ListUsers.Output list(Call call, ListUsers op) {
    String prefix = NewNames.pathPrefix(op.pathPrefix());
    var wanted = new Slice.Wanted(op.marker(), op.maxItems());
    return acts.look(
        call,
        "iam:ListUsers",
        act -> {
          act.allow(Kind.USER.arn(act.account(), prefix, ""));
          Slice<UserRow> users =
              Slice.of(
                  act.rows(),
                  Entities.USERS,
                  user -> user.naming().path().startsWith(prefix),
                  wanted);
          return new ListUsers.Output(
              users.map(user -> Shown.listed(act.rows(), user)), users.truncated(), users.marker());
        });
  }

  public UpdateUser.Output update(Call call, UpdateUser op) {
    return acts.change(
        call,
        "iam:UpdateUser",
        act -> {
          UserRow before = act.require(Entities.USERS, op.userName());
          Naming changed = Renaming.of(before, op.newUserName(), op.newPath());
          Renaming.apply(act, Entities.USERS, before, before.with(changed));
          return new UpdateUser.Output();
        });
  }

  public DeleteUser.Output delete(Call call, DeleteUser op) {
    return acts.change(
        call,
        "iam:DeleteUser",
        act -> {
          UserRow user = act.require(Entities.USERS, op.userName());
          Given.requireNothingGiven(user);
          if (!user.keys().isEmpty()) {
            throw Refusals.conflict("delete access keys");
          }
          if (!user.groups().isEmpty()) {
            throw Refusals.conflict("remove users from group");
          }
          Given.use(act.rows(), user, user.boundary(), null);
          Tags.put(act.rows(), user, Map.of());
          Entities.USERS.remove(act.rows(), user);
          return new DeleteUser.Output();
        });
  }
}
