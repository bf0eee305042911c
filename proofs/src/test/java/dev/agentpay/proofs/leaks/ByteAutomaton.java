package dev.agentpay.proofs.leaks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/// Finds many byte patterns in one pass with the algorithm of Aho and Corasick (1975). It takes one
/// byte at a time, so it finds patterns across buffer boundaries.
final class ByteAutomaton {
  /// No pattern ends in this state.
  static final int NONE = -1;

  private static final int BYTES = 256;

  private final int[] next;
  private final int[] ends;

  /// @param patterns not empty; a pattern is also found inside a longer one
  ByteAutomaton(List<byte[]> patterns) {
    final List<int[]> nodes = new ArrayList<>();
    final List<Integer> hits = new ArrayList<>();
    add(nodes, hits);
    for (int pattern = 0; pattern < patterns.size(); pattern++) {
      int node = 0;
      for (byte b : patterns.get(pattern)) {
        if (nodes.get(node)[b & 0xff] == NONE) {
          nodes.get(node)[b & 0xff] = add(nodes, hits);
        }
        node = nodes.get(node)[b & 0xff];
      }
      hits.set(node, pattern);
    }
    link(nodes, hits);
    next = new int[nodes.size() * BYTES];
    for (int node = 0; node < nodes.size(); node++) {
      System.arraycopy(nodes.get(node), 0, next, node * BYTES, BYTES);
    }
    ends = hits.stream().mapToInt(Integer::intValue).toArray();
  }

  /// The state after one more byte; the initial state is 0.
  int step(int state, int unsignedByte) {
    return next[state * BYTES + unsignedByte];
  }

  /// The index of the pattern that ends in this state, or [#NONE].
  int end(int state) {
    return ends[state];
  }

  private static int add(List<int[]> nodes, List<Integer> hits) {
    final int[] children = new int[BYTES];
    Arrays.fill(children, NONE);
    nodes.add(children);
    hits.add(NONE);
    return nodes.size() - 1;
  }

  /// Replaces missing transitions with those of the longest suffix that is also a prefix.
  private static void link(List<int[]> nodes, List<Integer> hits) {
    final int[] fallback = new int[nodes.size()];
    final Deque<Integer> queue = new ArrayDeque<>(List.of(0));
    while (!queue.isEmpty()) {
      final int node = queue.poll();
      final int[] children = nodes.get(node);
      for (int b = 0; b < BYTES; b++) {
        final int shorter = node == 0 ? 0 : nodes.get(fallback[node])[b];
        if (children[b] == NONE) {
          children[b] = shorter;
        } else {
          fallback[children[b]] = shorter;
          if (hits.get(children[b]) == NONE) {
            hits.set(children[b], hits.get(shorter));
          }
          queue.add(children[b]);
        }
      }
    }
  }
}
