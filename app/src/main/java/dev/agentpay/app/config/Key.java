package dev.agentpay.app.config;

import java.util.List;
import java.util.Optional;

/// A configuration setting.
///
/// @param name the key in the YAML file; dots separate the levels, as in `twilio.account-sid`
/// @param env the environment variable, which overrides the file
/// @param aliases environment variables of the original systems, read if the setting has no value
///   in the environment or the file
/// @param defaultValue the value if none is configured; empty if the setting is required
/// @param description the meaning for operators, printed in docs/configuration.md
public record Key(
    String name,
    String env,
    List<String> aliases,
    Optional<String> defaultValue,
    String description) {

  public static final Key ACCOUNT_SID =
      required(
              "twilio.account-sid", "TWILIO_ACCOUNT_SID", "the account SID: `AC` and 32 hex digits")
          .withAliases("ACCOUNT_SID");
  public static final Key AUTH_TOKEN =
      required(
              "twilio.auth-token",
              "TWILIO_AUTH_TOKEN",
              "the primary auth token of the account; Twilio signs webhooks with it")
          .withAliases("AUTH_TOKEN");
  public static final Key SECOND_AUTH_TOKEN =
      optional(
          "twilio.secondary-auth-token",
          "TWILIO_SECONDARY_AUTH_TOKEN",
          "",
          "the secondary auth token, accepted as well while you rotate tokens");
  static final Key SHARED_KEYS =
      optional(
          "twilio.shared-keys",
          "TWILIO_SHARED_KEYS",
          "",
          "secrets of shared keys that sign webhooks, comma-separated: `KEY-SID=SECRET`; needed only"
              + " if a webhook rule of the account names one, see [docs/twilio.md](twilio.md)");
  public static final Key API_KEY =
      required("twilio.api-key", "TWILIO_API_KEY", "the SID of an API key: `SK` and 32 hex digits")
          .withAliases("API_KEY", "API_KEY_SID");
  public static final Key API_SECRET =
      required("twilio.api-secret", "TWILIO_API_SECRET", "the secret of the API key")
          .withAliases("API_SECRET");
  public static final Key BASE_URL =
      optional(
          "twilio.base-url",
          "TWILIO_BASE_URL",
          "",
          "the base URL of Twilio's REST API, if it is not Twilio's own: that of a simulator");
  static final Key REGION =
      optional(
          "twilio.region",
          "TWILIO_REGION",
          "",
          "the Twilio region, such as `ie1`; requires an edge");
  static final Key EDGE =
      optional("twilio.edge", "TWILIO_EDGE", "", "the Twilio edge, such as `dublin`");
  static final Key CONNECT_TIMEOUT =
      optional(
          "twilio.connect-timeout",
          "TWILIO_CONNECT_TIMEOUT",
          "3s",
          "timeout for connecting to Twilio");
  static final Key READ_TIMEOUT =
      optional(
          "twilio.read-timeout",
          "TWILIO_READ_TIMEOUT",
          "10s",
          "timeout for a response from Twilio");

  public static final Key PUBLIC_URL =
      required(
              "public-url",
              "AGENTPAY_PUBLIC_URL",
              "the URL at which Twilio reaches this server, such as `https://pay.example.com`;"
                  + " Twilio's signatures cover it. `ngrok` uses the URL of an ngrok agent on this"
                  + " machine")
          .withAliases("SERVER_URL");
  static final Key ROUTES =
      optional(
          "routes",
          "AGENTPAY_ROUTES",
          "*=softphone",
          "comma-separated routes of calls: `NUMBER=ROUTE`, `SIP-DOMAIN=ROUTE` or `*=ROUTE`; ROUTE"
              + " is `softphone`, `sip-in:DOMAIN`, `sip-out` or `forward:NUMBER`; see"
              + " [docs/calls.md](calls.md)");
  static final Key PHONES =
      optional(
          "phones",
          "AGENTPAY_PHONES",
          "",
          "comma-separated telephone numbers of agents: `alice=+12025550123`");
  static final Key CALLER_IDS =
      optional(
          "caller-ids",
          "AGENTPAY_CALLER_IDS",
          "",
          "comma-separated caller IDs for outbound calls: numbers of the account or verified"
              + " numbers; the first is the default");
  static final Key DEFAULT_REGION =
      optional(
          "default-region",
          "AGENTPAY_DEFAULT_REGION",
          "",
          "the country, such as `US`, in which a PBX's numbers without a country code are dialled;"
              + " without it, only numbers with a plus are");
  static final Key MUSIC =
      optional(
          "queue-music",
          "AGENTPAY_QUEUE_MUSIC",
          "",
          "the URL of the music for callers who wait for an agent; without it, they hear a busy"
              + " signal");
  static final Key RING_FOR =
      optional(
          "ring-for",
          "AGENTPAY_RING_FOR",
          "25s",
          "how long an agent's phone rings before the next agent is called");
  static final Key UUI_KEPT =
      optional(
          "uui-kept",
          "AGENTPAY_UUI_KEPT",
          "12h",
          "how long a UUI refers to its call, and how long a claim waits for a call");
  static final Key CLAIM_BY_SID =
      optional(
          "claim-by-sid",
          "AGENTPAY_CLAIM_BY_SID",
          "true",
          "whether agents may claim an unassigned call by its CallSid; if `false`, only supervisors"
              + " can assign it");
  static final Key APPLICATION =
      optional(
              "softphone.application",
              "AGENTPAY_SOFTPHONE_APPLICATION",
              "",
              "the SID of the TwiML app (`AP…`) with which agents make calls from the desk")
          .withAliases("TWIML_APP_SID");
  static final Key SOFTPHONE =
      optional(
          "softphone.kind",
          "AGENTPAY_SOFTPHONE",
          "auto",
          "the softphone on the desk: `twilio`, `simulator` or `none`. `auto` is `simulator` if"
              + " `twilio.base-url` is set, else `twilio` if a route leads to softphones, else"
              + " `none`");
  static final Key FRAMED_BY =
      optional(
          "framed-by",
          "AGENTPAY_FRAMED_BY",
          "",
          "comma-separated origins of CRM or CTI pages that may show the desk in a frame");
  static final Key EMBED_ORIGINS =
      optional(
          "embed.origins",
          "AGENTPAY_EMBED_ORIGINS",
          "",
          "comma-separated exact origins of pages that embed AgentPay, such as"
              + " `https://crm.example.com`: they may call the API with a"
              + " [minted token](api.md#tokens-for-embedding) and show the desk in a frame");
  public static final Key HOST =
      optional("host", "AGENTPAY_HOST", "127.0.0.1", "the address to listen on");
  static final Key TLS_CERTIFICATE =
      optional(
          "tls.certificate",
          "AGENTPAY_TLS_CERTIFICATE",
          "",
          "a PEM file with the server's certificate and those of its issuers; read again when it"
              + " changes");
  static final Key TLS_KEY =
      optional(
          "tls.key",
          "AGENTPAY_TLS_KEY",
          "",
          "a PEM file with the certificate's private key (PKCS #8, not encrypted)");
  static final Key TLS_PROXY =
      optional(
          "tls.proxy",
          "AGENTPAY_TLS_PROXY",
          "false",
          "whether a proxy in front of the server ends TLS. The server listens on an address that"
              + " other machines can reach only with this or with a certificate");
  public static final Key PORT = optional("port", "AGENTPAY_PORT", "8080", "the port to listen on");
  public static final Key DATA =
      optional("data", "AGENTPAY_DATA", "data", "the folder of the database and the spool");
  static final Key TRUSTED_PROXIES =
      optional(
          "trusted-proxies",
          "AGENTPAY_TRUSTED_PROXIES",
          "",
          "comma-separated addresses or networks of proxies whose word about a client's address is trusted");
  static final Key PROXY_HEADER =
      optional(
          "trusted-proxies-header",
          "AGENTPAY_TRUSTED_PROXIES_HEADER",
          "X-Forwarded-For",
          "the header in which each trusted proxy names the client: `X-Forwarded-For` or"
              + " `Forwarded`; the other one is ignored");
  static final Key ALLOWED_ORIGINS =
      optional(
          "allowed-origins",
          "AGENTPAY_ALLOWED_ORIGINS",
          "",
          "comma-separated origins of other sites whose pages may call the API");
  public static final Key LOG =
      optional("log", "AGENTPAY_LOG", "json", "the log format: `json` or `text`");

  public static final Key USERS =
      required(
          "users",
          "AGENTPAY_USERS",
          "comma-separated users: `name:agent:HASH` or `name:supervisor:HASH`, where `./agentpay"
              + " hash` prints the HASH; a HASH may contain commas");
  public static final Key TOKEN_KEY =
      required(
          "token-key",
          "AGENTPAY_TOKEN_KEY",
          "the key that signs sign-in tokens: at least 32 random bytes, the same on every node, for"
              + " example from `openssl rand -hex 32`; one that can be guessed is refused");
  public static final Key SECOND_TOKEN_KEY =
      optional(
          "second-token-key",
          "AGENTPAY_SECOND_TOKEN_KEY",
          "",
          "a second key whose sign-in tokens are accepted as well while you rotate keys: on every"
              + " node, first add the new key here, then swap the two, and remove the old one when"
              + " `token-lifetime` is over");
  static final Key TOKEN_LIFETIME =
      optional(
          "token-lifetime", "AGENTPAY_TOKEN_LIFETIME", "10h", "how long a sign-in token is valid");

  static final Key IDLE_SIGN_OUT =
      optional(
          "idle-sign-out",
          "AGENTPAY_IDLE_SIGN_OUT",
          "15m",
          "how long a user may do nothing before they have to sign in again; a call or an open"
              + " payment counts as activity, what the desk does by itself does not");

  public static final Key CONNECTORS =
      required(
          "connectors",
          "AGENTPAY_CONNECTORS",
          "comma-separated Pay Connectors: `NAME=ours` for AgentPay's connector,"
              + " `NAME=hosted:stripe` for one that Twilio hosts (also `adyen`, `basecommerce`,"
              + " `braintree`, `cardconnect`, `chase`, `shuttle`). The kind determines which"
              + " connector errors count as declines; `NAME=hosted` accepts those of all vendors");
  static final Key DEFAULT_CONNECTOR =
      optional(
              "default-connector",
              "AGENTPAY_DEFAULT_CONNECTOR",
              "",
              "the connector for payments that name none; by default the first of `connectors`")
          .withAliases("PAYMENT_CONNECTOR", "PAY_CONNECTOR_NAME");
  static final Key CURRENCY =
      optional("currency", "AGENTPAY_CURRENCY", "USD", "the currency of payments that name none");
  static final Key INPUT_TIMEOUT_SECONDS =
      optional(
          "payments.input-timeout",
          "AGENTPAY_INPUT_TIMEOUT",
          "10",
          "seconds that Twilio waits for the next digit, 1 to 600; the desk and the API can set"
              + " another");
  static final Key CARD_TYPES =
      optional(
          "payments.card-types",
          "AGENTPAY_CARD_TYPES",
          "",
          "comma-separated card brands to take: `visa`, `mastercard`, `amex`, `maestro`, `discover`,"
              + " `optima`, `jcb`, `diners-club`, `enroute`; without it, Twilio takes the first three");
  static final Key TYPE_TWICE =
      optional(
          "payments.type-twice",
          "AGENTPAY_TYPE_TWICE",
          "",
          "comma-separated fields that the customer types twice, so that Twilio can compare:"
              + " `payment-card-number`, `expiration-date`, `security-code`, `postal-code`; the desk"
              + " and the API can choose others");
  public static final Key LEDGER_URL =
      optional(
          "ledger.url",
          "AGENTPAY_LEDGER_URL",
          "",
          "the URL of the ledger of AgentPay's connector, such as"
              + " `http://127.0.0.1:8090/connector/ledger`; required with an `ours` connector");
  public static final Key LEDGER_USER =
      optional("ledger.user", "AGENTPAY_LEDGER_USER", "ledger", "the user name for the ledger");
  public static final Key LEDGER_PASSWORD =
      optional("ledger.password", "AGENTPAY_LEDGER_PASSWORD", "", "the password for the ledger");

  static final Key OPENING =
      optional(
          "deadlines.opening",
          "AGENTPAY_DEADLINE_OPENING",
          "45s",
          "time for Twilio to open a Payment");
  public static final Key IDLE =
      optional(
          "deadlines.idle", "AGENTPAY_DEADLINE_IDLE", "15m", "time without a field being captured");
  public static final Key CAPTURING =
      optional(
          "deadlines.capturing", "AGENTPAY_DEADLINE_CAPTURING", "15m", "time to capture one field");
  public static final Key READY =
      optional("deadlines.ready", "AGENTPAY_DEADLINE_READY", "15m", "time for the agent to submit");
  public static final Key COMPLETING =
      optional(
          "deadlines.completing",
          "AGENTPAY_DEADLINE_COMPLETING",
          "100s",
          "time for Twilio to report the result of a submit; at least `90s`, except with a"
              + " simulator, because the connector may take six times 10 s");
  public static final Key LEDGER_PAUSE =
      optional(
          "deadlines.ledger",
          "AGENTPAY_DEADLINE_LEDGER",
          "5s",
          "pause before the ledger is asked again about an unconfirmed session; doubled each time");
  public static final Key CALL_CHECK =
      optional(
          "call-check",
          "AGENTPAY_CALL_CHECK",
          "60s",
          "how often Twilio is asked whether live calls have ended, in case a callback was missed");
  public static final Key SWEEP =
      optional(
          "sweep",
          "AGENTPAY_SWEEP",
          "1s",
          "how often overdue deadlines and expired leases are searched for");
  static final Key HEARTBEAT =
      optional(
          "heartbeat",
          "AGENTPAY_HEARTBEAT",
          "2s",
          "how often a heartbeat is sent on an idle event stream; a page shows a silence of 1.5"
              + " times this, at least 3 s");

  static final Key AWAY_AFTER =
      optional(
          "away-after",
          "AGENTPAY_AWAY_AFTER",
          "20s",
          "how long after their last page is closed or lost an agent is set to away, 1s to 10m");

  static final Key COMPAT =
      optional(
          "compat.clients",
          "AGENTPAY_COMPAT",
          "",
          "comma-separated existing clients to serve: `agent-pay`, `genesyspay`, `generic`,"
              + " `flask`; see [docs/migrating.md](migrating.md)");
  static final Key OPEN_DOOR =
      optional(
          "compat.open-door",
          "AGENTPAY_COMPAT_OPEN_DOOR",
          "false",
          "whether to accept existing clients that send no credentials: **anyone who reaches the"
              + " server can then act as any agent**");
  static final Key SYNC_SERVICES =
      optional(
              "compat.sync-services",
              "AGENTPAY_COMPAT_SYNC_SERVICES",
              "",
              "comma-separated SIDs of Twilio Sync services (`IS…`): one for each agent who is"
                  + " signed in with an existing client at the same time")
          .withAliases("PAY_SYNC_SERVICE_SID", "SYNC_SERVICE_SID");
  static final Key SYNC_SERVICE_NAME =
      optional(
              "compat.sync-service-name",
              "AGENTPAY_COMPAT_SYNC_SERVICE_NAME",
              "AgentAssistedPaySync",
              "the name of the Sync service that GenesysPay's set-up creates")
          .withAliases("PAY_SYNC_SERVICE_NAME");
  static final Key PAY_MAP =
      optional(
              "compat.pay-map",
              "AGENTPAY_COMPAT_PAY_MAP",
              "payMap",
              "the name of the Sync map from which existing clients read payments")
          .withAliases("SYNC_PAY_MAP_NAME");
  static final Key UUI_MAP =
      optional(
              "compat.uui-map",
              "AGENTPAY_COMPAT_UUI_MAP",
              "uuiMap",
              "the name of the Sync map from which existing clients read calls")
          .withAliases("SYNC_UUI_MAP_NAME");
  static final Key SIP_DOMAIN =
      optional(
              "compat.sip-domain",
              "AGENTPAY_COMPAT_SIP_DOMAIN",
              "",
              "the SIP domain of the PBX that the original voice paths dial, such as"
                  + " `customer.sip.example.com`")
          .withAliases("SIP_DOMAIN_URI", "ORIGINATION_URI");
  static final Key CAPTURE_ORDER =
      optional(
          "compat.capture-order",
          "AGENTPAY_COMPAT_CAPTURE_ORDER",
          "payment-card-number,security-code,expiration-date,postal-code",
          "the order in which the desk lists the fields of existing clients' payments, and which"
              + " the oldest clients ask for; the others keep their own");
  static final Key INCLUDE_CVC =
      optional(
              "compat.security-code",
              "AGENTPAY_COMPAT_SECURITY_CODE",
              "true",
              "whether GenesysPay's payments capture the security code")
          .withAliases("INCLUDE_CVC");
  static final Key INCLUDE_POSTAL_CODE =
      optional(
              "compat.postal-code",
              "AGENTPAY_COMPAT_POSTAL_CODE",
              "false",
              "whether GenesysPay's payments capture the postal code")
          .withAliases("INCLUDE_POSTAL_CODE");
  static final Key PHONE_NUMBER =
      optional(
              "compat.phone-number",
              "AGENTPAY_COMPAT_PHONE_NUMBER",
              "",
              "the number that the Generic Pay Connector demo shows")
          .withAliases("PHONE_NUMBER");

  static final Key INPUT_TIMEOUT =
      optional(
          "compat.input-timeout",
          "AGENTPAY_COMPAT_INPUT_TIMEOUT",
          "5",
          "seconds that Twilio waits for the next digit; existing clients do not send it");

  static final Key ASSETS =
      optional(
          "compat.assets",
          "AGENTPAY_COMPAT_ASSETS",
          "",
          "the folder with the files of an existing client's page, which are served at the root; read"
              + " at the start, see [docs/migrating.md](migrating.md#serve-the-old-pages-files)");

  /// All settings, in the order of docs/configuration.md.
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
          DEFAULT_REGION,
          MUSIC,
          RING_FOR,
          UUI_KEPT,
          CLAIM_BY_SID,
          SOFTPHONE,
          APPLICATION,
          FRAMED_BY,
          EMBED_ORIGINS,
          HOST,
          PORT,
          TLS_CERTIFICATE,
          TLS_KEY,
          TLS_PROXY,
          DATA,
          TRUSTED_PROXIES,
          PROXY_HEADER,
          ALLOWED_ORIGINS,
          LOG,
          USERS,
          TOKEN_KEY,
          SECOND_TOKEN_KEY,
          TOKEN_LIFETIME,
          IDLE_SIGN_OUT,
          CONNECTORS,
          DEFAULT_CONNECTOR,
          CURRENCY,
          INPUT_TIMEOUT_SECONDS,
          CARD_TYPES,
          TYPE_TWICE,
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
          AWAY_AFTER,
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
          INPUT_TIMEOUT,
          ASSETS);

  private Key withAliases(String... names) {
    return new Key(
        name,
        env,
        List.of(names),
        defaultValue,
        description + "; also read from `" + String.join("`, `", names) + "`");
  }

  private static Key required(String name, String env, String description) {
    return new Key(name, env, List.of(), Optional.empty(), description);
  }

  private static Key optional(String name, String env, String defaultValue, String description) {
    return new Key(name, env, List.of(), Optional.of(defaultValue), description);
  }
}
