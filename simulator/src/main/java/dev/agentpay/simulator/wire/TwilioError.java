package dev.agentpay.simulator.wire;

/// Thrown for a REST request that Twilio refuses. The answer is `{"code", "message", "more_info",
/// "status"}`.
public final class TwilioError extends RuntimeException {
  private final int status;
  private final int code;

  public TwilioError(int status, int code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  public static TwilioError unauthorized() {
    return new TwilioError(
        401, 20003, "Authentication Error: use Basic auth with AccountSid:AuthToken or an API key");
  }

  public static TwilioError notFound(String what) {
    return new TwilioError(404, 20404, "The requested resource " + what + " was not found");
  }

  public static TwilioError badRequest(int code, String message) {
    return new TwilioError(400, code, message);
  }

  public int status() {
    return status;
  }

  public int code() {
    return code;
  }

  public RestAnswer.Json answer() {
    return new RestAnswer.Json(
        status,
        OrderedMap.of(
            "code",
            code,
            "message",
            String.valueOf(getMessage()),
            "more_info",
            "https://www.twilio.com/docs/errors/" + code,
            "status",
            status));
  }
}
