package dev.agentpay.app;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A leak that is made on purpose, one for each place where one is looked for: a search that does
/// not find it is not worth running. The numbers are Stripe's and the brands' published test
/// numbers, none of which a script types; they are kept backwards, so that a class that plants one
/// is not itself what is found.
enum Plant {
  /// A file that somebody left in the data folder.
  FILE(Sink.Kind.DATA, "6555665566500004"),
  /// A line of the log.
  LOG(Sink.Kind.LOG, "0128282828280025"),
  /// A line on standard output.
  STANDARD_OUTPUT(Sink.Kind.OUTPUT, "0015015015015015"),
  /// A line of a script's transcript.
  TRANSCRIPT(Sink.Kind.OUTPUT, "4249310990001106"),
  /// An answer of the server.
  HTTP_ANSWER(Sink.Kind.WIRE, "76617260272263"),
  /// What the server tells Twilio, and the simulator's journal with it.
  TOLD_TO_TWILIO(Sink.Kind.WIRE, "5050630202006653"),
  /// An object in the server's heap that is in use.
  HEAP(Sink.Kind.HEAP, "500013642282873"),
  /// An object in the server's heap that nobody knows any more.
  HEAP_GARBAGE(Sink.Kind.HEAP, "134893536944173"),
  /// A buffer of the server that is not in its heap.
  OUTSIDE_THE_HEAP(Sink.Kind.MEMORY, "4000209000396503");

  private static final int DAYS_OF_TWO_YEARS = 730;

  private final Sink.Kind kind;
  private final String backwards;

  Plant(Sink.Kind kind, String backwards) {
    this.kind = kind;
    this.backwards = backwards;
  }

  /// Where it must be found.
  Sink.Kind kind() {
    return kind;
  }

  /// A security code, put together only when it is asked for.
  static String securityCode() {
    return String.valueOf(DAYS_OF_TWO_YEARS + 7);
  }

  String number() {
    return new StringBuilder(backwards).reverse().toString();
  }

  /// As a text in which neither the API nor the log recognises a card.
  String disguised() {
    return Base64.getEncoder().encodeToString(number().getBytes(StandardCharsets.US_ASCII));
  }
}
