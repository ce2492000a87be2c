package dev.coffer.iam.api;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.entity.Change;
import dev.coffer.iam.entity.Entities;
import dev.coffer.iam.entity.KeyState;
import dev.coffer.iam.entity.UserRow;
import dev.coffer.iam.identity.AccessKey;
import dev.coffer.iam.identity.AccessKeyGenerator;
import dev.coffer.iam.identity.AccessKeys;
import dev.coffer.wire.iam.AccessKeyMetadata;
import dev.coffer.wire.iam.CreateAccessKey;
import dev.coffer.wire.iam.DeleteAccessKey;
import dev.coffer.wire.iam.IamError;
import dev.coffer.wire.iam.ListAccessKeys;
import dev.coffer.wire.iam.StatusType;
import dev.coffer.wire.iam.UpdateAccessKey;
import dev.coffer.wire.rpc.RpcException;
import java.util.ArrayList;
import java.util.List;

/**
 * Access keys of users, at most two each. Those of an account's root are not served here.
 *
 * <p>The sealed secret is stored first and counts for nothing until the user's row names the key;
 * it is removed last. A crash in between leaves a row that nobody can use.
 */
public final class UserAccessKeys {
  private static final int MOST = 2;

  private final Acts acts;
  private final AccessKeys keys;
  private final AccessKeyGenerator generator;
  private final NewNames names;

  UserAccessKeys(Acts acts, AccessKeys keys, AccessKeyGenerator generator, NewNames names) {
    this.acts = acts;
    this.keys = keys;
    this.generator = generator;
    this.names = names;
  }

  public CreateAccessKey.Output create(Call call, CreateAccessKey op) {
    String action = "iam:CreateAccessKey";
    UserRow user = acts.look(call, action, act -> room(Users.named(act, op.userName())));
    AccessKey key = stored(call, user);
    var state = new KeyState(key.id(), true, names.now());
    try {
      acts.change(call, action, act -> add(act, user.id(), state));
    } catch (RpcException e) {
      keys.remove(key.id());
      throw e;
    }
    return new CreateAccessKey.Output(
        new dev.coffer.wire.iam.AccessKey(
            user.name(), key.id(), StatusType.Active, key.secret().reveal(), state.created()));
  }

  private AccessKey stored(Call call, UserRow user) {
    AccessKey key;
    do {
      key = generator.forUser(call.caller().requireAccount(), user.id());
    } while (!keys.put(key));
    return key;
  }

  private static UserRow add(Act<Change> act, String userId, KeyState state) {
    UserRow user =
        Entities.USERS
            .byId(act.rows(), userId)
            .orElseThrow(() -> IamError.NoSuchEntity.because("The user has been deleted."));
    act.allow(user);
    var changed = new ArrayList<>(room(user).keys());
    changed.add(state);
    Entities.USERS.put(act.rows(), user.withKeys(changed));
    return user;
  }

  private static UserRow room(UserRow user) {
    if (user.keys().size() >= MOST) {
      throw Refusals.quota("AccessKeysPerUser", MOST);
    }
    return user;
  }

  public ListAccessKeys.Output list(Call call, ListAccessKeys op) {
    var wanted = new Slice.Wanted(op.marker(), op.maxItems());
    return acts.look(
        call,
        "iam:ListAccessKeys",
        act -> {
          UserRow user = Users.named(act, op.userName());
          Slice<KeyState> found = Slice.of(user.keys(), KeyState::id, wanted);
          return new ListAccessKeys.Output(
              found.map(key -> shown(user, key)), found.truncated(), found.marker());
        });
  }

  private static AccessKeyMetadata shown(UserRow user, KeyState key) {
    StatusType status = key.active() ? StatusType.Active : StatusType.Inactive;
    return new AccessKeyMetadata(user.name(), key.id(), status, key.created());
  }

  public UpdateAccessKey.Output update(Call call, UpdateAccessKey op) {
    boolean active =
        switch (op.status()) {
          case Active -> true;
          case Inactive -> false;
          case Expired ->
              throw IamError.ValidationError.because(
                  "Access keys cannot be given the status Expired.");
        };
    return acts.change(
        call,
        "iam:UpdateAccessKey",
        act -> {
          UserRow user = Users.named(act, op.userName());
          KeyState key = require(user, op.accessKeyId());
          var changed = new ArrayList<>(user.keys());
          changed.set(changed.indexOf(key), new KeyState(key.id(), active, key.created()));
          Entities.USERS.put(act.rows(), user.withKeys(changed));
          return new UpdateAccessKey.Output();
        });
  }

  public DeleteAccessKey.Output delete(Call call, DeleteAccessKey op) {
    acts.change(
        call,
        "iam:DeleteAccessKey",
        act -> {
          UserRow user = Users.named(act, op.userName());
          KeyState key = require(user, op.accessKeyId());
          List<KeyState> rest = user.keys().stream().filter(other -> !other.equals(key)).toList();
          Entities.USERS.put(act.rows(), user.withKeys(rest));
          return key;
        });
    keys.remove(op.accessKeyId());
    return new DeleteAccessKey.Output();
  }

  private static KeyState require(UserRow user, String accessKeyId) {
    return user.key(accessKeyId)
        .orElseThrow(() ->
            IamError.NoSuchEntity.because(
                "The Access Key with id " + accessKeyId + " cannot be found."));
  }
}
