package dev.agentpay.app.commands;

import dev.agentpay.app.check.ConfigurationCheck;
import dev.agentpay.app.check.Finding;
import dev.agentpay.app.config.Ngrok;
import dev.agentpay.app.config.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `agentpay check`: says whether `agentpay serve` would work with the same settings.
@CommandLine.Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Check the settings of serve, and what they name: Twilio, the ledger, the store, the public"
            + " URL. Changes nothing. Exits with 1 if there is a problem.")
public final class CheckCommand implements Callable<Integer> {
  /// Set by picocli.
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A YAML file with settings; environment variables override it.")
  private @Nullable Path config;

  @Override
  public Integer call() {
    final Settings settings = new Settings(System.getenv(), Optional.ofNullable(config));
    Ngrok.resolve(settings);
    final PrintWriter out = spec.commandLine().getOut();
    final Map<Finding.Level, Integer> counts = new EnumMap<>(Finding.Level.class);
    ConfigurationCheck.run(
        settings,
        finding -> {
          counts.merge(finding.level(), 1, Integer::sum);
          out.println(finding.line());
          out.flush();
        });
    return counts.containsKey(Finding.Level.PROBLEM)
        ? CommandLine.ExitCode.SOFTWARE
        : CommandLine.ExitCode.OK;
  }
}
