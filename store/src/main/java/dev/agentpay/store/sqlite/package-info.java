/// The store in one SQLite file: one writer with group commit, many readers.
@NullMarked
package dev.agentpay.store.sqlite;

import org.jspecify.annotations.NullMarked;
