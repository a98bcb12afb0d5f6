package dev.metier.importer.nunjucks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// The filters that are known.
final class Filters {
  private static final String BLANK =
      "[\\s\\x0b\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]";
  private static final Pattern AROUND =
      Pattern.compile("^" + BLANK + "++|(?<!" + BLANK + ")" + BLANK + "++$");
  private static final Pattern WHOLE = Pattern.compile("\\s*([+-]?\\d{1,15})");
  private static final Pattern DECIMAL = Pattern.compile("\\s*([+-]?(?:\\d+\\.?\\d*|\\.\\d+))");

  private Filters() {}

  static JsonNode apply(String name, JsonNode value, List<JsonNode> with) throws NotRendered {
    return switch (name) {
      case "upper" -> Values.of(text(value, name).toUpperCase(Locale.ROOT));
      case "lower" -> Values.of(text(value, name).toLowerCase(Locale.ROOT));
      case "trim" -> Values.of(AROUND.matcher(text(value, name)).replaceAll(""));
      case "capitalize" -> Values.of(capitalized(text(value, name)));
      case "title" -> Values.of(title(text(value, name)));
      case "string" -> Values.of(Values.text(value));
      case "safe" -> value.isString() ? value : Values.of(Values.shown(value));
      case "default", "d" -> usual(value, with);
      case "join" -> joined(value, with);
      case "length", "count" -> length(value);
      case "first" -> first(value, 0);
      case "last" -> first(value, value.size() - 1);
      case "reverse" -> reversed(value);
      case "replace" -> replaced(value, with);
      case "dump" -> dumped(value, with);
      case "load" -> loaded(value);
      case "int" -> parsed(value, with, WHOLE);
      case "float" -> parsed(value, with, DECIMAL);
      case "abs" -> Values.of(Math.abs(Values.number(value)));
      default -> throw new NotRendered("the filter `" + name + "`");
    };
  }

  /// What is not there is an empty text; anything else but a text is an error of promptfoo's.
  private static String text(JsonNode value, String filter) throws NotRendered {
    if (Values.isNothing(value) || (value.isBoolean() && !value.booleanValue())) {
      return "";
    }
    if (!value.isString()) {
      throw new NotRendered("the filter `" + filter + "` on what is no text");
    }
    return value.stringValue();
  }

  private static String capitalized(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT)
            + text.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String title(String text) {
    var words = new ArrayList<String>();
    for (String word : text.split(" ", -1)) {
      words.add(capitalized(word));
    }
    return String.join(" ", words);
  }

  private static JsonNode usual(JsonNode value, List<JsonNode> with) {
    JsonNode other = with.isEmpty() ? Values.UNDEFINED : with.getFirst();
    boolean falsy = with.size() > 1 && Values.truth(with.get(1));
    return (falsy ? Values.truth(value) : !value.isMissingNode()) ? value : other;
  }

  private static JsonNode joined(JsonNode value, List<JsonNode> with) throws NotRendered {
    if (!value.isArray() || with.size() > 2) {
      throw new NotRendered("the filter `join` on what is no list");
    }
    String between = with.isEmpty() ? "" : Values.text(with.getFirst());
    if (with.size() < 2) {
      return Values.of(Values.joined(value, between));
    }
    ArrayNode members = JsonMapper.shared().createArrayNode();
    for (JsonNode each : value) {
      JsonNode member = Values.member(each, with.get(1));
      members.add(member.isMissingNode() ? JsonMapper.shared().nullNode() : member);
    }
    return Values.of(Values.joined(members, between));
  }

  private static JsonNode length(JsonNode value) throws NotRendered {
    if (value.isContainer()) {
      return Values.of(value.size());
    }
    if (value.isNumber() || (value.isBoolean() && value.booleanValue())) {
      return Values.UNDEFINED;
    }
    return Values.of(value.isString() ? value.stringValue().length() : 0);
  }

  private static JsonNode first(JsonNode value, int at) throws NotRendered {
    if (!value.isArray()) {
      throw new NotRendered("the first or last of what is no list");
    }
    return value.path(at);
  }

  private static JsonNode reversed(JsonNode value) throws NotRendered {
    if (value.isString()) {
      String text = value.stringValue();
      var turned = new StringBuilder(text.length());
      for (int i = text.length() - 1; i >= 0; i--) {
        turned.append(text.charAt(i));
      }
      return Values.of(turned.toString());
    }
    if (!value.isArray()) {
      throw new NotRendered("the filter `reverse` on what is no list");
    }
    ArrayNode turned = JsonMapper.shared().createArrayNode();
    for (int i = value.size() - 1; i >= 0; i--) {
      turned.add(value.get(i));
    }
    return turned;
  }

  private static JsonNode replaced(JsonNode value, List<JsonNode> with) throws NotRendered {
    boolean plain =
        value.isString()
            && with.size() == 2
            && with.stream().allMatch(JsonNode::isString)
            && !with.getFirst().stringValue().isEmpty();
    if (!plain) {
      throw new NotRendered("the filter `replace` with more than two texts");
    }
    String text = value.stringValue();
    String from = with.get(0).stringValue();
    String to = with.get(1).stringValue();
    long length = text.length();
    for (int at = text.indexOf(from); at >= 0; at = text.indexOf(from, at + from.length())) {
      length += to.length() - from.length();
    }
    Work.length(length);
    return Values.of(text.replace(from, to));
  }

  private static JsonNode dumped(JsonNode value, List<JsonNode> with) throws NotRendered {
    if (value.isMissingNode()) {
      return value;
    }
    Work.size(value, 0);
    if (with.isEmpty()) {
      return Values.of(JsonMapper.shared().writeValueAsString(value));
    }
    int indent = (int) Values.number(with.getFirst());
    int step = Math.clamp(indent, 0, 10);
    Work.size(value, step);
    return Values.of(Indented.of(value, " ".repeat(step)));
  }

  private static JsonNode loaded(JsonNode value) throws NotRendered {
    try {
      JsonNode read = JsonMapper.shared().readTree(text(value, "load"));
      Work.size(read, 0);
      return read;
    } catch (JacksonException e) {
      throw new NotRendered("the filter `load` on what is no JSON");
    }
  }

  private static JsonNode parsed(JsonNode value, List<JsonNode> with, Pattern numeral)
      throws NotRendered {
    Matcher found = numeral.matcher(Values.text(value));
    if (found.lookingAt()) {
      return Values.of(Double.parseDouble(found.group(1)));
    }
    return with.isEmpty() ? Values.UNDEFINED : with.getFirst();
  }
}
