package dev.agentpay.scenarios.actors;

import dev.agentpay.client.PayClient;
import dev.agentpay.client.PayStream;
import dev.agentpay.client.StartPayment;
import dev.agentpay.client.StreamListener;
import dev.agentpay.client.model.Call;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.Digits;
import dev.agentpay.client.model.PayEvent;
import dev.agentpay.client.model.PayException;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.ProblemType;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.client.model.Snapshot;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// An agent of a script: works through the same HTTP API as any client, and sees what the stream
/// shows.
public final class ScriptAgent implements AutoCloseable {

  private final String name;
  private final Transcript transcript;
  private final PayClient client;
  private final Eyes eyes = new Eyes();
  private final PayStream stream;

  ScriptAgent(URI server, String name, String password, Transcript transcript) {
    this.name = name;
    this.transcript = transcript;
    client = PayClient.connect(server).signIn(name, password);
    stream = client.stream(eyes);
    does("signs in");
  }

  /// The API, as this agent.
  public PayClient client() {
    return client;
  }

  public PayStream stream() {
    return stream;
  }

  /// From here on calls ring at this agent's softphone.
  public ScriptAgent ready() {
    client.ready();
    does("is ready for calls");
    return this;
  }

  /// Waits until this call is answered on the agent's softphone.
  public Call answers(String call) {
    final Call answered =
        stream.awaitCall(
            c -> c.sid().equals(call) && c.state() == Call.State.ANSWERED, Stage.PATIENCE);
    does("answers the call from " + answered.from());
    return answered;
  }

  String name() {
    return name;
  }

  /// Claims the call that the PBX knows by this UUI: Twilio may tell of it only after the customer
  /// has answered.
  public Call claims(String uui) {
    final Call call =
        client
            .claimByUui(uui)
            .orElseGet(
                () ->
                    stream.awaitCall(
                        c ->
                            c.uui().equals(Optional.of(uui)) && c.agent().equals(Optional.of(name)),
                        Stage.PATIENCE));
    does("claims the call under %s: %s".formatted(uui, call.sid()));
    return call;
  }

  /// Claims a call that is not there yet.
  public void claimsAhead(String uui) {
    if (client.claimByUui(uui).isPresent()) {
      throw new ScriptFailure("there is a call under %s already".formatted(uui));
    }
    does("claims the call under %s, which is not dialled yet".formatted(uui));
  }

  /// Waits until this call is theirs and the customer talks.
  public Call has(String call) {
    final Call mine =
        stream.awaitCall(
            c ->
                c.sid().equals(call)
                    && c.agent().equals(Optional.of(name))
                    && c.state() == Call.State.ANSWERED,
            Stage.PATIENCE);
    does("has the call of %s and %s".formatted(mine.from(), mine.to()));
    return mine;
  }

  /// Waits until this call is not theirs any more.
  public void loses(String call) {
    stream.awaitCall(
        c -> c.sid().equals(call) && !c.agent().equals(Optional.of(name)), Stage.PATIENCE);
    does("sees the call leave");
  }

  /// Waits until this call is over.
  public void seesTheEndOf(String call) {
    stream.awaitCall(c -> c.sid().equals(call) && !c.isLive(), Stage.PATIENCE);
    does("sees that the call is over");
  }

  /// Starts a payment; gives the session's id.
  ///
  /// @param what it is for, for the transcript
  public String takes(StartPayment payment, String what) {
    does("takes a payment: " + what);
    return client.start(payment).id();
  }

  /// Submits once everything is there.
  public PaySession submits(String session) {
    sees(session, SessionState.READY);
    does("submits");
    return client.submit(session);
  }

  public void cancels(String session) {
    does("cancels");
    client.cancel(session);
  }

  public void asksAgain(String session, CaptureField field) {
    does("presses ✕ on " + words(field));
    client.capture(session, field, true);
  }

  /// Waits until the session is in this state; another end is a failure.
  ///
  /// @throws dev.agentpay.client.AwaitException when it is not within 15 seconds
  public PaySession sees(String session, SessionState wanted) {
    return eyes.haveSeen(stream.awaitState(session, wanted, Stage.PATIENCE));
  }

  /// Waits until the session is like that.
  public PaySession sees(String session, Predicate<PaySession> wanted) {
    return eyes.haveSeen(stream.await(session, wanted, Stage.PATIENCE));
  }

  /// Waits until Twilio has taken the submit.
  public void knowsThatTwilioHasIt(String session) {
    eyes.awaitSubmitTaken(session);
  }

  /// Does what must be refused for this reason.
  public void isRefused(ProblemType why, String what, Runnable attempt) {
    try {
      attempt.run();
    } catch (PayException refused) {
      if (refused.type() == why) {
        does("tries to %s: refused, %s".formatted(what, refused.detail()));
        return;
      }
      throw refused;
    }
    throw new ScriptFailure("%s could %s".formatted(name, what));
  }

  @Override
  public void close() {
    stream.close();
  }

  public void does(String what) {
    transcript.line(name, what);
  }

  private static String words(CaptureField field) {
    return switch (field) {
      case PAYMENT_CARD_NUMBER -> "the card number";
      case EXPIRATION_DATE -> "the expiry";
      case SECURITY_CODE -> "the security code";
      default -> field.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }

  /// Puts into words what the stream shows. A field that grows digit by digit is one line.
  private final class Eyes implements StreamListener {
    private final Map<String, Long> versions = new HashMap<>();
    private final Map<String, Long> submits = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private String growing = "";

    /// Waits until what led to this state has been put into words.
    private synchronized PaySession haveSeen(PaySession session) {
      await(() -> versions.getOrDefault(session.id(), 0L) >= session.version());
      return session;
    }

    private synchronized void awaitSubmitTaken(String session) {
      await(() -> taken.contains(session));
    }

    private synchronized void await(BooleanSupplier until) {
      final long end = System.nanoTime() + Stage.PATIENCE.toNanos();
      try {
        while (!until.getAsBoolean()) {
          final long left = end - System.nanoTime();
          if (left <= 0) {
            throw new ScriptFailure("the stream did not show it in time");
          }
          TimeUnit.NANOSECONDS.timedWait(this, left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ScriptFailure("interrupted", e);
      }
    }

    @Override
    public synchronized void snapshot(Snapshot snapshot) {
      snapshot.paySessions().forEach(s -> versions.merge(s.id(), s.version(), Long::max));
    }

    @Override
    public void digits(Digits digits) {
      growing =
          growing.isEmpty()
              ? "sees %s grow: %s".formatted(words(digits.field()), digits.mask())
              : growing + " " + digits.mask();
    }

    @Override
    public void event(PayEvent event) {
      if (!growing.isEmpty()) {
        does(growing);
        growing = "";
      }
      event.paySession().ifPresent(session -> note(event, session));
    }

    private synchronized void note(PayEvent event, PaySession session) {
      describe(event, session);
      versions.merge(session.id(), event.number(), Long::max);
      if (event.type().equals("submit-requested")) {
        submits.put(session.id(), event.number());
      }
      if (event.type().equals("instruction-accepted")
          && event.details().get("instruction") instanceof Number number
          && number.longValue() == submits.getOrDefault(session.id(), 0L)) {
        taken.add(session.id());
      }
      notifyAll();
    }

    private void describe(PayEvent event, PaySession session) {
      switch (event.type()) {
        case "field-captured" ->
            session.fields().stream()
                .filter(f -> wire(f.field()).equals(event.details().get("field")))
                .forEach(
                    f ->
                        does(
                            "sees %s done: %s %s✓"
                                .formatted(
                                    words(f.field()),
                                    f.mask(),
                                    f.field() == CaptureField.PAYMENT_CARD_NUMBER
                                        ? session.cardType().orElse("") + " "
                                        : "")));
        case "field-rejected" ->
            does(
                "sees %s not taken: %s"
                    .formatted(event.details().get("field"), event.details().get("error")));
        case "all-captured" -> does("sees that everything is there");
        case "capture-parked" -> does("sees that nobody types any more");
        default -> {
          if (session.isFinal() || session.state() == SessionState.UNCONFIRMED) {
            ended(event, session);
          }
        }
      }
    }

    private void ended(PayEvent event, PaySession session) {
      if (!event.type().startsWith("session-")) {
        return;
      }
      final StringBuilder end =
          new StringBuilder("sees the payment ").append(wire(session.state()));
      session
          .outcome()
          .ifPresent(
              o -> {
                o.confirmationCode().ifPresent(c -> end.append(", confirmation ").append(c));
                o.token().ifPresent(t -> end.append(", token ").append(t));
                o.errorCode().ifPresent(c -> end.append(", code ").append(c));
                o.text().ifPresent(t -> end.append(" (").append(t).append(')'));
              });
      does(end.toString());
    }

    private static String wire(Enum<?> value) {
      return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
