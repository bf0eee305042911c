package dev.agentpay.store;

import dev.agentpay.core.StreamId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the writer knows of the streams that it wrote last, so that an append need not read first.
/// Right because nobody else writes to the file.
final class Heads {
  /// More streams than are open at a time on one node; each is a few hundred bytes.
  private static final int MAX = 20_000;

  private final Map<StreamId, Head> heads =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<StreamId, Head> eldest) {
          return size() > MAX;
        }
      };

  /// @param id the stream's row
  record Head(long id, long version, Columns columns) {}

  @Nullable Head find(StreamId stream) {
    return heads.get(stream);
  }

  void keep(StreamId stream, Head head) {
    heads.put(stream, head);
  }

  void clear() {
    heads.clear();
  }
}
