package dev.agentpay.auth;

import dev.agentpay.events.AgentId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The users who may sign in, by name. Fixed while the server runs.
public final class Users {
  private final Map<String, Caller> byName = new LinkedHashMap<>();

  public Users(List<User> users) {
    users.forEach(
        user -> byName.put(user.name(), new Caller(new AgentId(user.name()), user.role())));
  }

  /// Returns the user with this name; empty if there is none.
  public Optional<Caller> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  public boolean isAgent(String name) {
    return find(name).filter(user -> user.role() == User.Role.AGENT).isPresent();
  }

  /// Returns all users with the role `AGENT`, in the order of the configuration.
  public List<AgentId> agents() {
    return byName.values().stream()
        .filter(user -> user.role() == User.Role.AGENT)
        .map(Caller::name)
        .toList();
  }
}
