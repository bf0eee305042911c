package dev.agentpay.server;

import java.util.Optional;

/// The agent's page, as this server gives it out.
///
/// @param pages folder on the class path that holds the built page and its list of files
/// @param simulator address of a simulator whose softphone the page answers with; empty: calls are
///   answered elsewhere
public record DeskOptions(String pages, Optional<String> simulator) {}
