package dev.coffer.wire.codec;

/** The operation that a request asks for, served or not. */
public record Route(String operation, Facts facts) {}
