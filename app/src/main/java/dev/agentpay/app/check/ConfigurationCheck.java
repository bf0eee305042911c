package dev.agentpay.app.check;

import dev.agentpay.app.config.ServeOptions;
import dev.agentpay.app.config.Settings;
import dev.agentpay.app.tls.Certificate;
import dev.agentpay.app.tls.CertificateFiles;
import dev.agentpay.app.tls.InvalidCertificateException;
import dev.agentpay.payments.proof.ConnectorKinds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Checks everything that a configuration names.
public final class ConfigurationCheck {
  /// Clients of certificate authorities renew at the latest a month before the end.
  private static final Duration RENEWAL = Duration.ofDays(14);

  private ConfigurationCheck() {}

  /// Runs all checks. If the configuration is invalid, the others are left out, because they would
  /// check something else.
  ///
  /// @param findings gets each as soon as it is known
  public static void run(Settings settings, Consumer<Finding> findings) {
    final Optional<ServeOptions> options = ServeOptions.from(settings);
    if (options.isEmpty()) {
      settings
          .problems()
          .forEach(problem -> findings.accept(Finding.problem("configuration", problem)));
      return;
    }
    check(settings, options.get(), findings);
  }

  private static void check(Settings settings, ServeOptions options, Consumer<Finding> findings) {
    findings.accept(Finding.ok("configuration", "every setting is valid"));
    final List<String> unnamed =
        options.server().connectors().stream()
            .filter(c -> c.kind().name().equals(ConnectorKinds.HOSTED))
            .map(c -> c.name())
            .toList();
    unnamed.forEach(
        name ->
            findings.accept(
                Finding.warning(
                    "connector " + name,
                    "has no vendor, so errors of any vendor count as declines: configure"
                        + " %s=hosted:VENDOR".formatted(name))));
    new StoreCheck(settings, options.data()).run(findings);
    new LedgerCheck(settings, options).run(findings);
    new TwilioCheck(settings, options.twilio()).run(findings);
    final Optional<Certificate> certificate = options.tls().flatMap(ConfigurationCheck::read);
    certificate.map(ConfigurationCheck::judge).ifPresent(findings);
    new PublicUrlCheck(settings, options.twilio().publicUrl(), options.server(), certificate)
        .run(findings);
  }

  /// @return empty if the files have changed since the settings were read
  private static Optional<Certificate> read(CertificateFiles files) {
    try {
      return Optional.of(files.read(Instant.now()));
    } catch (InvalidCertificateException e) {
      return Optional.empty();
    }
  }

  private static Finding judge(Certificate certificate) {
    final Instant end = certificate.expiresAt();
    return Instant.now().plus(RENEWAL).isBefore(end)
        ? Finding.ok("certificate", "is valid until " + end)
        : Finding.warning("certificate", "expires at %s: renew it".formatted(end));
  }
}
