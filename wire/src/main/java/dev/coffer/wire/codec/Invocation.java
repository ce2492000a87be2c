package dev.coffer.wire.codec;

import dev.coffer.wire.binding.Rpc;
import java.util.function.Supplier;

/** A call by name whose arguments have not been looked at yet. */
public final class Invocation {
  private final Rpc.Service service;
  private final String operation;
  private final Supplier<Given.Members> arguments;

  Invocation(Rpc.Service service, String operation, Supplier<Given.Members> arguments) {
    this.service = service;
    this.operation = operation;
    this.arguments = arguments;
  }

  /** The operation's name; Amazon's model has it, or the service is our own. */
  public String operation() {
    return operation;
  }

  /** As logs show it: {@code iam:CreateUser}. */
  public String qualified() {
    return service.signingName() + ":" + operation;
  }

  Given.Members arguments() {
    return arguments.get();
  }
}
