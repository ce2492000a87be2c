package dev.coffer.server.gateway;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.identity.AccessKey;
import dev.coffer.server.table.ControlTable;
import dev.coffer.server.table.RpcTable;
import dev.coffer.server.table.S3Table;
import dev.coffer.wire.codec.Model;
import dev.coffer.wire.codec.Router;
import dev.coffer.wire.s3.Domains;
import java.time.InstantSource;
import java.util.List;

/** Gateways on localhost whose only access key is the one given. */
record OneKeyGateway(AccessKey key, String region, InstantSource clock, Entropy entropy) {
  Gateway serving(S3Table table, Protections protections, RpcTable... rpcTables) {
    var authenticator = OneKey.authenticator(key, region, clock, entropy);
    var authorization = new S3Authorization(protections, clock, region);
    var s3 =
        new S3Path(new Router(Model.s3()), Domains.LOCALHOST, authenticator, table, authorization);
    var rpc = new RpcPath(authenticator, List.of(rpcTables), region);
    var control =
        new ControlPath(
            Domains.LOCALHOST, authenticator, ControlTable.of(List.of()), clock, region);
    var paths = new Gateway.Paths(s3, rpc, control);
    return new Gateway(Domains.LOCALHOST, paths, new Answers(entropy, clock));
  }
}
