package dev.coffer.wire.binding;

/**
 * A request as a value; {@code O} is the record of its answer.
 *
 * @param <O> a record whose components are bound like the operation's
 */
public interface Operation<O extends Record> {}
