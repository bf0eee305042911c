package dev.agentpay.proofs.leaks;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// A leak that is made on purpose, one for each place where one is looked for: a search that does
/// not find it is not worth running. The numbers are Stripe's and the brands' published test
/// numbers, none of which a script types; they are kept backwards, so that a class that plants one
/// is not itself what is found.
enum PlantedLeak {
  /// A file that somebody left in the data folder.
  FILE("6555665566500004", "data/server/leftover.tmp"),
  /// A line of the log.
  LOG("0128282828280025", "log/server.err"),
  /// A line on standard output.
  STANDARD_OUTPUT("0015015015015015", "output/server.out"),
  /// A line of a script's transcript.
  TRANSCRIPT("4249310990001106", "output/transcript"),
  /// An answer of the server, and what it has stored.
  HTTP_ANSWER("76617260272263", "wire/agents-answers/", "data/server/agentpay.db"),
  /// What the server tells Twilio, and the simulator's journal with it.
  TOLD_TO_TWILIO("5050630202006653", "wire/twilio-asked/", "wire/simulator-answers/"),
  /// An object in the server's heap that is in use.
  HEAP("500013642282873", "heap/"),
  /// An object in the server's heap that nobody knows any more.
  HEAP_GARBAGE("134893536944173", "heap/"),
  /// A buffer of the server that is not in its heap.
  OUTSIDE_THE_HEAP("4000209000396503", "memory/");

  private static final int DAYS_OF_TWO_YEARS = 730;

  private final String backwards;
  private final String place;
  private final String secondPlace;

  PlantedLeak(String backwards, String place) {
    this(backwards, place, "");
  }

  PlantedLeak(String backwards, String place, String secondPlace) {
    this.backwards = backwards;
    this.place = place;
    this.secondPlace = secondPlace;
  }

  /// Where it must be found: what the names of the sinks begin with.
  List<String> places() {
    return secondPlace.isEmpty() ? List.of(place) : List.of(place, secondPlace);
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
