package dev.agentpay.compat;

import dev.agentpay.events.AggregateType;
import dev.agentpay.events.IndexColumns;
import dev.agentpay.events.Schema;
import java.util.List;
import java.util.Map;

/// The stored types of this module. Their names must never change, because existing rows contain
/// them.
public final class CompatSchema {
  /// The lease of a Sync service.
  static final AggregateType<SyncLease> LEASE =
      new AggregateType<>(
          "SYNC",
          SyncLease.class,
          Map.of(
              "SyncLeased", SyncEvent.SyncLeased.class,
              "SyncEmptied", SyncEvent.SyncEmptied.class,
              "PageOpened", SyncEvent.PageOpened.class,
              "PageLeft", SyncEvent.PageLeft.class),
          SyncLease::evolve,
          lease -> IndexColumns.of("KNOWN", false, lease.until()),
          List.of());

  /// All stored types of this module.
  public static final Schema SCHEMA =
      new Schema(
          List.of(LEASE),
          Map.of(
              "SyncPayment", SyncPayment.class,
              "SyncCall", SyncCall.class,
              "SyncCallLeft", SyncCallLeft.class,
              "PageChanged", PageChanged.class,
              "PageDeadline", PageDeadline.class),
          List.of(),
          Map.of());

  private CompatSchema() {}
}
