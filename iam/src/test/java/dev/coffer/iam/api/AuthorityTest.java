package dev.coffer.iam.api;

import static dev.coffer.iam.api.House.A;
import static dev.coffer.iam.api.House.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.coffer.iam.auth.Call;
import dev.coffer.wire.iam.AttachUserPolicy;
import dev.coffer.wire.iam.CreateUser;
import dev.coffer.wire.iam.DeleteUser;
import dev.coffer.wire.iam.GetUser;
import dev.coffer.wire.iam.IamError;
import dev.coffer.wire.iam.ListPolicies;
import dev.coffer.wire.iam.ListUsers;
import dev.coffer.wire.iam.PutUserPermissionsBoundary;
import dev.coffer.wire.iam.Tag;
import dev.coffer.wire.iam.TagUser;
import dev.coffer.wire.iam.UpdateUser;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What callers with policies may, by resource and by condition. */
final class AuthorityTest {
  private static final String USERS = "arn:aws:iam::" + A + ":user";

  private final House house = new House();

  private static String allow(String action, String resource, String condition) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\""
        + action
        + "\",\"Resource\":\""
        + resource
        + "\""
        + (condition.isEmpty() ? "" : ",\"Condition\":" + condition)
        + "}]}";
  }

  private static String reason(String action, String resource) {
    return "User: arn:aws:iam::"
        + A
        + ":user/eve is not authorized to perform: "
        + action
        + " on resource: "
        + resource
        + " because no identity-based policy allows the "
        + action
        + " action";
  }

  @Test
  void aRefusalSaysWhyWithoutQuotationMarks() {
    Call eve = house.userWith("eve", House.policy("s3:*"));
    refused(
        IamError.AccessDenied,
        reason("iam:CreateUser", USERS + "/x/u"),
        () -> house.iam.users().create(eve, new CreateUser("/x/", "u", null, null)));
    refused(
        IamError.AccessDenied,
        reason("iam:ListUsers", USERS + "/"),
        () -> house.iam.users().list(eve, new ListUsers(null, null, null)));
    refused(
        IamError.AccessDenied,
        reason("iam:ListPolicies", "policy path /"),
        () -> house.iam.policies().list(eve, new ListPolicies(null, null, null, null, null, null)));
  }

  @Test
  void whoMayNotLookIsNotToldWhoIsThere() {
    Call eve = house.userWith("eve", House.policy("s3:*"));
    house.user("there");
    for (String name : List.of("there", "nowhere")) {
      refused(
          IamError.AccessDenied,
          reason("iam:GetUser", USERS + "/" + name),
          () -> house.iam.users().get(eve, new GetUser(name)));
    }
  }

  @Test
  void theResourceIsTheEntityWithItsPath() {
    house.iam.users().create(house.root, new CreateUser("/team/", "t", null, null));
    house.user("other");
    Call eve = house.userWith("eve", allow("iam:*", USERS + "/team/*", ""));
    assertThat(house.iam.users().get(eve, new GetUser("t")).user().path()).isEqualTo("/team/");
    refused(
        IamError.AccessDenied,
        reason("iam:DeleteUser", USERS + "/other"),
        () -> house.iam.users().delete(eve, new DeleteUser("other")));
    refused(
        IamError.AccessDenied,
        reason("iam:UpdateUser", USERS + "/root/t"),
        () -> house.iam.users().update(eve, new UpdateUser("t", "/root/", null)));
  }

  @Test
  void attachmentsCanBeLimitedToAPolicy() {
    house.user("u");
    Call eve =
        house.userWith(
            "eve",
            allow(
                "iam:AttachUserPolicy",
                "*",
                "{\"ArnEquals\":{\"iam:PolicyARN\":\"" + House.READ_ONLY + "\"}}"));
    var attachments = house.iam.attachments();
    assertThatCode(() -> attachments.attach(eve, new AttachUserPolicy("u", House.READ_ONLY)))
        .doesNotThrowAnyException();
    refused(
        IamError.AccessDenied,
        reason("iam:AttachUserPolicy", USERS + "/u"),
        () ->
            attachments.attach(
                eve, new AttachUserPolicy("u", "arn:aws:iam::aws:policy/AdministratorAccess")));
  }

  @Test
  void usersCanBeLimitedToOnesWithABoundary() {
    String limit = house.policyNamed("limit");
    house.user("free");
    house.user("bounded");
    house.iam.boundaries().put(house.root, new PutUserPermissionsBoundary("bounded", limit));
    Call eve =
        house.userWith(
            "eve",
            allow(
                "iam:*User*",
                "*",
                "{\"StringEquals\":{\"iam:PermissionsBoundary\":\"" + limit + "\"}}"));
    var users = house.iam.users();
    assertThatCode(() -> users.create(eve, new CreateUser(null, "new", limit, null)))
        .doesNotThrowAnyException();
    refused(
        IamError.AccessDenied,
        reason("iam:CreateUser", USERS + "/bare"),
        () -> users.create(eve, new CreateUser(null, "bare", null, null)));
    var attachments = house.iam.attachments();
    assertThatCode(() -> attachments.attach(eve, new AttachUserPolicy("bounded", limit)))
        .doesNotThrowAnyException();
    refused(
        IamError.AccessDenied,
        reason("iam:AttachUserPolicy", USERS + "/free"),
        () -> attachments.attach(eve, new AttachUserPolicy("free", limit)));
  }

  @Test
  void tagsOfRequestAndResourceCount() {
    house
        .iam
        .users()
        .create(house.root, new CreateUser(null, "mine", null, List.of(new Tag("team", "eve"))));
    house.user("other");
    Call eve =
        house.userWith(
            "eve",
            "{\"Version\":\"2012-10-17\",\"Statement\":["
                + "{\"Effect\":\"Allow\",\"Action\":\"iam:GetUser\",\"Resource\":\"*\","
                + "\"Condition\":{\"StringEquals\":{\"aws:ResourceTag/team\":\"eve\"}}},"
                + "{\"Effect\":\"Allow\",\"Action\":\"iam:TagUser\",\"Resource\":\"*\","
                + "\"Condition\":{\"StringEquals\":{\"aws:RequestTag/k\":\"v\"},"
                + "\"ForAllValues:StringEquals\":{\"aws:TagKeys\":[\"k\"]}}}]}");
    assertThat(house.iam.users().get(eve, new GetUser("mine")).user().userName()).isEqualTo("mine");
    refused(
        IamError.AccessDenied,
        reason("iam:GetUser", USERS + "/other"),
        () -> house.iam.users().get(eve, new GetUser("other")));
    var tagging = house.iam.tagging();
    assertThatCode(() -> tagging.tag(eve, new TagUser("other", List.of(new Tag("k", "v")))))
        .doesNotThrowAnyException();
    refused(
        IamError.AccessDenied,
        reason("iam:TagUser", USERS + "/other"),
        () ->
            tagging.tag(eve, new TagUser("other", List.of(new Tag("k", "v"), new Tag("l", "v")))));
  }
}
