package dev.agentpay.twilio.rest;

import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.Domains;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.twilio.TwilioOptions;
import dev.agentpay.twilio.UnacceptedException;

/// Asks Twilio for the newest call of the account, which changes nothing, to learn whether it
/// accepts credentials.
public final class CredentialsCheck {
  private static final int UNAUTHORIZED = 401;

  /// What Twilio said.
  public sealed interface Result {
    record Accepted() implements Result {}

    record Refused() implements Result {}

    /// Twilio did not say.
    ///
    /// @param why in words
    record Unknown(String why) implements Result {}
  }

  private CredentialsCheck() {}

  /// Checks the API key and its secret. Blocks until Twilio has answered or the time is over.
  public static Result apiKey(TwilioOptions options) {
    return check(options, options.apiKey(), options.apiSecret());
  }

  /// Checks an auth token, which Twilio accepts for its REST API as well.
  public static Result authToken(TwilioOptions options, String token) {
    return check(options, options.accountSid(), token);
  }

  private static Result check(TwilioOptions options, String user, String password) {
    try (JdkHttpClient http = TwilioConnection.http(options, new Credentials())) {
      return check(TwilioConnection.rest(options, user, password, http), options.accountSid());
    }
  }

  static Result check(TwilioRestClient rest, String accountSid) {
    final Request request =
        new Request(
            HttpMethod.GET,
            Domains.API.toString(),
            "/2010-04-01/Accounts/%s/Calls.json".formatted(accountSid));
    request.addQueryParam("PageSize", "1");
    try {
      rest.request(request);
      return new Result.Accepted();
    } catch (UnacceptedException e) {
      return e.answer() instanceof Answer.Refused refused && refused.httpStatus() == UNAUTHORIZED
          ? new Result.Refused()
          : new Result.Unknown(e.inWords());
    }
  }
}
