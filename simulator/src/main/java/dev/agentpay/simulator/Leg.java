package dev.agentpay.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One call leg, which is what Twilio calls a call. It changes only through [Calls].
final class Leg {

  /// Who is at the other end.
  enum Kind {
    PSTN,
    CLIENT,
    SIP;

    static Kind of(String address) {
      if (address.startsWith("client:")) {
        return CLIENT;
      }
      return SipUri.parse(address).isPresent() ? SIP : PSTN;
    }
  }

  /// Twilio's call statuses, in the order in which a call goes through them.
  enum Status {
    QUEUED,
    INITIATED,
    RINGING,
    IN_PROGRESS,
    COMPLETED,
    BUSY,
    NO_ANSWER,
    FAILED,
    CANCELED;

    String wire() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Status ofWire(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    boolean ended() {
      return compareTo(IN_PROGRESS) > 0;
    }

    /// The `statusCallbackEvent` under which this status is told.
    String event() {
      return switch (this) {
        case QUEUED, INITIATED -> "initiated";
        case RINGING -> "ringing";
        case IN_PROGRESS -> "answered";
        case COMPLETED, BUSY, NO_ANSWER, FAILED, CANCELED -> "completed";
      };
    }
  }

  /// Where this leg's changes are told.
  record StatusCallback(String url, String method, Set<String> events) {
    StatusCallback {
      events = Set.copyOf(events);
    }
  }

  /// What a leg is born with.
  record Birth(
      String sid,
      Kind kind,
      String direction,
      String from,
      String to,
      Optional<Leg> parent,
      Map<String, String> parameters,
      Map<String, String> sipHeaders,
      Optional<StatusCallback> statusCallback,
      Instant at) {}

  private final Birth birth;
  private final List<Leg> children = new ArrayList<>();
  private Status status;
  private @Nullable Instant answered;
  private @Nullable Instant ended;
  private Instant updated;
  private int sequence;

  Leg(Birth birth, Status status) {
    this.birth = birth;
    this.status = status;
    updated = birth.at;
    birth.parent.ifPresent(parent -> parent.children.add(this));
  }

  String sid() {
    return birth.sid;
  }

  Kind kind() {
    return birth.kind;
  }

  String direction() {
    return birth.direction;
  }

  String from() {
    return birth.from;
  }

  String to() {
    return birth.to;
  }

  /// Whether the person at the end of it has called.
  boolean isInbound() {
    return direction().equals("inbound");
  }

  /// Of a client leg, without `client:`; empty otherwise.
  String identity() {
    var address = isInbound() ? from() : to();
    return kind() == Kind.CLIENT ? address.substring("client:".length()) : "";
  }

  Optional<Leg> parent() {
    return birth.parent;
  }

  /// The call that this leg was dialled from, or itself.
  Leg root() {
    return birth.parent.map(Leg::root).orElse(this);
  }

  Map<String, String> parameters() {
    return birth.parameters;
  }

  /// Brought by an incoming SIP call, or sent along to a dialled SIP party.
  Map<String, String> sipHeaders() {
    return birth.sipHeaders;
  }

  Optional<StatusCallback> statusCallback() {
    return birth.statusCallback;
  }

  Instant created() {
    return birth.at;
  }

  List<Leg> children() {
    return List.copyOf(children);
  }

  Status status() {
    return status;
  }

  boolean inProgress() {
    return status == Status.IN_PROGRESS;
  }

  Optional<Instant> answered() {
    return Optional.ofNullable(answered);
  }

  Optional<Instant> ended() {
    return Optional.ofNullable(ended);
  }

  Instant updated() {
    return updated;
  }

  /// Whole seconds since the answer, begun ones counted; 0 for a call that was never answered.
  long durationSeconds() {
    if (answered == null || ended == null) {
      return 0;
    }
    return Duration.between(answered, ended).plusMillis(999).toSeconds();
  }

  /// Only keys pressed on a telephone reach a payment: a softphone or a SIP trunk is the agent's
  /// side.
  boolean isTelephone() {
    return kind() == Kind.PSTN || (kind() == Kind.SIP && isInbound());
  }

  int nextSequence() {
    return sequence++;
  }

  void become(Status next, Instant at) {
    status = next;
    updated = at;
    if (next == Status.IN_PROGRESS) {
      answered = at;
    } else if (next.ended()) {
      ended = at;
    }
  }
}
