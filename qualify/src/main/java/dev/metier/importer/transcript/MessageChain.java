package dev.metier.importer.transcript;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Records that each name the one before them: what a person went back behind is not on the way to
/// the last one. Not thread-safe.
///
/// The order of the file is not that of the conversation: answers of tools that ran side by side
/// each name another record, and a conversation that was summed up begins anew.
final class MessageChain {
  /// @param parent empty for a first one
  /// @param isPrompt whether a person wrote it
  private record Node(String parent, boolean isPrompt, Consumer<SessionBuilder> said) {}

  private final Map<String, Node> nodes = new LinkedHashMap<>();

  /// @param said tells a builder what the record says
  void add(String id, String parent, boolean isPrompt, Consumer<SessionBuilder> said) {
    nodes.putIfAbsent(id, new Node(parent, isPrompt, said));
  }

  boolean has(String id) {
    return nodes.containsKey(id);
  }

  /// Tells all that is on the way to the last record of each beginning, and counts the prompts that
  /// are not.
  void tell(SessionBuilder to, LeftOutCounts tally) {
    Map<String, String> lastOf = new LinkedHashMap<>();
    Map<String, String> firstOf = new HashMap<>();
    for (String id : nodes.keySet()) {
      lastOf.put(first(id, firstOf), id);
    }
    Set<String> told = new HashSet<>();
    for (String last : lastOf.values()) {
      var way = new ArrayList<String>();
      for (String at = last; nodes.containsKey(at) && told.add(at); at = node(at).parent) {
        way.add(at);
      }
      way.reversed().forEach(id -> node(id).said.accept(to));
    }
    nodes.forEach((id, node) -> {
      if (node.isPrompt && !told.contains(id)) {
        tally.add(LeftOut.ABANDONED);
      }
    });
  }

  private Node node(String id) {
    Node node = nodes.get(id);
    if (node == null) {
      throw new IllegalArgumentException("no record " + id);
    }
    return node;
  }

  /// The record that one goes back to. A circle, which only a damaged file has, ends where it
  /// began.
  private String first(String id, Map<String, String> known) {
    List<String> way = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    String at = id;
    while (!known.containsKey(at) && seen.add(at)) {
      way.add(at);
      String parent = node(at).parent;
      if (!nodes.containsKey(parent)) {
        break;
      }
      at = parent;
    }
    String first = known.getOrDefault(at, at);
    way.forEach(each -> known.put(each, first));
    return first;
  }
}
