package dev.agentpay.twilio.rest;

import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.call.Payment;
import com.twilio.rest.api.v2010.account.call.PaymentCreator;
import com.twilio.rest.api.v2010.account.call.PaymentUpdater;
import dev.agentpay.payments.TwilioGateway;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;
import dev.agentpay.twilio.UnacceptedException;
import dev.agentpay.twilio.webhook.PublicUrl;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Sends instructions to Twilio's Payment resource with twilio-java. Each call makes exactly one
/// request; retries are decided elsewhere.
///
/// @see <a href="https://www.twilio.com/docs/voice/api/payment-resource">Twilio: Payment
///   resource</a>
final class RestGateway implements TwilioGateway {
  private final TwilioRestClient rest;

  /// Twilio does not pass the account type on to a connector, so it also goes into the parameters,
  /// unless the request has such a parameter of its own.
  static final String ACCOUNT_TYPE_PARAMETER = "bankAccountType";

  private final PublicUrl publicUrl;
  private final Predicate<String> ourConnector;

  RestGateway(TwilioRestClient rest, PublicUrl publicUrl, Predicate<String> ourConnector) {
    this.rest = rest;
    this.publicUrl = publicUrl;
    this.ourConnector = ourConnector;
  }

  @Override
  public Answer send(Envelope call, Instruction instruction) {
    return switch (instruction) {
      case Instruction.Create create -> attempt(() -> create(call, create.request()));
      case Instruction.Capture capture -> capture(call, capture.wire());
      case Instruction.Discard discard -> capture(call, discard.field().wire());
      case Instruction.Complete _ ->
          update(call, updater -> updater.setStatus(Payment.Status.COMPLETE));
      case Instruction.Cancel _ ->
          update(call, updater -> updater.setStatus(Payment.Status.CANCEL));
      case Instruction.CancelOrphan orphan ->
          attempt(
              () -> updater(call, orphan.payment()).setStatus(Payment.Status.CANCEL).update(rest));
      case Instruction.AskLedger _ ->
          throw new IllegalArgumentException(
              "ConnectorLedger queries the ledger, not this gateway");
    };
  }

  /// Starts a capture. What was typed into the field before is lost.
  private Answer capture(Envelope call, String entry) {
    return update(call, updater -> updater.setCapture(Payment.Capture.forValue(entry)));
  }

  private Payment create(Envelope call, PayRequest request) {
    final PaymentCreator creator =
        Payment.creator(call.call().value(), call.idempotencyKey(), statusCallback(call))
            .setPaymentConnector(request.connector())
            .setPaymentMethod(Payment.PaymentMethod.forValue(request.method().wire()))
            .setCurrency(request.currency().getCurrencyCode())
            .setPostalCode(request.captureOrder().contains(CaptureField.POSTAL_CODE))
            .setSecurityCode(request.captureOrder().contains(CaptureField.SECURITY_CODE))
            .setTimeout(request.inputTimeoutSeconds());
    // Twilio charges if there is an amount, and creates a token if there is none.
    request
        .total()
        .ifPresentOrElse(
            total -> creator.setChargeAmount(total.amount()),
            () -> creator.setTokenType(Payment.TokenType.forValue(request.tokenType().wire())));
    request
        .bankAccountType()
        .ifPresent(
            type -> creator.setBankAccountType(Payment.BankAccountType.forValue(type.wire())));
    if (!request.description().isEmpty()) {
      creator.setDescription(request.description());
    }
    if (!request.validCardTypes().isEmpty()) {
      creator.setValidCardTypes(String.join(" ", request.validCardTypes()));
    }
    if (request.minPostalCodeLength() > 0) {
      creator.setMinPostalCodeLength(request.minPostalCodeLength());
    }
    if (!request.typeTwice().isEmpty()) {
      creator.setRequireMatchingInputs(
          request.typeTwice().stream().map(CaptureField::wire).collect(Collectors.joining(",")));
    }
    final Map<String, String> parameters = parameters(call.session(), request);
    if (!parameters.isEmpty()) {
      creator.setParameter(parameters);
    }
    return creator.create(rest);
  }

  private Map<String, String> parameters(SessionId session, PayRequest request) {
    final Map<String, String> parameters = new TreeMap<>(request.parameters());
    if (ourConnector.test(request.connector())) {
      parameters.put(SessionId.CONNECTOR_PARAMETER, session.value());
    }
    request
        .bankAccountType()
        .ifPresent(type -> parameters.putIfAbsent(ACCOUNT_TYPE_PARAMETER, type.wire()));
    return parameters;
  }

  private Answer update(Envelope call, Change change) {
    if (call.payment().isEmpty()) {
      return new Answer.NotSent("Twilio has not opened the Payment yet");
    }
    return attempt(() -> change.on(updater(call, call.payment().get())).update(rest));
  }

  private PaymentUpdater updater(Envelope call, PaymentSid payment) {
    return Payment.updater(
        call.call().value(), payment.value(), call.idempotencyKey(), statusCallback(call));
  }

  private URI statusCallback(Envelope call) {
    return publicUrl.paymentStatus(call.session(), call.number());
  }

  private static Answer attempt(Attempt attempt) {
    try {
      final Payment payment = attempt.send();
      final @Nullable String sid = payment == null ? null : payment.getSid();
      return sid == null
          ? new Answer.NoAnswer("Twilio's answer has no Payment sid")
          : new Answer.Accepted(new PaymentSid(sid));
    } catch (UnacceptedException e) {
      return e.answer();
    } catch (RuntimeException e) {
      // The answer was a 2xx, so the instruction may have been carried out, but it cannot be
      // parsed.
      return new Answer.NoAnswer("Twilio's answer cannot be read: " + e.getClass().getSimpleName());
    }
  }

  /// One request.
  private interface Attempt {
    @Nullable Payment send();
  }

  /// Sets the parameters of an update.
  private interface Change {
    PaymentUpdater on(PaymentUpdater updater);
  }
}
