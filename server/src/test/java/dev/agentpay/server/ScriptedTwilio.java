package dev.agentpay.server;

import dev.agentpay.core.Answer;
import dev.agentpay.core.Instruction;
import dev.agentpay.core.PaymentSid;
import dev.agentpay.core.TwilioGateway;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Twilio's REST side with a switch: it accepts, refuses or stays silent.
final class ScriptedTwilio implements TwilioGateway {
  private final AtomicInteger payments = new AtomicInteger();
  private final List<Instruction> sent = new CopyOnWriteArrayList<>();
  private volatile Mood mood = Mood.ACCEPTS;

  enum Mood {
    ACCEPTS,
    REFUSES,
    SILENT
  }

  void is(Mood now) {
    mood = now;
  }

  List<Instruction> sent() {
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
