package dev.metier.label.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where the cases of a YAML or JSON text stand, and that text with one of them changed. What it
/// gives may be wrong where anchors are used; whoever asks reads it again.
final class CaseNodes {
  private final String text;
  private final SequenceNode list;

  private CaseNodes(String text, SequenceNode list) {
    this.text = text;
    this.list = list;
  }

  /// Empty when the text has no list of cases.
  static Optional<CaseNodes> of(String text) {
    var settings =
        LoadSettings.builder()
            .setUseMarks(true)
            .setAllowDuplicateKeys(true)
            .setCodePointLimit(Integer.MAX_VALUE)
            .build();
    try {
      return new Compose(settings)
          .composeString(text)
          .flatMap(root ->
              root instanceof MappingNode whole
                  ? entry(whole, "cases").map(NodeTuple::getValueNode)
                  : Optional.of(root))
          .filter(SequenceNode.class::isInstance)
          .map(found -> new CaseNodes(text, (SequenceNode) found));
    } catch (YamlEngineException e) {
      return Optional.empty();
    }
  }

  private static Optional<NodeTuple> entry(Node node, String key) {
    return node instanceof MappingNode mapping
        ? mapping.getValue().stream()
            .filter(
                each -> each.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key))
            .findFirst()
        : Optional.empty();
  }

  /// The text with `expected` in the place of a case's draft.
  ///
  /// @param same whether that is the draft's answer as it stands there
  /// @param by what `expected_by` says; absent when empty
  Optional<String> expecting(int number, JsonNode expected, boolean same, Optional<String> by) {
    Node item = list.getValue().get(number);
    Optional<NodeTuple> draft = entry(item, "draft");
    Optional<Node> answer =
        draft.flatMap(found -> entry(found.getValueNode(), "answer")).map(NodeTuple::getValueNode);
    if (draft.isEmpty() || answer.isEmpty()) {
      return Optional.empty();
    }
    NodeTuple first = draft.get();
    Optional<NodeTuple> nothing = entry(item, "expected");
    NodeTuple second = nothing.orElse(first);
    if (start(second.getKeyNode()) < start(first.getKeyNode())) {
      first = second;
      second = draft.get();
    }
    int from = start(first.getKeyNode());
    int to = end(first);
    String mark = text.charAt(start(draft.get().getKeyNode())) == '"' ? "\"" : "";
    String own = text.substring(start(answer.get()), end(answer.get()));
    boolean flow = isFlow(item);
    int indent = first.getKeyNode().getStartMark().map(Mark::getColumn).orElse(0);
    String value =
        same && (flow || !own.contains("\n"))
            ? own
            : flow || !restOfLine(to).isBlank() ? expected.toString() : block(expected, indent + 2);
    String gap = flow ? ", " : lineEnd() + " ".repeat(indent);
    String who =
        by.map(name ->
                gap
                    + mark
                    + "expected_by"
                    + mark
                    + ": "
                    + JsonMapper.shared().writeValueAsString(name))
            .orElse("");
    String put = mark + "expected" + mark + ": " + value + who;
    String kept = nothing.isEmpty() ? text.substring(to) : without(item, second, to);
    return Optional.of(text.substring(0, from) + put + kept);
  }

  /// What follows a place, without an entry that is not the first of its case.
  private String without(Node item, NodeTuple entry, int from) {
    int start = start(entry.getKeyNode());
    int end = end(entry);
    if (isFlow(item)) {
      start = text.lastIndexOf(',', start);
    } else {
      start = text.lastIndexOf('\n', start);
      end += restOfLine(end).length();
      end -= text.charAt(end - 1) == '\r' ? 1 : 0;
      start -= start > 0 && text.charAt(start - 1) == '\r' ? 1 : 0;
    }
    return start < from ? text.substring(from) : text.substring(from, start) + text.substring(end);
  }

  /// A value on lines of its own where it is a text of several, else as JSON.
  private String block(JsonNode value, int indent) {
    String plain = value.isString() ? value.stringValue() : "";
    String body = plain.endsWith("\n") ? plain.substring(0, plain.length() - 1) : plain;
    boolean fits =
        body.contains("\n")
            && body.lines().noneMatch(line -> !line.equals(line.stripTrailing()))
            && body.equals(body.strip())
            && body.chars().noneMatch(CaseNodes::isControl);
    if (!fits) {
      return value.toString();
    }
    String before = " ".repeat(indent);
    var lines = new ArrayList<String>();
    lines.add(body.equals(plain) ? "|-" : "|");
    body.lines().forEach(line -> lines.add(line.isEmpty() ? line : before + line));
    return String.join(lineEnd(), lines);
  }

  private static boolean isControl(int c) {
    return (c < ' ' && c != '\n') || (c > '~' && c < 0xA0);
  }

  /// The text without a case.
  Optional<String> without(int number) {
    List<Node> all = list.getValue();
    Node item = all.get(number);
    int from = start(item);
    int to = end(item);
    if (isFlow(list)) {
      if (number + 1 < all.size()) {
        to = start(all.get(number + 1));
      } else if (number > 0) {
        from = end(all.get(number - 1));
      }
      return Optional.of(text.substring(0, from) + text.substring(to));
    }
    int dash = from - 1;
    while (dash >= 0 && Character.isWhitespace(text.charAt(dash))) {
      dash--;
    }
    int line = text.lastIndexOf('\n', dash) + 1;
    if (dash < 0 || text.charAt(dash) != '-' || !text.substring(line, dash).isBlank()) {
      return Optional.empty();
    }
    int next = text.indexOf('\n', to);
    String empty = all.size() == 1 ? "  []" + lineEnd() : "";
    return Optional.of(
        text.substring(0, line) + empty + (next < 0 ? "" : text.substring(next + 1)));
  }

  private String lineEnd() {
    int first = text.indexOf('\n');
    return first > 0 && text.charAt(first - 1) == '\r' ? "\r\n" : "\n";
  }

  private String restOfLine(int from) {
    int end = text.indexOf('\n', from);
    return text.substring(from, end < 0 ? text.length() : end);
  }

  private static boolean isFlow(Node node) {
    return node instanceof CollectionNode<?> some && some.getFlowStyle() == FlowStyle.FLOW;
  }

  private int start(Node node) {
    return node.getStartMark().map(this::at).orElse(0);
  }

  private int end(NodeTuple entry) {
    return Math.max(end(entry.getKeyNode()), end(entry.getValueNode()));
  }

  /// Where what is written of a value ends, without blanks and lines behind it.
  private int end(Node node) {
    int end =
        switch (node) {
          case MappingNode mapping when !isFlow(mapping) && !mapping.getValue().isEmpty() ->
              end(mapping.getValue().getLast());
          case SequenceNode items when !isFlow(items) && !items.getValue().isEmpty() ->
              end(items.getValue().getLast());
          default -> node.getEndMark().map(this::at).orElse(0);
        };
    while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  /// Marks count code points.
  private int at(Mark mark) {
    return text.offsetByCodePoints(0, mark.getIndex());
  }
}
