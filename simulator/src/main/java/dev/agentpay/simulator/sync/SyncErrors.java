package dev.agentpay.simulator.sync;

import dev.agentpay.simulator.options.Choices.SyncErrorStatus;
import dev.agentpay.simulator.options.Choices.SyncMismatch;
import dev.agentpay.simulator.options.Choices.SyncNotFound;
import dev.agentpay.simulator.options.Switch;
import dev.agentpay.simulator.wire.TwilioError;
import dev.agentpay.simulator.world.WorldContext;

/// Creates Sync's errors. Twilio publishes the codes, but neither the HTTP statuses nor when a
/// general code is used instead of a specific one. Switches decide that.
public final class SyncErrors {
  private final WorldContext context;

  SyncErrors(WorldContext context) {
    this.context = context;
  }

  public TwilioError of(int code, String message) {
    boolean byKind = context.switches().is(Switch.SYNC_ERROR_STATUS, SyncErrorStatus.BY_KIND);
    return new TwilioError(byKind || code == 54009 ? status(code) : 400, code, message);
  }

  /// @param nameOrSid of the requested resource
  TwilioError notFound(int code, String nameOrSid) {
    boolean bySid = SyncInput.isSid(nameOrSid) || code == 54201;
    int effectiveCode =
        switch (context.switches().choice(Switch.SYNC_NOT_FOUND, SyncNotFound.class)) {
          case BY_KIND -> code;
          case UNIQUE_NAME -> bySid ? code : 54300;
          case GENERAL -> 20404;
        };
    return of(effectiveCode, "The requested resource " + nameOrSid + " was not found");
  }

  TwilioError mismatch(int code) {
    boolean general = context.switches().is(Switch.SYNC_MISMATCH, SyncMismatch.GENERAL);
    return of(general ? 20412 : code, "The revision does not match the expected revision");
  }

  private static int status(int code) {
    return switch (code) {
      case 54007 -> 403;
      case 20404, 54050, 54100, 54200, 54201, 54300 -> 404;
      case 54208, 54301 -> 409;
      case 20412, 54103, 54205 -> 412;
      case 54006 -> 413;
      case 54009 -> 429;
      default -> 400;
    };
  }
}
