package dev.agentpay.app.docs;

import dev.agentpay.app.config.Key;
import dev.agentpay.app.node.Storage;
import dev.agentpay.connector.spi.ProcessorProvider;
import dev.agentpay.simulator.options.Faults;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds environment variables, settings, faults of the simulator and metrics that do not exist.
final class SettingNames {
  private static final Pattern VARIABLE = Pattern.compile("\\b(?:AGENTPAY|TWILIO)_[A-Z0-9_]+");
  private static final Pattern DOTTED =
      Pattern.compile("`([a-z][a-z0-9-]*(?:\\.[a-z][a-zA-Z0-9-]*)+)(?=[`:=])");
  private static final Pattern COUNTER =
      Pattern.compile("[cC]ounter(?:\\.builder)?\\(\\s*\"(agentpay[.a-z]+)\"");
  private static final Pattern METRIC = Pattern.compile("\\bagentpay_[a-z0-9_]+");

  /// Names with dots that are neither settings nor faults nor files.
  private static final Set<String> OTHERS =
      Set.of(
          "attempt.record", // a Java method
          "customer.sip.example.com", // an example of a SIP domain
          "dev.agentpay.audit", // a logger, held by SignInAuditTest
          "http.keepAlive", // a property of the JVM
          "jane.doe", // an example of a name
          "org.eclipse.jetty", // a logger
          "org.safere", // a Java package that Maven leaves out
          "parameters.customer", // of the connector's answer
          "pbx.example.com", // an example of a SIP domain
          "problem.detail", // of a problem document
          "sun.net.http.retryPost", // a property of the JVM
          "tasks.failures"); // a column of the store

  /// A cookie, which is no metric.
  private static final String DEVICE_COOKIE = "agentpay_device";

  /// Exposed only by a server with a certificate, which TlsTest starts.
  private static final String CERTIFICATE_METRIC = "agentpay_certificate_expires_seconds";

  private final Set<String> variables = new HashSet<>();
  private final Set<String> dotted = new HashSet<>(OTHERS);
  private final Set<String> metrics = new HashSet<>(Set.of(DEVICE_COOKIE, CERTIFICATE_METRIC));

  /// @param scraped what `/metrics` of a server says
  SettingNames(String scraped, Set<String> fileNames) {
    Key.ALL.forEach(
        key -> {
          variables.add(key.env());
          variables.addAll(key.aliases());
          dotted.add(key.name());
        });
    ServiceLoader.load(ProcessorProvider.class)
        .forEach(
            processor ->
                processor
                    .settings()
                    .forEach(
                        setting ->
                            variables.add(
                                "AGENTPAY_%s_%s"
                                    .formatted(processor.name(), setting.name())
                                    .toUpperCase(Locale.ROOT)
                                    .replace('-', '_'))));
    // Commands and scripts read some more.
    for (String folder : List.of("app/src/main/java/dev/agentpay/app/commands", "etc/scripts")) {
      Project.files(Project.ROOT.resolve(folder))
          .forEach(file -> variables.addAll(Project.all(VARIABLE, Project.text(file))));
    }
    variables.addAll(Project.all(VARIABLE, Project.text(Project.ROOT.resolve("agentpay"))));
    for (RecordComponent kind : Faults.class.getRecordComponents()) {
      Arrays.stream(Faults.class.getDeclaredClasses())
          .filter(each -> each.equals(kind.getType()))
          .flatMap(each -> Arrays.stream(each.getRecordComponents()))
          .forEach(fault -> dotted.add(kind.getName() + "." + fault.getName()));
    }
    dotted.addAll(fileNames);
    metrics.addAll(Project.all(METRIC, scraped));
    addCounters();
  }

  /// A counter with labels is exposed only once it has counted.
  private void addCounters() {
    for (String module : List.of("server", "app")) {
      Project.files(Project.ROOT.resolve(module + "/src/main/java"))
          .forEach(
              file ->
                  COUNTER
                      .matcher(Project.text(file))
                      .results()
                      .forEach(name -> metrics.add(name.group(1).replace('.', '_') + "_total")));
    }
  }

  List<String> problems(Page page) {
    final List<String> problems = new ArrayList<>();
    page.each(
        VARIABLE,
        match -> {
          if (!variables.contains(match.group())) {
            problems.add(page.problem(match, "nothing reads the variable " + match.group()));
          }
        });
    page.each(
        DOTTED,
        match -> {
          if (!dotted.contains(match.group(1))) {
            problems.add(page.problem(match, "there is no setting " + match.group(1)));
          }
        });
    page.each(
        METRIC,
        match -> {
          if (!metrics.contains(match.group())) {
            problems.add(page.problem(match, "there is no metric " + match.group()));
          }
        });
    return problems;
  }

  /// The names of source files, and of the files that a server writes.
  static Set<String> fileNames(List<Path> files) {
    final Set<String> names =
        files.stream().map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    names.addAll(Set.of(Storage.SPOOL, Storage.SPOOL + ".damaged", "connector.db"));
    return names;
  }
}
