package dev.agentpay.compat;

import dev.agentpay.events.AggregateType;
import dev.agentpay.events.IndexColumns;
import dev.agentpay.events.Schema;
import java.util.List;
import java.util.Map;

/// How what this module keeps is stored: names that never change, since old rows keep them.
public final class CompatSchema {
  /// Whose a Sync service is.
  static final AggregateType<SyncLease> LEASE =
      new AggregateType<>(
          "SYNC",
          SyncLease.class,
          Map.of(
              "SyncLeased", SyncEvent.SyncLeased.class,
              "SyncEmptied", SyncEvent.SyncEmptied.class),
          SyncLease::evolve,
          lease -> IndexColumns.of("KNOWN", false, lease.until()),
          List.of());

  /// Everything of this module that is stored.
  public static final Schema SCHEMA =
      new Schema(
          List.of(LEASE),
          Map.of("SyncPayment", SyncPayment.class, "SyncCall", SyncCall.class),
          List.of(),
          Map.of());

  private CompatSchema() {}
}
