package dev.agentpay.connector;

import dev.agentpay.connector.spi.BankAccountNumber;
import dev.agentpay.connector.spi.CardNumber;
import dev.agentpay.connector.spi.ChargeOrder;
import dev.agentpay.connector.spi.Expiry;
import dev.agentpay.connector.spi.Money;
import dev.agentpay.connector.spi.Order;
import dev.agentpay.connector.spi.PaymentMethod;
import dev.agentpay.connector.spi.Secret;
import dev.agentpay.connector.spi.SecurityCode;
import dev.agentpay.connector.spi.SessionId;
import dev.agentpay.connector.spi.TokenOrder;
import dev.agentpay.connector.spi.TransactionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/// Parses and validates a request into an [Order], so that later code does not have to.
final class OrderReader {
  private final RequestFields fields;
  private final List<Secret> secrets = new ArrayList<>();

  private OrderReader(RequestFields fields) {
    this.fields = fields;
  }

  /// @param byPath the method from the suffix of the path, if it has one
  /// @throws BadRequest if a field is missing or invalid; all secrets read so far are wiped
  static Order read(RequestBody body, Optional<Method> byPath) {
    Optional<Method> requested = byPath;
    try (RequestFields fields = RequestFields.read(body)) {
      Method method = method(fields, byPath);
      requested = Optional.of(method);
      return new OrderReader(fields).readOrWipe(method);
    } catch (BadRequest e) {
      throw requested.map(e::withMethod).orElse(e);
    }
  }

  private Order readOrWipe(Method method) {
    try {
      return order(method);
    } catch (RuntimeException e) {
      secrets.forEach(Secret::wipe);
      throw e;
    }
  }

  private Order order(Method method) {
    Optional<SessionId> session =
        Optional.ofNullable(fields.parameters().get(SessionId.PARAMETER))
            .map(text -> value("parameters", text, SessionId::new));
    TransactionId id = transaction(method, session);
    return switch (method) {
      case CHARGE ->
          new ChargeOrder(
              id,
              session,
              paymentMethod(),
              amount(),
              fields.text("description"),
              fields.parameters());
      case TOKENIZE ->
          new TokenOrder(
              id, session, paymentMethod(), fields.text("description"), fields.parameters());
    };
  }

  /// Some of Twilio's examples have no `transaction_id`. Then the session identifies the request,
  /// or a new id is made for a token, since a second token moves no money.
  private TransactionId transaction(Method method, Optional<SessionId> session) {
    Optional<String> given = fields.text("transaction_id");
    if (given.isPresent()) {
      return value("transaction_id", given.get(), TransactionId::new);
    }
    if (session.isPresent()) {
      return value("parameters", method.wire() + ":" + session.get(), TransactionId::new);
    }
    return switch (method) {
      case CHARGE ->
          throw BadRequest.of(
              "invalid_transaction_id",
              "transaction_id is missing, and parameters has no %s: a repeat could charge twice"
                  .formatted(SessionId.PARAMETER));
      case TOKENIZE -> new TransactionId(UUID.randomUUID().toString());
    };
  }

  private static Method method(RequestFields fields, Optional<Method> byPath) {
    Optional<Method> byBody =
        fields
            .text("method")
            .map(
                text ->
                    Method.ofWire(text)
                        .orElseThrow(
                            () ->
                                BadRequest.of(
                                    "invalid_method", "method must be charge or tokenize")));
    if (byBody.isPresent() && byPath.isPresent() && !byBody.equals(byPath)) {
      throw BadRequest.of("invalid_method", "method must match the suffix of the path");
    }
    return byBody
        .or(() -> byPath)
        .orElseThrow(
            () -> BadRequest.of("invalid_method", "method is missing: use charge or tokenize"));
  }

  private Money amount() {
    String currency = required("currency_code");
    return value("amount", required("amount"), text -> Money.of(text, currency));
  }

  private PaymentMethod paymentMethod() {
    boolean card = fields.characters("cardnumber").isPresent();
    boolean account = fields.characters("bankaccountnumber").isPresent();
    if (card == account) {
      throw BadRequest.of(
          "invalid_cardnumber", "Exactly one of cardnumber and bankaccountnumber must be set");
    }
    return card ? card() : bankAccount();
  }

  private PaymentMethod.Card card() {
    return new PaymentMethod.Card(
        secret("cardnumber", CardNumber::new).orElseThrow(),
        secret("cvv", SecurityCode::new),
        expiry(),
        fields.text("postal_code"));
  }

  private PaymentMethod.BankAccount bankAccount() {
    String routing = required("routingnumber");
    if (!routing.matches("[0-9]{8,9}")) {
      throw BadRequest.of("invalid_routingnumber", "routingnumber must be eight or nine digits");
    }
    return new PaymentMethod.BankAccount(
        secret("bankaccountnumber", BankAccountNumber::new).orElseThrow(),
        routing,
        Optional.ofNullable(fields.parameters().get(PaymentMethod.BankAccount.TYPE_PARAMETER)));
  }

  private Optional<Expiry> expiry() {
    Optional<Integer> month = fields.characters("expiry_month").map(c -> number(c, "expiry_month"));
    Optional<Integer> year = fields.characters("expiry_year").map(c -> number(c, "expiry_year"));
    if (month.isPresent() != year.isPresent()) {
      throw BadRequest.of(
          "invalid_expiry_month", "expiry_month and expiry_year must both be set, or neither");
    }
    return month.map(m -> keep(value("expiry_month", () -> Expiry.of(m, year.orElseThrow()))));
  }

  /// Parses a number without creating a `String`, because the expiry is card data too.
  private static int number(char[] digits, String name) {
    int number = 0;
    for (char digit : digits) {
      if (digits.length > 4 || digit < '0' || digit > '9') {
        throw BadRequest.of("invalid_" + name, name + " must be one to four digits");
      }
      number = number * 10 + digit - '0';
    }
    return number;
  }

  private <S extends Secret> Optional<S> secret(String name, Function<char[], S> make) {
    return fields.characters(name).map(digits -> keep(value(name, () -> make.apply(digits))));
  }

  private <S extends Secret> S keep(S secret) {
    secrets.add(secret);
    return secret;
  }

  private String required(String name) {
    return fields
        .text(name)
        .orElseThrow(() -> BadRequest.of("invalid_" + name, name + " is missing"));
  }

  private static <T> T value(String name, String text, Function<String, T> make) {
    return value(name, () -> make.apply(text));
  }

  /// Creates a value. It is safe to pass on the message of the exception, because these types never
  /// repeat their input in it.
  private static <T> T value(String name, Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      throw BadRequest.of("invalid_" + name, String.valueOf(e.getMessage()));
    }
  }
}
