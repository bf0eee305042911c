package dev.agentpay.app.config;

import java.util.List;
import java.util.Optional;

/// One thing that can be configured.
///
/// @param name in a YAML file: dots part the levels, `twilio.account-sid`
/// @param env the environment variable, which wins over the file
/// @param also what the same is called by older systems, read when this is not said
/// @param fallback what holds when neither says anything; empty: it has to be said
/// @param about what it is, for the operator; ends up in docs/configuration.md
public record Key(
    String name, String env, List<String> also, Optional<String> fallback, String about) {

  public static final Key ACCOUNT_SID =
      needed("twilio.account-sid", "TWILIO_ACCOUNT_SID", "the account: `AC` and 32 hex digits")
          .also("ACCOUNT_SID");
  public static final Key AUTH_TOKEN =
      needed(
              "twilio.auth-token",
              "TWILIO_AUTH_TOKEN",
              "the account's primary auth token, which signs Twilio's webhooks")
          .also("AUTH_TOKEN");
  static final Key SECOND_AUTH_TOKEN =
      key(
          "twilio.secondary-auth-token",
          "TWILIO_SECONDARY_AUTH_TOKEN",
          "",
          "the other auth token while it is being rotated");
  static final Key SHARED_KEYS =
      key(
          "twilio.shared-keys",
          "TWILIO_SHARED_KEYS",
          "",
          "secrets of shared keys that sign webhooks, comma-separated: `KEY-SID=SECRET`; needed only"
              + " if a webhook rule of the account names one, see [signatures](#how-twilio-signs)");
  public static final Key API_KEY =
      needed("twilio.api-key", "TWILIO_API_KEY", "an API key: `SK` and 32 hex digits")
          .also("API_KEY", "API_KEY_SID");
  public static final Key API_SECRET =
      needed("twilio.api-secret", "TWILIO_API_SECRET", "the API key's secret").also("API_SECRET");
  public static final Key BASE_URL =
      key(
          "twilio.base-url",
          "TWILIO_BASE_URL",
          "",
          "where Twilio's REST interface is, when it is not Twilio's own: a simulator");
  static final Key REGION =
      key("twilio.region", "TWILIO_REGION", "", "Twilio region, such as `ie1`; needs an edge");
  static final Key EDGE = key("twilio.edge", "TWILIO_EDGE", "", "Twilio edge, such as `dublin`");
  static final Key CONNECT_TIMEOUT =
      key(
          "twilio.connect-timeout",
          "TWILIO_CONNECT_TIMEOUT",
          "3s",
          "until a connection to Twilio stands");
  static final Key READ_TIMEOUT =
      key("twilio.read-timeout", "TWILIO_READ_TIMEOUT", "10s", "until Twilio has answered");

  public static final Key PUBLIC_URL =
      needed(
              "public-url",
              "AGENTPAY_PUBLIC_URL",
              "our address as Twilio sees it, such as `https://pay.example.com`: what signatures cover;"
                  + " `ngrok` takes the one of an ngrok agent on this machine")
          .also("SERVER_URL");
  static final Key ROUTES =
      key(
          "routes",
          "AGENTPAY_ROUTES",
          "*=softphone",
          "which way calls take, by comma: `NUMBER=ROUTE`, `SIP-DOMAIN=ROUTE` or `*=ROUTE`, where ROUTE"
              + " is `softphone`, `sip-in:DOMAIN`, `sip-out` or `forward:NUMBER`; see"
              + " [docs/calls.md](calls.md)");
  static final Key PHONES =
      key(
          "phones",
          "AGENTPAY_PHONES",
          "",
          "agents' own telephones, by comma: `alice=+12025550123`");
  static final Key CALLER_IDS =
      key(
          "caller-ids",
          "AGENTPAY_CALLER_IDS",
          "",
          "numbers that customers may see who are called, by comma, the usual one first: the account's"
              + " own or verified ones");
  static final Key MUSIC =
      key(
          "queue-music",
          "AGENTPAY_QUEUE_MUSIC",
          "",
          "address of the music that callers hear until an agent is ready; without it they hear that"
              + " the line is busy");
  static final Key RING_FOR =
      key(
          "ring-for",
          "AGENTPAY_RING_FOR",
          "25s",
          "how long an agent is rung before the next one is");
  static final Key UUI_KEPT =
      key(
          "uui-kept",
          "AGENTPAY_UUI_KEPT",
          "12h",
          "how long a UUI leads to its call, and a claim waits for one");
  static final Key CLAIM_BY_SID =
      key(
          "claim-by-sid",
          "AGENTPAY_CLAIM_BY_SID",
          "true",
          "whether agents may claim a call that is nobody's by its CallSid; if not, only supervisors"
              + " can assign it");
  static final Key APPLICATION =
      key(
              "softphone.application",
              "AGENTPAY_SOFTPHONE_APPLICATION",
              "",
              "the TwiML app (`AP…`) through which agents dial out from the desk")
          .also("TWIML_APP_SID");
  static final Key SOFTPHONE =
      key(
          "softphone.kind",
          "AGENTPAY_SOFTPHONE",
          "auto",
          "how agents answer on the desk: `twilio`, `simulator`, `none`; `auto` is the simulator's where"
              + " `twilio.base-url` is set, Twilio's where a route goes to softphones, else none");
  static final Key FRAMED_BY =
      key(
          "framed-by",
          "AGENTPAY_FRAMED_BY",
          "",
          "origins, by comma, of a CRM or CTI that may show the desk in a frame");
  static final Key HOST = key("host", "AGENTPAY_HOST", "127.0.0.1", "the address to listen on");
  public static final Key PORT = key("port", "AGENTPAY_PORT", "8080", "the port to listen on");
  public static final Key DATA = key("data", "AGENTPAY_DATA", "data", "the folder of the database");
  static final Key TRUSTED_PROXIES =
      key(
          "trusted-proxies",
          "AGENTPAY_TRUSTED_PROXIES",
          "",
          "addresses or networks, by comma, whose `X-Forwarded-For` is believed");
  static final Key PROXY_HEADER =
      key(
          "trusted-proxies-header",
          "AGENTPAY_TRUSTED_PROXIES_HEADER",
          "X-Forwarded-For",
          "the header in which each trusted proxy names the client: `X-Forwarded-For` or"
              + " `Forwarded`; the other one is ignored");
  static final Key ALLOWED_ORIGINS =
      key(
          "allowed-origins",
          "AGENTPAY_ALLOWED_ORIGINS",
          "",
          "origins, by comma, of pages elsewhere that may call the API");
  public static final Key LOG =
      key("log", "AGENTPAY_LOG", "json", "`json` for machines, `text` for people");

  public static final Key USERS =
      needed(
          "users",
          "AGENTPAY_USERS",
          "who may sign in, by comma: `name:agent:HASH` or `name:supervisor:HASH`, where HASH is"
              + " what `./agentpay hash` prints; commas inside a HASH are its own");
  public static final Key TOKEN_KEY =
      needed(
          "token-key",
          "AGENTPAY_TOKEN_KEY",
          "signs the sign-in tokens: at least 32 random bytes, the same on every node");
  static final Key TOKEN_LIFETIME =
      key("token-lifetime", "AGENTPAY_TOKEN_LIFETIME", "10h", "how long a sign-in is good");

  public static final Key CONNECTORS =
      needed(
          "connectors",
          "AGENTPAY_CONNECTORS",
          "the Pay Connectors that may be charged, comma-separated: `NAME=ours` for AgentPay's"
              + " connector, `NAME=hosted:stripe` for one that Twilio hosts (`adyen`,"
              + " `basecommerce`, `braintree`, `cardconnect`, `chase`, `shuttle`); the kind says"
              + " which of its errors are declines. `NAME=hosted` takes those of all vendors");
  static final Key DEFAULT_CONNECTOR =
      key(
              "default-connector",
              "AGENTPAY_DEFAULT_CONNECTOR",
              "",
              "used when a payment names none; without it, the first one")
          .also("PAYMENT_CONNECTOR", "PAY_CONNECTOR_NAME");
  static final Key CURRENCY =
      key("currency", "AGENTPAY_CURRENCY", "USD", "used when a payment names none");
  public static final Key LEDGER_URL =
      key(
          "ledger.url",
          "AGENTPAY_LEDGER_URL",
          "",
          "the ledger of AgentPay's connector, such as `http://127.0.0.1:8090/connector/ledger`;"
              + " needed with a connector of ours");
  public static final Key LEDGER_USER =
      key("ledger.user", "AGENTPAY_LEDGER_USER", "ledger", "who reads the ledger");
  public static final Key LEDGER_PASSWORD =
      key("ledger.password", "AGENTPAY_LEDGER_PASSWORD", "", "with this password");

  static final Key OPENING =
      key("deadlines.opening", "AGENTPAY_DEADLINE_OPENING", "45s", "until Twilio opened a Payment");
  public static final Key IDLE =
      key("deadlines.idle", "AGENTPAY_DEADLINE_IDLE", "15m", "while no field is asked for");
  public static final Key CAPTURING =
      key("deadlines.capturing", "AGENTPAY_DEADLINE_CAPTURING", "15m", "for one field");
  public static final Key READY =
      key("deadlines.ready", "AGENTPAY_DEADLINE_READY", "15m", "until the agent submits");
  public static final Key COMPLETING =
      key(
          "deadlines.completing",
          "AGENTPAY_DEADLINE_COMPLETING",
          "100s",
          "until Twilio has said how a submit ended; at least 90 s but for a simulator, as the"
              + " connector may take six times 10 s");
  public static final Key LEDGER_PAUSE =
      key(
          "deadlines.ledger",
          "AGENTPAY_DEADLINE_LEDGER",
          "5s",
          "until an unconfirmed session asks the ledger again; doubled each time");
  public static final Key CALL_CHECK =
      key(
          "call-check",
          "AGENTPAY_CALL_CHECK",
          "60s",
          "how often Twilio is asked whether calls still go on, in case their end was not heard");
  public static final Key SWEEP =
      key("sweep", "AGENTPAY_SWEEP", "1s", "how often due deadlines and dead nodes are looked for");
  static final Key HEARTBEAT =
      key("heartbeat", "AGENTPAY_HEARTBEAT", "15s", "how often an idle stream shows that it lives");

  static final Key COMPAT =
      key(
          "compat.clients",
          "AGENTPAY_COMPAT",
          "",
          "existing clients that are served, by comma: `agent-pay`, `genesyspay`, `generic`, `flask`;"
              + " see [docs/migrating.md](migrating.md)");
  static final Key OPEN_DOOR =
      key(
          "compat.open-door",
          "AGENTPAY_COMPAT_OPEN_DOOR",
          "false",
          "lets in existing clients that send no credentials: **whoever reaches the server can then act"
              + " as any agent**");
  static final Key SYNC_SERVICES =
      key(
              "compat.sync-services",
              "AGENTPAY_COMPAT_SYNC_SERVICES",
              "",
              "Twilio Sync services (`IS…`), by comma, one for each agent who is signed in at a time with"
                  + " an existing client")
          .also("PAY_SYNC_SERVICE_SID", "SYNC_SERVICE_SID");
  static final Key SYNC_SERVICE_NAME =
      key(
              "compat.sync-service-name",
              "AGENTPAY_COMPAT_SYNC_SERVICE_NAME",
              "AgentAssistedPaySync",
              "what GenesysPay's set-up calls the service that it makes")
          .also("PAY_SYNC_SERVICE_NAME");
  static final Key PAY_MAP =
      key(
              "compat.pay-map",
              "AGENTPAY_COMPAT_PAY_MAP",
              "payMap",
              "the Sync map in which existing clients look for payments")
          .also("SYNC_PAY_MAP_NAME");
  static final Key UUI_MAP =
      key(
              "compat.uui-map",
              "AGENTPAY_COMPAT_UUI_MAP",
              "uuiMap",
              "the Sync map in which existing clients look for calls")
          .also("SYNC_UUI_MAP_NAME");
  static final Key SIP_DOMAIN =
      key(
              "compat.sip-domain",
              "AGENTPAY_COMPAT_SIP_DOMAIN",
              "",
              "the PBX that the old voice addresses dial, such as `customer.sip.example.com`")
          .also("SIP_DOMAIN_URI", "ORIGINATION_URI");
  static final Key CAPTURE_ORDER =
      key(
          "compat.capture-order",
          "AGENTPAY_COMPAT_CAPTURE_ORDER",
          "payment-card-number,security-code,expiration-date,postal-code",
          "the order in which existing clients ask for fields, so that the next one can be asked for"
              + " ahead of them");
  static final Key INCLUDE_CVC =
      key(
              "compat.security-code",
              "AGENTPAY_COMPAT_SECURITY_CODE",
              "true",
              "whether GenesysPay's payments ask for the security code")
          .also("INCLUDE_CVC");
  static final Key INCLUDE_POSTAL_CODE =
      key(
              "compat.postal-code",
              "AGENTPAY_COMPAT_POSTAL_CODE",
              "false",
              "whether GenesysPay's payments ask for the postal code")
          .also("INCLUDE_POSTAL_CODE");
  static final Key PHONE_NUMBER =
      key(
              "compat.phone-number",
              "AGENTPAY_COMPAT_PHONE_NUMBER",
              "",
              "the number that the Generic Pay Connector demo shows")
          .also("PHONE_NUMBER");

  static final Key INPUT_TIMEOUT =
      key(
          "compat.input-timeout",
          "AGENTPAY_COMPAT_INPUT_TIMEOUT",
          "5",
          "how many seconds Twilio waits for the next digit; existing clients cannot say");

  /// All of them, in the order of the documentation.
  public static final List<Key> ALL =
      List.of(
          ACCOUNT_SID,
          AUTH_TOKEN,
          SECOND_AUTH_TOKEN,
          SHARED_KEYS,
          API_KEY,
          API_SECRET,
          BASE_URL,
          REGION,
          EDGE,
          CONNECT_TIMEOUT,
          READ_TIMEOUT,
          PUBLIC_URL,
          ROUTES,
          PHONES,
          CALLER_IDS,
          MUSIC,
          RING_FOR,
          UUI_KEPT,
          CLAIM_BY_SID,
          SOFTPHONE,
          APPLICATION,
          FRAMED_BY,
          HOST,
          PORT,
          DATA,
          TRUSTED_PROXIES,
          PROXY_HEADER,
          ALLOWED_ORIGINS,
          LOG,
          USERS,
          TOKEN_KEY,
          TOKEN_LIFETIME,
          CONNECTORS,
          DEFAULT_CONNECTOR,
          CURRENCY,
          LEDGER_URL,
          LEDGER_USER,
          LEDGER_PASSWORD,
          OPENING,
          IDLE,
          CAPTURING,
          READY,
          COMPLETING,
          LEDGER_PAUSE,
          SWEEP,
          CALL_CHECK,
          HEARTBEAT,
          COMPAT,
          OPEN_DOOR,
          SYNC_SERVICES,
          SYNC_SERVICE_NAME,
          PAY_MAP,
          UUI_MAP,
          SIP_DOMAIN,
          CAPTURE_ORDER,
          INCLUDE_CVC,
          INCLUDE_POSTAL_CODE,
          PHONE_NUMBER,
          INPUT_TIMEOUT);

  private Key also(String... older) {
    return new Key(
        name,
        env,
        List.of(older),
        fallback,
        about + "; also read from `" + String.join("`, `", older) + "`");
  }

  private static Key needed(String name, String env, String about) {
    return new Key(name, env, List.of(), Optional.empty(), about);
  }

  private static Key key(String name, String env, String fallback, String about) {
    return new Key(name, env, List.of(), Optional.of(fallback), about);
  }
}
