package dev.coffer.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.coffer.wire.admin.ExplainAccess;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.codec.Invocation;
import dev.coffer.wire.codec.JsonCodec;
import dev.coffer.wire.codec.RpcCodec;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.kms.CreateGrant;
import dev.coffer.wire.kms.Encrypt;
import dev.coffer.wire.kms.ImportKeyMaterial;
import dev.coffer.wire.rpc.RpcException;
import dev.coffer.wire.sts.AssumeRole;
import java.nio.charset.StandardCharsets;

/** The messages of calls by name: a value or a refusal, and a value survives being written. */
class CallFuzzTest {
  @FuzzTest
  void form(byte[] body) {
    RpcCodec codec = RpcCodec.of(Rpc.Service.STS);
    try {
      Invocation invocation = codec.read(request("", null), body);
      if (invocation.operation().equals("AssumeRole")) {
        codec.decode(AssumeRole.class, invocation);
      }
    } catch (RpcException _) {
      // refused, as it may be
    }
  }

  @FuzzTest
  void query(byte[] query) {
    RpcCodec codec = RpcCodec.of(Rpc.Service.STS);
    try {
      codec.read(request("", new String(query, StandardCharsets.UTF_8)), new byte[0]);
    } catch (RpcException _) {
      // refused, as it may be
    }
  }

  @FuzzTest
  void encrypt(byte[] body) {
    json(JsonCodec.kms(), Encrypt.class, body);
  }

  @FuzzTest
  void grant(byte[] body) {
    json(JsonCodec.kms(), CreateGrant.class, body);
  }

  @FuzzTest
  void material(byte[] body) {
    json(JsonCodec.kms(), ImportKeyMaterial.class, body);
  }

  @FuzzTest
  void explain(byte[] body) {
    json(JsonCodec.admin(), ExplainAccess.class, body);
  }

  @FuzzTest
  void answer(byte[] body) {
    try {
      JsonCodec.kms().decodeAnswer(Encrypt.Output.class, body);
    } catch (MalformedMessage _) {
      // refused, as it may be
    }
    JsonCodec.kms().decodeRefusal(400, body);
  }

  private static <O extends Record & Operation<?>> void json(
      JsonCodec codec, Class<O> type, byte[] body) {
    O value;
    try {
      value = decode(codec, type, body);
    } catch (RpcException _) {
      return; // refused, as it may be
    }
    if (!decode(codec, type, codec.encode(value)).equals(value)) {
      throw new AssertionError("not the same after it was written");
    }
  }

  private static <O extends Record & Operation<?>> O decode(
      JsonCodec codec, Class<O> type, byte[] body) {
    return codec.decode(type, codec.read(request(codec.target(type), null), body));
  }

  private static Request request(String target, String query) {
    Headers headers = Headers.of("Host", "localhost", "X-Amz-Target", target);
    return new Request("POST", "/", query, headers, Body.empty(), Request.Peer.LOCAL);
  }
}
