package dev.agentpay.app.commands;

import dev.agentpay.client.PayClient;
import java.io.IOException;
import java.net.URI;
import picocli.CommandLine;

/// The options that select a running server and the supervisor who signs in.
final class SupervisorLogin {
  @CommandLine.Option(
      names = "--server",
      converter = ServerAddress.class,
      description = "The URL of the server (${DEFAULT-VALUE}).")
  private URI server = URI.create("http://127.0.0.1:8080");

  @CommandLine.Option(names = "--user", required = true, description = "The name of a supervisor.")
  private String user = "";

  PayClient signIn() throws IOException {
    return PayClient.connect(server).signIn(user, PasswordPrompt.read());
  }

  /// Parses the URL of a server.
  static final class ServerAddress implements CommandLine.ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      try {
        final URI address = URI.create(text);
        PayClient.connect(address); // only validates the address
        return address;
      } catch (IllegalArgumentException e) {
        throw new CommandLine.TypeConversionException(
            "'%s' is not the URL of a server, such as https://pay.example.com".formatted(text));
      }
    }
  }
}
