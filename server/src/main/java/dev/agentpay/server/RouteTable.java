package dev.agentpay.server;

import static dev.agentpay.auth.Access.AGENTS;
import static dev.agentpay.auth.Access.ANYONE;
import static dev.agentpay.auth.Access.SUPERVISORS;
import static dev.agentpay.auth.Access.USERS;
import static dev.agentpay.server.http.Route.get;
import static dev.agentpay.server.http.Route.post;
import static dev.agentpay.server.http.Route.put;

import dev.agentpay.server.api.CallRoutes;
import dev.agentpay.server.api.ClaimRoutes;
import dev.agentpay.server.api.DeadLetterRoutes;
import dev.agentpay.server.api.DeskRoutes;
import dev.agentpay.server.api.OperatorRoutes;
import dev.agentpay.server.api.ServiceKeyRoutes;
import dev.agentpay.server.api.SessionRoutes;
import dev.agentpay.server.api.SignInRoutes;
import dev.agentpay.server.api.SoftphoneRoutes;
import dev.agentpay.server.api.TokenRoutes;
import dev.agentpay.server.http.Route;
import dev.agentpay.server.stream.EventStream;
import dev.agentpay.server.webhook.TwilioRoutes;
import dev.agentpay.voice.Voice;
import java.util.List;

/// The server's own routes: method, path, roles and handler. `openapi.json` describes them. Those
/// that the desk requests by itself are automatic. A token that is pinned to a payment may use only
/// those that are for it.
record RouteTable(
    SignInRoutes signIn,
    CallRoutes calls,
    ClaimRoutes claims,
    SoftphoneRoutes softphone,
    DeskRoutes desk,
    SessionRoutes sessions,
    EventStream stream,
    TwilioRoutes twilio,
    DeadLetterRoutes deadLetters,
    ServiceKeyRoutes keys,
    TokenRoutes tokens,
    OperatorRoutes operator) {

  List<Route> routes() {
    return List.of(
        post("/api/login", ANYONE, signIn::login),
        post("/api/logout", USERS, signIn::logout).forPinned(),
        get("/api/me", USERS, signIn::me).automatic().forPinned(),
        put("/api/me/activity", USERS, signIn::active).forPinned(),
        put("/api/me/availability", AGENTS, signIn::available),
        put("/api/me/streams/{stream}", USERS, stream::confirm).automatic().forPinned(),
        get("/api/desk", USERS, desk::desk).automatic().forPinned(),
        get("/api/calls", USERS, calls::list).automatic().forPinned(),
        // Must come before the paths with a sid, which would match "by-uui".
        get("/api/calls/by-uui", USERS, claims::known),
        post("/api/calls/by-uui/claim", AGENTS, claims::byUui),
        post("/api/calls/by-uui/withdraw", USERS, claims::withdraw),
        get("/api/calls/{sid}", USERS, calls::one).forPinned(),
        post("/api/calls/{sid}/claim", AGENTS, claims::bySid),
        post("/api/calls/{sid}/assign", SUPERVISORS, claims::assign),
        post("/api/softphone/token", AGENTS, softphone::token).automatic(),
        post("/api/pay-sessions", AGENTS, sessions::start).forPinned(),
        get("/api/pay-sessions", USERS, sessions::list).forPinned(),
        get("/api/pay-sessions/{id}", USERS, sessions::one).forPinned(),
        get("/api/pay-sessions/{id}/events", USERS, sessions::events).forPinned(),
        post("/api/pay-sessions/{id}/captures", USERS, sessions::capture).forPinned(),
        post("/api/pay-sessions/{id}/submit", USERS, sessions::submit).forPinned(),
        post("/api/pay-sessions/{id}/cancel", USERS, sessions::cancel).forPinned(),
        post("/api/pay-sessions/{id}/resolve", SUPERVISORS, sessions::resolve),
        get("/api/dead-letters", SUPERVISORS, deadLetters::list),
        get("/api/dead-letters/{id}", SUPERVISORS, deadLetters::one),
        post("/api/dead-letters/{id}/retry", SUPERVISORS, deadLetters::retry),
        post("/api/dead-letters/{id}/drop", SUPERVISORS, deadLetters::drop),
        // Checks a service key instead of a token.
        post("/api/tokens", ANYONE, tokens::mint),
        get("/api/service-keys", SUPERVISORS, keys::list),
        post("/api/service-keys", SUPERVISORS, keys::create),
        post("/api/service-keys/{id}/rotate", SUPERVISORS, keys::rotate),
        post("/api/service-keys/{id}/revoke", SUPERVISORS, keys::revoke),
        get(Route.EVENTS, USERS, stream::open).automatic().forPinned(),
        post("/twilio/payments/status", ANYONE, twilio::paymentStatus),
        post(Voice.INCOMING, ANYONE, twilio::incoming),
        post(Voice.RECALLED, ANYONE, twilio::recalled),
        post(Voice.SOFTPHONE, ANYONE, twilio::dialOut),
        post(Voice.DIAL_ENDED, ANYONE, twilio::dialEnded),
        post(Voice.REFER, ANYONE, twilio::refer),
        post(Voice.CALL_STATUS, ANYONE, twilio::callStatus),
        get("/health/live", ANYONE, operator::live),
        get("/health/ready", ANYONE, operator::ready),
        get("/metrics", ANYONE, operator::metrics),
        get("/openapi.json", ANYONE, operator::openApi),
        get("/asyncapi.json", ANYONE, operator::asyncApi));
  }
}
