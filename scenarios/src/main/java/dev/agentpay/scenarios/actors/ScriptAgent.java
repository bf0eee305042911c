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

/// An agent of a scenario. Uses the same HTTP API as any client and sees what the event stream
/// shows.
public final class ScriptAgent implements AutoCloseable {

  private final String name;
  private final Transcript transcript;
  private final PayClient client;
  private final StreamNarrator narrator = new StreamNarrator();
  private final PayStream stream;
  private String lastCall = "";

  ScriptAgent(URI server, String name, String password, Transcript transcript) {
    this.name = name;
    this.transcript = transcript;
    client = PayClient.connect(server).signIn(name, password);
    stream = client.stream(narrator);
    does("signs in");
  }

  /// The API client, signed in as this agent.
  public PayClient client() {
    return client;
  }

  public PayStream stream() {
    return stream;
  }

  /// From now on calls ring on this agent's softphone.
  public ScriptAgent ready() {
    client.ready();
    does("is ready for calls");
    return this;
  }

  /// Waits until this call is answered on the agent's softphone.
  public Call answers(String call) {
    final Call answered =
        stream.awaitCall(
            c -> c.sid().equals(call) && c.state() == Call.State.ANSWERED, Stage.STEP_TIMEOUT);
    does("answers the call from " + answered.from());
    lastCall = answered.sid();
    return answered;
  }

  /// Waits until the last answered call has ended; then the agent is free for the next one.
  void awaitEndOfLastCall() {
    if (!lastCall.isEmpty()) {
      stream.awaitCall(
          c -> c.sid().equals(lastCall) && c.state() == Call.State.ENDED, Stage.STEP_TIMEOUT);
    }
  }

  String name() {
    return name;
  }

  /// Claims the call that the PBX knows by this UUI. Twilio may report the call only after the
  /// customer has answered, so this waits for it.
  public Call claims(String uui) {
    final Call call =
        client
            .claimByUui(uui)
            .orElseGet(
                () ->
                    stream.awaitCall(
                        c ->
                            c.uui().equals(Optional.of(uui)) && c.agent().equals(Optional.of(name)),
                        Stage.STEP_TIMEOUT));
    does("claims the call with the UUI %s: %s".formatted(uui, call.sid()));
    return call;
  }

  /// Claims a call that does not exist yet.
  public void claimsAhead(String uui) {
    if (client.claimByUui(uui).isPresent()) {
      throw new ScriptFailure("a call with the UUI %s exists already".formatted(uui));
    }
    does("claims the call with the UUI %s, which is not dialled yet".formatted(uui));
  }

  /// Waits until this call is assigned to the agent and answered.
  public Call has(String call) {
    final Call mine =
        stream.awaitCall(
            c ->
                c.sid().equals(call)
                    && c.agent().equals(Optional.of(name))
                    && c.state() == Call.State.ANSWERED,
            Stage.STEP_TIMEOUT);
    does("has the call from %s to %s".formatted(mine.from(), mine.to()));
    return mine;
  }

  /// Waits until this call is no longer assigned to the agent.
  public void loses(String call) {
    stream.awaitCall(
        c -> c.sid().equals(call) && !c.agent().equals(Optional.of(name)), Stage.STEP_TIMEOUT);
    does("sees that the call is assigned to somebody else");
  }

  /// Waits until this call has ended.
  public void seesTheEndOf(String call) {
    stream.awaitCall(c -> c.sid().equals(call) && !c.isLive(), Stage.STEP_TIMEOUT);
    does("sees that the call is over");
  }

  /// Starts a payment and returns the session's id.
  ///
  /// @param what describes the payment in the transcript
  public String takes(StartPayment payment, String what) {
    does("takes a payment: " + what);
    return client.start(payment).id();
  }

  /// Waits until all fields are captured, then submits.
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

  /// Waits until the session is in this state.
  ///
  /// @throws dev.agentpay.client.model.AwaitException if it is not within [Stage#STEP_TIMEOUT], or
  ///   ends in another state
  public PaySession sees(String session, SessionState wanted) {
    return narrator.awaitNarrated(stream.awaitState(session, wanted, Stage.STEP_TIMEOUT));
  }

  /// Waits until the session satisfies the predicate.
  public PaySession sees(String session, Predicate<PaySession> wanted) {
    return narrator.awaitNarrated(stream.await(session, wanted, Stage.STEP_TIMEOUT));
  }

  /// Waits until Twilio has accepted the submit.
  public void seesSubmitAccepted(String session) {
    narrator.awaitSubmitAccepted(session);
  }

  /// Makes an attempt that the server must refuse with this problem type.
  ///
  /// @param what describes the attempt; follows "tries to" in the transcript
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
    throw new ScriptFailure(
        "%s could %s, but the server should have refused it".formatted(name, what));
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

  /// Writes to the transcript what the stream shows. The digits of one field are combined in one
  /// line.
  private final class StreamNarrator implements StreamListener {
    private final Map<String, Long> versions = new HashMap<>();
    private final Map<String, Long> submitNumbers = new HashMap<>();
    private final Set<String> acceptedSubmits = new HashSet<>();
    private String pendingDigits = "";

    /// Waits until the transcript contains every event up to this version of the session.
    private synchronized PaySession awaitNarrated(PaySession session) {
      await(() -> versions.getOrDefault(session.id(), 0L) >= session.version());
      return session;
    }

    private synchronized void awaitSubmitAccepted(String session) {
      await(() -> acceptedSubmits.contains(session));
    }

    private synchronized void await(BooleanSupplier until) {
      final long end = System.nanoTime() + Stage.STEP_TIMEOUT.toNanos();
      try {
        while (!until.getAsBoolean()) {
          final long left = end - System.nanoTime();
          if (left <= 0) {
            throw new ScriptFailure(
                "the stream did not show the event within %d s"
                    .formatted(Stage.STEP_TIMEOUT.toSeconds()));
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
      pendingDigits =
          pendingDigits.isEmpty()
              ? "sees %s being typed: %s".formatted(words(digits.field()), digits.mask())
              : pendingDigits + " " + digits.mask();
    }

    @Override
    public void event(PayEvent event) {
      if (!pendingDigits.isEmpty()) {
        does(pendingDigits);
        pendingDigits = "";
      }
      event.paySession().ifPresent(session -> narrate(event, session));
    }

    private synchronized void narrate(PayEvent event, PaySession session) {
      describe(event, session);
      versions.merge(session.id(), event.number(), Long::max);
      if (event.type().equals("submit-requested")) {
        submitNumbers.put(session.id(), event.number());
      }
      if (event.type().equals("instruction-accepted")
          && event.details().get("instruction") instanceof Number number
          && number.longValue() == submitNumbers.getOrDefault(session.id(), 0L)) {
        acceptedSubmits.add(session.id());
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
                            "sees %s captured: %s %s✓"
                                .formatted(
                                    words(f.field()),
                                    f.mask(),
                                    f.field() == CaptureField.PAYMENT_CARD_NUMBER
                                        ? session.cardType().orElse("") + " "
                                        : "")));
        case "field-rejected" ->
            does(
                "sees %s rejected: %s"
                    .formatted(event.details().get("field"), event.details().get("error")));
        case "all-captured" -> does("sees that all fields are captured");
        case "capture-parked" -> does("sees that the capture stopped after repeated timeouts");
        default -> {
          if (session.isFinal() || session.state() == SessionState.UNCONFIRMED) {
            describeEnd(event, session);
          }
        }
      }
    }

    private void describeEnd(PayEvent event, PaySession session) {
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
