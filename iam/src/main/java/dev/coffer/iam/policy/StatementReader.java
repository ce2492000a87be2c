package dev.coffer.iam.policy;

import dev.coffer.iam.policy.Elements.Either;
import dev.coffer.iam.policy.PolicyDocument.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one statement of a document of some kind. */
final class StatementReader {
  private static final Set<String> ELEMENTS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");
  private static final Pattern IAM_SID = Pattern.compile("[0-9A-Za-z]*");

  private final Kind kind;
  private final boolean variables;

  /**
   * Of documents of one kind and version.
   *
   * @param variables whether the document's version knows policy variables
   */
  StatementReader(Kind kind, boolean variables) {
    this.kind = kind;
    this.variables = variables;
  }

  Statement statement(Json json, int place) {
    Elements elements = Elements.of(kind, json, ELEMENTS);
    String sid = sid(elements);
    boolean allow = allow(elements);
    Principals principals = principals(elements, allow);
    var actions = actions(elements);
    var resources = resources(elements);
    List<Condition> conditions =
        new ConditionReader(kind, variables).conditions(elements.find("Condition"));
    var statement =
        new Statement(
            sid.isEmpty() ? Integer.toString(place) : sid,
            allow,
            principals,
            actions.compiled(),
            resources,
            conditions);
    switch (kind) {
      case BUCKET -> BucketRules.check(actions.written(), statement);
      case DIRECTORY -> DirectoryRules.check(statement);
      case IDENTITY, SESSION, KEY, TRUST -> {}
    }
    return statement;
  }

  private String sid(Elements elements) {
    String sid = elements.findText("Sid");
    boolean ofIam =
        switch (kind) {
          case IDENTITY, SESSION, TRUST -> true;
          case BUCKET, DIRECTORY, KEY -> false;
        };
    if (sid != null && ofIam && !IAM_SID.matcher(sid).matches()) {
      throw Fault.BAD_SID.in(kind);
    }
    return sid == null ? "" : sid;
  }

  private boolean allow(Elements elements) {
    String effect = elements.findText("Effect");
    if (effect == null) {
      throw Fault.NO_EFFECT.in(kind);
    }
    return switch (effect) {
      case "Allow" -> true;
      case "Deny" -> false;
      default -> {
        boolean known = effect.equalsIgnoreCase("Allow") || effect.equalsIgnoreCase("Deny");
        throw (known ? Fault.EFFECT_CASE : Fault.BAD_EFFECT).in(kind, effect);
      }
    };
  }

  private @Nullable Principals principals(Elements elements, boolean allow) {
    Either principal = elements.findEither("Principal");
    if (kind == Kind.IDENTITY || kind == Kind.SESSION) {
      if (principal != null) {
        throw Fault.PROHIBITED_PRINCIPAL.in(kind);
      }
      return null;
    }
    if (principal == null) {
      throw Fault.NO_PRINCIPAL.in(kind);
    }
    if (principal.not() && allow) {
      throw Fault.ALLOW_NOT_PRINCIPAL.in(kind);
    }
    return new PrincipalReader(kind).principals(principal);
  }

  /** Action or NotAction as written and compiled. */
  private record WrittenActions(List<String> written, Statement.Actions compiled) {}

  private WrittenActions actions(Elements elements) {
    Either action = elements.findEither("Action");
    if (action == null) {
      throw Fault.NO_ACTION.in(kind);
    }
    List<String> written = Elements.texts(action.value(), Fault.SYNTAX, kind);
    if (written.isEmpty()) {
      throw Fault.EMPTY_ACTION.in(kind);
    }
    List<Glob> patterns = new ArrayList<>(written.size());
    for (String pattern : written) {
      ActionRules.check(pattern, kind);
      patterns.add(Glob.of(pattern.toLowerCase(Locale.ROOT)));
    }
    return new WrittenActions(written, new Statement.Actions(action.not(), patterns));
  }

  private Statement.@Nullable Resources resources(Elements elements) {
    Either resource = elements.findEither("Resource");
    if (kind == Kind.TRUST) {
      if (resource != null) {
        throw Fault.PROHIBITED_RESOURCE.in(kind, resource.not() ? "NotResource" : "Resource");
      }
      return null;
    }
    if (resource == null) {
      throw Fault.NO_RESOURCE.in(kind);
    }
    List<String> written = Elements.texts(resource.value(), Fault.SYNTAX, kind);
    if (written.isEmpty()) {
      throw Fault.EMPTY_RESOURCE.in(kind);
    }
    return new Statement.Resources(resource.not(), written, patterns(written));
  }

  private List<ArnPattern> patterns(List<String> written) {
    List<ArnPattern> patterns = new ArrayList<>(written.size());
    for (String resource : written) {
      Template template = Template.find(resource, variables);
      if (template == null) {
        throw Fault.BAD_VARIABLE.in(kind);
      }
      ResourceRules.check(template.shape(), resource, kind);
      patterns.add(ArnPattern.of(template));
    }
    return patterns;
  }
}
