package dev.coffer.server.table;

import dev.coffer.iam.admin.AccountOperations;
import dev.coffer.iam.admin.Explanation;
import dev.coffer.store.report.EncryptionReports;
import dev.coffer.wire.admin.CountVersions;
import dev.coffer.wire.admin.CreateAccount;
import dev.coffer.wire.admin.DeleteAccount;
import dev.coffer.wire.admin.ExplainAccess;
import dev.coffer.wire.admin.ListAccounts;
import dev.coffer.wire.admin.RecountVersions;
import dev.coffer.wire.admin.ReportEncryption;
import dev.coffer.wire.binding.Rpc;

/** The operations of the administration, a line each. */
public final class AdminTable {
  private AdminTable() {}

  /** Everything that the administration offers. */
  public static RpcTable of(
      AccountOperations accounts, Explanation explanation, EncryptionReports reports) {
    return new RpcTable(Rpc.Service.ADMIN)
        .serve(CreateAccount.class, accounts::createAccount)
        .serve(ListAccounts.class, accounts::listAccounts)
        .serve(DeleteAccount.class, accounts::deleteAccount)
        .serve(ExplainAccess.class, explanation::explainAccess)
        .serve(ReportEncryption.class, reports::report)
        .serve(CountVersions.class, reports::count)
        .serve(RecountVersions.class, reports::recount);
  }
}
