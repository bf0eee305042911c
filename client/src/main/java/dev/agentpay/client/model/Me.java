package dev.agentpay.client.model;

/// Who is signed in, and whether calls come to them.
public record Me(String name, Role role, Agent agent) {}
