package dev.agentpay.app.config;

import dev.agentpay.compat.CompatOptions;
import dev.agentpay.compat.ExistingClient;
import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.server.options.ConnectorOption;
import dev.agentpay.server.options.ServerOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads the settings about existing clients.
final class CompatSettings {
  private CompatSettings() {}

  static CompatOptions compat(Settings settings, ServerOptions server) {
    final Set<ExistingClient> clients = EnumSet.noneOf(ExistingClient.class);
    for (String name : settings.list(Key.COMPAT)) {
      ExistingClient.ofWire(name)
          .ifPresentOrElse(
              clients::add,
              () ->
                  settings.problem(
                      Key.COMPAT,
                      "must contain only agent-pay, genesyspay, generic and flask, not " + name));
    }
    final CompatOptions options =
        new CompatOptions(
            clients,
            settings.flag(Key.OPEN_DOOR),
            settings.list(Key.SYNC_SERVICES),
            settings.text(Key.SYNC_SERVICE_NAME),
            settings.text(Key.PAY_MAP),
            settings.text(Key.UUI_MAP),
            settings.optional(Key.SIP_DOMAIN),
            order(settings),
            settings.flag(Key.INCLUDE_CVC),
            settings.flag(Key.INCLUDE_POSTAL_CODE),
            connectors(server),
            settings.text(Key.CURRENCY),
            settings.text(Key.PHONE_NUMBER),
            settings.optional(Key.APPLICATION),
            settings.number(Key.INPUT_TIMEOUT, 1, PayRequest.MAX_INPUT_TIMEOUT_SECONDS),
            settings.optional(Key.ASSETS).map(Path::of));
    settings.moreProblems(clients.isEmpty() ? List.of() : options.problems());
    return options;
  }

  /// Returns the names of all connectors; the default one first.
  private static List<String> connectors(ServerOptions server) {
    return Stream.concat(
            Stream.of(server.defaultConnector()),
            server.connectors().stream().map(ConnectorOption::name))
        .distinct()
        .toList();
  }

  private static List<CaptureField> order(Settings settings) {
    final List<CaptureField> order = new ArrayList<>();
    for (String name : settings.list(Key.CAPTURE_ORDER)) {
      final Optional<CaptureField> field =
          Arrays.stream(CaptureField.values()).filter(f -> f.wire().equals(name)).findFirst();
      field.ifPresentOrElse(
          order::add,
          () ->
              settings.problem(
                  Key.CAPTURE_ORDER, "must contain only names of fields, not " + name));
    }
    return order;
  }
}
