package dev.metier.importer.nunjucks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A template as promptfoo renders it (Nunjucks 3, nothing escaped), as far as that takes no code:
/// conditions, loops over what is given, variables that are set, and the filters of `Filters`.
public final class NunjucksTemplate {
  /// A tag, a value or a remark, each perhaps with signs that take the white space beside it.
  private static final Pattern TAG =
      Pattern.compile(
          "\\{%-?\\s*(?:raw|verbatim)\\s*-?%\\}(?<raw>.*?)\\{%-?\\s*end(?:raw|verbatim)\\s*-?%\\}"
              + "|\\{%(?<before>-?)\\s*(?<tag>(?:'[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+'|\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|(?!-?%\\}).)*+)\\s*(?<after>-?)%\\}"
              + "|\\{\\{(?<open>-?)\\s*(?<value>(?:'[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+'|\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|(?!-?\\}\\}).)*+)\\s*(?<close>-?)\\}\\}"
              + "|\\{#(?<left>-?).*?(?<right>-?)#\\}",
          Pattern.DOTALL);

  private static final Pattern START = Pattern.compile("\\{[%{#]");
  private static final Pattern FIRST = Pattern.compile("([a-z]+)\\s*(.*)", Pattern.DOTALL);
  private static final Pattern LOOP =
      Pattern.compile(
          "([A-Za-z_]\\w*)\\s*(?:,\\s*([A-Za-z_]\\w*)\\s*)?\\sin\\s(.*)", Pattern.DOTALL);
  private static final Pattern SET =
      Pattern.compile("([A-Za-z_]\\w*)\\s*=(?!=)(.*)", Pattern.DOTALL);

  /// A part of a text.
  @FunctionalInterface
  private interface Piece {
    void write(StringBuilder out, TemplateValues scope) throws NotRendered;
  }

  /// A piece, or a tag that another one waits for.
  private sealed interface Part {}

  private record Content(Piece piece) implements Part {}

  private record Tag(String name, String rest) implements Part {}

  private final List<Part> parts;
  private int at;
  private int depth;
  private final Piece whole;

  private NunjucksTemplate(List<Part> parts) throws NotRendered {
    this.parts = parts;
    this.whole = block();
    if (at < parts.size()) {
      throw new NotRendered("`{% " + ((Tag) parts.get(at)).name() + " %}` in no place of its own");
    }
  }

  /// Whether a text has anything that is rendered.
  public static boolean isOne(String text) {
    return text.contains("{%") || text.contains("{#") || text.contains("{{");
  }

  /// Reads a template.
  ///
  /// @throws NotRendered when it has what is not rendered here
  public static NunjucksTemplate of(String text) throws NotRendered {
    return new NunjucksTemplate(parts(text));
  }

  /// The text for a test.
  ///
  /// @throws NotRendered when its values cannot be rendered alike
  public String rendered(Map<String, JsonNode> values) throws NotRendered {
    var out = new StringBuilder();
    try {
      whole.write(out, new TemplateValues(values));
    } catch (JacksonException e) {
      throw new NotRendered("a number or JSON beyond what is read");
    }
    return out.toString();
  }

  // Reading ----------------------------------------------------------------------------------

  private static List<Part> parts(String text) throws NotRendered {
    var parts = new ArrayList<Part>();
    Matcher tag = TAG.matcher(text);
    int from = 0;
    boolean trimmed = false;
    Matcher start = START.matcher(text);
    while (start.find(from)) {
      if (!tag.region(start.start(), text.length()).lookingAt()) {
        throw new NotRendered("a tag without its end");
      }
      boolean trims = isMinus(tag, "before") || isMinus(tag, "open") || isMinus(tag, "left");
      plain(parts, text.substring(from, tag.start()), trimmed, trims);
      trimmed = isMinus(tag, "after") || isMinus(tag, "close") || isMinus(tag, "right");
      from = tag.end();
      if (tag.group("raw") != null) {
        plain(parts, tag.group("raw"), false, false);
      } else if (tag.group("value") != null) {
        Expression value = ExpressionReader.all(tag.group("value"));
        parts.add(new Content((out, scope) -> out.append(Values.shown(value.in(scope)))));
      } else if (tag.group("tag") != null) {
        parts.add(tag(tag.group("tag")));
      }
    }
    plain(parts, text.substring(from), trimmed, false);
    return parts;
  }

  private static boolean isMinus(Matcher tag, String group) {
    return "-".equals(tag.group(group));
  }

  private static void plain(List<Part> parts, String text, boolean start, boolean end) {
    String first = start ? text.stripLeading() : text;
    String both = end ? first.stripTrailing() : first;
    if (!both.isEmpty()) {
      parts.add(new Content((out, _) -> out.append(both)));
    }
  }

  private static Tag tag(String text) throws NotRendered {
    Matcher first = FIRST.matcher(text);
    if (!first.matches()) {
      throw new NotRendered("`{% " + text + " %}`");
    }
    return new Tag(first.group(1), first.group(2));
  }

  /// What stands up to a tag that is none of a beginning.
  private Piece block() throws NotRendered {
    var pieces = new ArrayList<Piece>();
    while (at < parts.size()) {
      if (parts.get(at) instanceof Content(var piece)) {
        at++;
        pieces.add(piece);
      } else if (parts.get(at) instanceof Tag(var name, var rest) && begins(name)) {
        at++;
        pieces.add(begun(name, rest));
      } else {
        break;
      }
    }
    return (out, scope) -> {
      for (Piece piece : pieces) {
        scope.step(1);
        piece.write(out, scope);
        if (out.length() > Work.LONGEST) {
          throw new NotRendered("more than 4 MB of text");
        }
      }
    };
  }

  private static boolean begins(String name) {
    return !name.matches("else|elif|elseif|endif|endfor");
  }

  private Piece begun(String name, String rest) throws NotRendered {
    depth++;
    if (depth > Work.DEEPEST) {
      throw new NotRendered("more than 200 tags within each other");
    }
    Piece piece =
        switch (name) {
          case "if" -> condition(rest);
          case "for" -> loop(rest);
          case "set" -> set(rest);
          default -> throw new NotRendered("`{% " + name + " %}`");
        };
    depth--;
    return piece;
  }

  private Piece condition(String text) throws NotRendered {
    Expression condition = ExpressionReader.all(text);
    Piece then = block();
    Tag next = next("if");
    Piece other =
        switch (next.name()) {
          case "elif", "elseif" -> begun("if", next.rest());
          case "else" -> {
            Piece last = block();
            end("endif");
            yield last;
          }
          case "endif" -> (_, _) -> {};
          default -> throw new NotRendered("`{% " + next.name() + " %}` within `{% if %}`");
        };
    return (out, scope) -> (Values.truth(condition.in(scope)) ? then : other).write(out, scope);
  }

  private Piece loop(String text) throws NotRendered {
    Matcher said = LOOP.matcher(text);
    if (!said.matches()) {
      throw new NotRendered("`{% for " + text + " %}`");
    }
    Expression of = ExpressionReader.all(said.group(3));
    Piece body = block();
    Tag next = next("for");
    Piece none = (_, _) -> {};
    if (next.name().equals("else")) {
      none = block();
      end("endfor");
    } else if (!next.name().equals("endfor")) {
      throw new NotRendered("`{% " + next.name() + " %}` within `{% for %}`");
    }
    var loop = new Loop(said.group(1), Optional.ofNullable(said.group(2)), body);
    Piece otherwise = none;
    return (out, scope) -> {
      if (loop.write(of.in(scope), out, scope) == 0) {
        otherwise.write(out, scope);
      }
    };
  }

  /// A loop over members; over names and values of an object with two variables.
  private record Loop(String first, Optional<String> second, Piece body) {
    /// How often the body was written.
    int write(JsonNode all, StringBuilder out, TemplateValues scope) throws NotRendered {
      boolean pairs = second.isPresent();
      if ((pairs != all.isObject() && !all.isEmpty()) || all.isString()) {
        throw new NotRendered("a loop over what is no " + (pairs ? "object" : "list"));
      }
      int at = 0;
      if (pairs) {
        for (var member : all.properties()) {
          var names = Map.of(first, Values.of(member.getKey()), second.get(), member.getValue());
          body.write(out, scope.within(with(names, at++, all.size())));
        }
        return at;
      }
      for (JsonNode each : all) {
        body.write(out, scope.within(with(Map.of(first, each), at++, all.size())));
      }
      return at;
    }
  }

  private static Map<String, JsonNode> with(Map<String, JsonNode> names, int at, int size) {
    var all = new HashMap<>(names);
    var loop = JsonMapper.shared().createObjectNode();
    loop.put("index", at + 1).put("index0", at).put("revindex", size - at);
    loop.put("revindex0", size - at - 1).put("first", at == 0).put("last", at == size - 1);
    all.put("loop", loop.put("length", size));
    return all;
  }

  private Piece set(String text) throws NotRendered {
    Matcher said = SET.matcher(text);
    if (!said.matches()) {
      throw new NotRendered("`{% set " + text + " %}`");
    }
    Expression value = ExpressionReader.all(said.group(2));
    return (_, scope) -> scope.set(said.group(1), value.in(scope));
  }

  private Tag next(String of) throws NotRendered {
    if (at < parts.size() && parts.get(at) instanceof Tag tag) {
      at++;
      return tag;
    }
    throw new NotRendered("`{% " + of + " %}` without its end");
  }

  private void end(String name) throws NotRendered {
    Tag tag = next("else");
    if (!tag.name().equals(name)) {
      throw new NotRendered("`{% " + tag.name() + " %}` where `{% " + name + " %}` is needed");
    }
  }
}
