package dev.agentpay.server.views;

import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.BankAccountType;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.Money;
import dev.agentpay.payments.values.PaymentMethod;
import dev.agentpay.payments.values.TokenType;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The request of an agent, as the event that starts a session shows it.
record PayRequestView(
    CallSid call,
    Optional<Money> amount,
    Optional<Money> tip,
    Currency currency,
    String description,
    String reference,
    String connector,
    TokenType tokenType,
    PaymentMethod method,
    Optional<BankAccountType> bankAccountType,
    List<CaptureField> captureOrder,
    List<String> validCardTypes,
    int minPostalCodeLength,
    int inputTimeoutSeconds,
    Map<String, String> parameters,
    Advance advance,
    Optional<String> mirror,
    List<CaptureField> typeTwice) {

  static PayRequestView of(PayRequest request) {
    return new PayRequestView(
        request.call(),
        request.amount(),
        request.tip(),
        request.currency(),
        request.description(),
        request.reference(),
        request.connector(),
        request.tokenType(),
        request.method(),
        request.bankAccountType(),
        request.captureOrder(),
        request.validCardTypes(),
        request.minPostalCodeLength(),
        request.inputTimeoutSeconds(),
        request.parameters(),
        request.advance().forApi(),
        request.mirror(),
        request.typeTwice());
  }
}
