package dev.agentpay.simulator.options;

import dev.agentpay.simulator.wire.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads options from the maps and lists of a configuration file. Continues after an error and
/// reports all errors together.
final class OptionsReader {
  private final List<String> problems = new ArrayList<>();

  SimulatorOptions read(Map<String, ?> configuration) {
    final Map<String, Object> plain = new LinkedHashMap<>(configuration);
    final List<Map<String, Object>> numbers = maps("numbers", plain.remove("numbers"));
    final List<Map<String, Object>> connectors = maps("connectors", plain.remove("connectors"));
    final List<Map<String, Object>> sipDomains = maps("sipDomains", plain.remove("sipDomains"));
    final List<Map<String, Object>> syncServices =
        maps("syncServices", plain.remove("syncServices"));
    final List<Map<String, Object>> application =
        maps("application", oneOrNone(plain.remove("application")));
    SimulatorOptions options = overlay("", SimulatorOptions.demo(), plain, SimulatorOptions.class);
    for (Map<String, Object> number : numbers) {
      options = withNumber(options, number);
    }
    for (Map<String, Object> connector : connectors) {
      options = withConnector(options, connector);
    }
    for (Map<String, Object> domain : sipDomains) {
      options = withSipDomain(options, domain);
    }
    for (Map<String, Object> service : syncServices) {
      options = withSyncService(options, service);
    }
    for (Map<String, Object> app : application) {
      options = withApplication(options, app);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    return options;
  }

  private SimulatorOptions withNumber(SimulatorOptions options, Map<String, Object> number) {
    final NumberOptions read =
        overlay(
            "numbers: ", new NumberOptions("", "", Optional.empty()), number, NumberOptions.class);
    problems.addAll(read.problems());
    return read.problems().isEmpty() ? options.withNumber(read) : options;
  }

  private SimulatorOptions withConnector(SimulatorOptions options, Map<String, Object> connector) {
    boolean hosted = "HOSTED".equals(connector.get("kind"));
    final ConnectorOptions base =
        hosted ? ConnectorOptions.hosted("") : ConnectorOptions.generic("", "", "", "");
    final ConnectorOptions read = overlay("connectors: ", base, connector, ConnectorOptions.class);
    problems.addAll(read.problems());
    return read.problems().isEmpty() ? options.withConnector(read) : options;
  }

  private SimulatorOptions withSipDomain(SimulatorOptions options, Map<String, Object> domain) {
    final SipDomainOptions base = new SipDomainOptions("", "", Optional.empty());
    final SipDomainOptions read = overlay("sipDomains: ", base, domain, SipDomainOptions.class);
    problems.addAll(read.problems());
    return read.problems().isEmpty() ? options.withSipDomain(read) : options;
  }

  private SimulatorOptions withSyncService(SimulatorOptions options, Map<String, Object> service) {
    final SyncServiceOptions read =
        overlay(
            "syncServices: ", new SyncServiceOptions("", ""), service, SyncServiceOptions.class);
    problems.addAll(read.problems());
    return read.problems().isEmpty()
        ? options.withSyncService(read.sid(), read.friendlyName())
        : options;
  }

  private SimulatorOptions withApplication(SimulatorOptions options, Map<String, Object> app) {
    final ApplicationOptions read =
        overlay("application: ", ApplicationOptions.of(""), app, ApplicationOptions.class);
    problems.addAll(read.problems());
    return read.problems().isEmpty() ? options.withApplication(read) : options;
  }

  private static @Nullable Object oneOrNone(@Nullable Object value) {
    return value == null ? null : List.of(value);
  }

  private <T> T overlay(String where, T base, Map<String, ?> changes, Class<T> type) {
    try {
      return JsonText.overlay(base, changes, type);
    } catch (IllegalArgumentException e) {
      problems.add(where + e.getMessage());
      return base;
    }
  }

  private List<Map<String, Object>> maps(String name, @Nullable Object value) {
    final List<Map<String, Object>> maps = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof Map<?, ?> map) {
          final Map<String, Object> copy = new LinkedHashMap<>();
          map.forEach((key, inner) -> copy.put(String.valueOf(key), inner));
          maps.add(copy);
        } else {
          problems.add(name + ": each must be an object");
        }
      }
    } else if (value != null) {
      problems.add(name + " must be a list");
    }
    return maps;
  }
}
