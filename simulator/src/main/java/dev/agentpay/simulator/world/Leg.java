package dev.agentpay.simulator.world;

import dev.agentpay.simulator.wire.SipUri;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One call leg, which Twilio calls a call. Only `Calls` changes it.
public final class Leg {

  /// The kind of party at the end of the leg.
  public enum Kind {
    PSTN,
    CLIENT,
    SIP;

    public static Kind of(String address) {
      if (address.startsWith("client:")) {
        return CLIENT;
      }
      return SipUri.parse(address).isPresent() ? SIP : PSTN;
    }
  }

  /// Twilio's call statuses, in the order in which a call passes through them.
  public enum Status {
    QUEUED,
    INITIATED,
    RINGING,
    IN_PROGRESS,
    COMPLETED,
    BUSY,
    NO_ANSWER,
    FAILED,
    CANCELED;

    public String wire() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Status ofWire(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    public boolean ended() {
      return compareTo(IN_PROGRESS) > 0;
    }

    /// The `statusCallbackEvent` that reports this status.
    public String event() {
      return switch (this) {
        case QUEUED, INITIATED -> "initiated";
        case RINGING -> "ringing";
        case IN_PROGRESS -> "answered";
        case COMPLETED, BUSY, NO_ANSWER, FAILED, CANCELED -> "completed";
      };
    }
  }

  /// The URL that receives this leg's status callbacks, and the events it subscribes to.
  public record StatusCallback(String url, String method, Set<String> events) {
    public StatusCallback {
      events = Set.copyOf(events);
    }
  }

  /// The properties of a leg that never change.
  public record Properties(
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

  private final Properties properties;
  private final List<Leg> children = new ArrayList<>();
  private Status status;
  private @Nullable Instant answered;
  private @Nullable Instant ended;
  private Instant updated;
  private int sequence;

  public Leg(Properties properties, Status status) {
    this.properties = properties;
    this.status = status;
    updated = properties.at;
    properties.parent.ifPresent(parent -> parent.children.add(this));
  }

  public String sid() {
    return properties.sid;
  }

  public Kind kind() {
    return properties.kind;
  }

  public String direction() {
    return properties.direction;
  }

  public String from() {
    return properties.from;
  }

  public String to() {
    return properties.to;
  }

  /// Whether the party at the end of this leg made the call.
  public boolean isInbound() {
    return direction().equals("inbound");
  }

  /// The identity of a client leg, without `client:`; empty otherwise.
  public String identity() {
    final String address = isInbound() ? from() : to();
    return kind() == Kind.CLIENT ? address.substring("client:".length()) : "";
  }

  public Optional<Leg> parent() {
    return properties.parent;
  }

  /// The call that this leg was dialled from, or itself.
  Leg root() {
    return properties.parent.map(Leg::root).orElse(this);
  }

  public Map<String, String> parameters() {
    return properties.parameters;
  }

  /// The headers of an incoming SIP call, or those sent to a dialled SIP party.
  public Map<String, String> sipHeaders() {
    return properties.sipHeaders;
  }

  public Optional<StatusCallback> statusCallback() {
    return properties.statusCallback;
  }

  public Instant created() {
    return properties.at;
  }

  public List<Leg> children() {
    return List.copyOf(children);
  }

  public Status status() {
    return status;
  }

  public boolean inProgress() {
    return status == Status.IN_PROGRESS;
  }

  public Optional<Instant> answered() {
    return Optional.ofNullable(answered);
  }

  public Optional<Instant> ended() {
    return Optional.ofNullable(ended);
  }

  public Instant updated() {
    return updated;
  }

  /// The duration from the answer to the end in seconds, rounded up; 0 for a call that was never
  /// answered or has not ended.
  public long durationSeconds() {
    if (answered == null || ended == null) {
      return 0;
    }
    return Duration.between(answered, ended).plusMillis(999).toSeconds();
  }

  /// Whether keys pressed on this leg can reach a payment. Softphones and dialled SIP parties are
  /// on the agent's side, so theirs cannot.
  public boolean isTelephone() {
    return kind() == Kind.PSTN || (kind() == Kind.SIP && isInbound());
  }

  public int nextSequence() {
    return sequence++;
  }

  public void become(Status next, Instant at) {
    status = next;
    updated = at;
    if (next == Status.IN_PROGRESS) {
      answered = at;
    } else if (next.ended()) {
      ended = at;
    }
  }
}
