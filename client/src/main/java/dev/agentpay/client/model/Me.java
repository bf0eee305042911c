package dev.agentpay.client.model;

/// The signed-in user, with their role and availability.
public record Me(String name, Role role, Agent agent) {}
