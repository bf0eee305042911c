package dev.agentpay.server;

import dev.agentpay.calls.ports.CustomerLegs;
import dev.agentpay.payments.TwilioGateway;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.PaymentSid;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A fake of Twilio's REST API that can be switched to accept, refuse or stay silent.
public final class ScriptedTwilio implements TwilioGateway {
  private final AtomicInteger payments = new AtomicInteger();
  private final List<Instruction> sent = new CopyOnWriteArrayList<>();
  private final Map<CallSid, CustomerLegs.Answer> legs = new ConcurrentHashMap<>();
  private volatile Mood mood = Mood.ACCEPTS;

  public enum Mood {
    ACCEPTS,
    REFUSES,
    SILENT
  }

  /// By default, the leg is a connected customer on a call that we did not place.
  public void customerOn(String call) {
    final CallSid sid = new CallSid(call);
    legs.put(
        sid,
        new CustomerLegs.Answer.Customer(
            sid, "+15005550006", "+15005550001", true, Optional.empty()));
  }

  /// Sets what Twilio knows about a leg.
  public void knows(String leg, CustomerLegs.Answer answer) {
    legs.put(new CallSid(leg), answer);
  }

  public CustomerLegs.Answer leg(CallSid leg) {
    return legs.getOrDefault(leg, new CustomerLegs.Answer.Unknown());
  }

  public void is(Mood now) {
    mood = now;
  }

  public List<Instruction> sent() {
    return List.copyOf(sent);
  }

  @Override
  public Answer send(Envelope call, Instruction instruction) {
    sent.add(instruction);
    return switch (mood) {
      case ACCEPTS -> new Answer.Accepted(call.payment().orElseGet(this::next));
      case REFUSES -> new Answer.Refused(400, 64_004, "no such connector");
      case SILENT -> new Answer.NoAnswer("it is silent");
    };
  }

  private PaymentSid next() {
    return new PaymentSid(
        "PK" + "0".repeat(24) + HexFormat.of().toHexDigits(payments.incrementAndGet()));
  }
}
