/// The store in one SQLite file, with one writer that uses group commit and several readers.
@NullMarked
package dev.agentpay.store.sqlite;

import org.jspecify.annotations.NullMarked;
