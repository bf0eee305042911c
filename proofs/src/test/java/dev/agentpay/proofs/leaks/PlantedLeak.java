package dev.agentpay.proofs.leaks;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// Deliberate leaks, one for each place that is searched, to prove that the search works. The
/// numbers are published test numbers of Stripe and the card brands that no script types. They are
/// stored backwards, so that the search does not find this class itself.
enum PlantedLeak {
  /// A leftover file in the data folder.
  FILE("6555665566500004", "data/server/leftover.tmp"),
  /// A log line.
  LOG("0128282828280025", "log/server.err"),
  /// A line on standard output.
  STANDARD_OUTPUT("0015015015015015", "output/server.out"),
  /// A line in a script's transcript.
  TRANSCRIPT("4249310990001106", "output/transcript"),
  /// A response of the server, and its database.
  HTTP_RESPONSE("76617260272263", "wire/agent-responses/", "data/server/agentpay.db"),
  /// A request of the server to Twilio, and the simulator's journal.
  TWILIO_REQUEST("5050630202006653", "wire/twilio-requests/", "wire/simulator-responses/"),
  /// An object in the server's heap.
  HEAP("500013642282873", "heap/"),
  /// An unreachable object in the server's heap.
  HEAP_GARBAGE("134893536944173", "heap/"),
  /// A direct buffer outside the server's heap.
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

  /// The prefixes of the sinks in which it must be found.
  List<String> places() {
    return secondPlace.isEmpty() ? List.of(place) : List.of(place, secondPlace);
  }

  /// A security code, built at run time, so that this class does not contain its text.
  static String securityCode() {
    return String.valueOf(DAYS_OF_TWO_YEARS + 7);
  }

  String number() {
    return new StringBuilder(backwards).reverse().toString();
  }

  /// The number as Base64, which the masks of the API and the log do not recognise.
  String disguised() {
    return Base64.getEncoder().encodeToString(number().getBytes(StandardCharsets.US_ASCII));
  }
}
