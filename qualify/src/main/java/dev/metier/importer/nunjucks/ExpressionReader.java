package dev.metier.importer.nunjucks;

import dev.metier.importer.nunjucks.Words.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads expressions, what binds least first.
///
/// @param words of one expression or several
record ExpressionReader(Words words) {
  private static final Set<String> COMPARED =
      Set.of("==", "===", "!=", "!==", "<", ">", "<=", ">=");

  static Expression all(String text) throws NotRendered {
    var reader = new ExpressionReader(Words.of(text));
    Expression whole = reader.expression();
    reader.words.end();
    return whole;
  }

  Expression expression() throws NotRendered {
    Expression body = or();
    if (!words.take("if")) {
      return body;
    }
    Expression condition = or();
    Expression other = words.take("else") ? or() : scope -> Values.of("");
    return scope -> Values.truth(condition.in(scope)) ? body.in(scope) : other.in(scope);
  }

  private Expression or() throws NotRendered {
    Expression left = and();
    while (words.take("or")) {
      words.deeper();
      Expression first = left;
      Expression right = and();
      left =
          scope -> {
            JsonNode value = first.in(scope);
            return Values.truth(value) ? value : right.in(scope);
          };
    }
    return left;
  }

  private Expression and() throws NotRendered {
    Expression left = not();
    while (words.take("and")) {
      words.deeper();
      Expression first = left;
      Expression right = not();
      left =
          scope -> {
            JsonNode value = first.in(scope);
            return Values.truth(value) ? right.in(scope) : value;
          };
    }
    return left;
  }

  private Expression not() throws NotRendered {
    if (words.take("not")) {
      words.deeper();
      Expression of = not();
      return scope -> Values.of(!Values.truth(of.in(scope)));
    }
    return in();
  }

  private Expression in() throws NotRendered {
    Expression left = is();
    boolean none = words.take("not", "in");
    if (!none && !words.take("in")) {
      return left;
    }
    Expression right = is();
    return scope -> Values.of(none != within(left.in(scope), scope.counted(right.in(scope))));
  }

  private static boolean within(JsonNode value, JsonNode whole) throws NotRendered {
    if (whole.isString()) {
      return whole.stringValue().contains(Values.text(value));
    }
    if (whole.isObject()) {
      return whole.has(Values.text(value));
    }
    if (!whole.isArray()) {
      throw new NotRendered("`in` something that is no list, text or object");
    }
    for (JsonNode each : whole) {
      if (!each.isContainer() && Values.same(value, each)) {
        return true;
      }
    }
    return false;
  }

  private Expression is() throws NotRendered {
    Expression of = compared();
    if (!words.take("is")) {
      return of;
    }
    boolean none = words.take("not");
    String test = words.name();
    return scope -> Values.of(none != passes(test, of.in(scope)));
  }

  private static boolean passes(String test, JsonNode value) throws NotRendered {
    return switch (test) {
      case "defined" -> !value.isMissingNode();
      case "undefined" -> value.isMissingNode();
      case "none", "null" -> value.isNull();
      case "string" -> value.isString();
      case "number" -> value.isNumber();
      case "odd" -> Math.abs(Values.number(value)) % 2 == 1;
      case "even" -> Values.number(value) % 2 == 0;
      default -> throw new NotRendered("the test `is " + test + "`");
    };
  }

  private Expression compared() throws NotRendered {
    Expression left = joined();
    String sign = words.peek().text();
    if (words.peek().kind() != Words.Kind.SIGN || !COMPARED.contains(sign)) {
      return left;
    }
    words.next();
    Expression right = joined();
    return scope -> Values.of(compare(sign, left.in(scope), right.in(scope)));
  }

  private static boolean compare(String sign, JsonNode left, JsonNode right) throws NotRendered {
    return switch (sign) {
      case "==" -> Values.alike(left, right);
      case "!=" -> !Values.alike(left, right);
      case "===" -> Values.same(left, right);
      case "!==" -> !Values.same(left, right);
      case "<" -> Values.order(left, right) < 0;
      case ">" -> Values.order(left, right) > 0;
      case "<=" -> Values.order(left, right) <= 0;
      default -> Values.order(left, right) >= 0;
    };
  }

  private Expression joined() throws NotRendered {
    Expression left = sum();
    while (words.take("~")) {
      words.deeper();
      Expression first = left;
      Expression right = sum();
      left =
          scope ->
              scope.counted(Values.of(Values.text(first.in(scope)) + Values.text(right.in(scope))));
    }
    return left;
  }

  private Expression sum() throws NotRendered {
    Expression left = product();
    for (String sign = sign("+", "-"); !sign.isEmpty(); sign = sign("+", "-")) {
      words.deeper();
      left = calculated(left, sign, product());
    }
    return left;
  }

  private Expression product() throws NotRendered {
    Expression left = single();
    for (String sign = sign("*", "/", "%"); !sign.isEmpty(); sign = sign("*", "/", "%")) {
      words.deeper();
      left = calculated(left, sign, single());
    }
    return left;
  }

  private String sign(String... signs) {
    for (String sign : signs) {
      if (words.take(sign)) {
        return sign;
      }
    }
    return "";
  }

  private static Expression calculated(Expression left, String sign, Expression right) {
    return scope -> {
      JsonNode one = left.in(scope);
      JsonNode other = right.in(scope);
      if (sign.equals("+") && (one.isString() || other.isString())) {
        return scope.counted(Values.of(Values.text(one) + Values.text(other)));
      }
      double a = Values.number(one);
      double b = Values.number(other);
      return Values.of(
          switch (sign) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            default -> a % b;
          });
    };
  }

  private Expression single() throws NotRendered {
    Expression value = words.take("-") ? negative(member()) : member();
    while (words.take("|")) {
      words.deeper();
      Expression of = value;
      String name = words.name();
      List<Expression> with = words.take("(") ? list(")") : List.of();
      value =
          scope ->
              scope.counted(Filters.apply(name, scope.counted(of.in(scope)), values(with, scope)));
    }
    return value;
  }

  private static Expression negative(Expression of) {
    return scope -> Values.of(-Values.number(of.in(scope)));
  }

  private static List<JsonNode> values(List<Expression> all, TemplateValues scope)
      throws NotRendered {
    var values = new ArrayList<JsonNode>();
    for (Expression each : all) {
      values.add(each.in(scope));
    }
    return values;
  }

  /// What stands between commas, up to a sign.
  private List<Expression> list(String end) throws NotRendered {
    var all = new ArrayList<Expression>();
    while (!words.take(end)) {
      if (!all.isEmpty()) {
        words.need(",");
      }
      all.add(expression());
    }
    return all;
  }

  private Expression member() throws NotRendered {
    Expression value = plain();
    while (true) {
      Expression of = value;
      if (words.take(".")) {
        words.deeper();
        String name = words.name();
        value = scope -> Values.member(of.in(scope), Values.of(name));
      } else if (words.take("[")) {
        words.deeper();
        Expression key = expression();
        words.need("]");
        value = scope -> Values.member(of.in(scope), key.in(scope));
      } else if (words.take("(")) {
        throw new NotRendered("a call of a function");
      } else {
        return value;
      }
    }
  }

  private Expression plain() throws NotRendered {
    Word word = words.next();
    Expression read =
        switch (word.kind()) {
          case TEXT -> scope -> Values.of(word.text());
          case NUMBER -> scope -> Values.of(Double.parseDouble(word.text()));
          case NAME -> named(word.text());
          case END -> throw new NotRendered("an expression that ends too early");
          case SIGN -> grouped(word.text());
        };
    return scope -> {
      scope.step(1);
      return read.in(scope);
    };
  }

  private static Expression named(String name) {
    return switch (name) {
      case "true", "false" -> scope -> Values.of(name.equals("true"));
      case "none", "null" -> scope -> JsonMapper.shared().nullNode();
      default -> scope -> scope.get(name);
    };
  }

  private Expression grouped(String sign) throws NotRendered {
    words.deeper();
    return switch (sign) {
      case "(" -> {
        Expression inner = expression();
        words.need(")");
        yield inner;
      }
      case "[" -> {
        List<Expression> members = list("]");
        yield scope ->
            scope.measured(JsonMapper.shared().createArrayNode().addAll(values(members, scope)));
      }
      case "{" -> object();
      default -> throw new NotRendered("`" + sign + "` in an expression");
    };
  }

  private Expression object() throws NotRendered {
    Map<String, Expression> members = new TreeMap<>();
    List<String> order = new ArrayList<>();
    while (!words.take("}")) {
      if (!order.isEmpty()) {
        words.need(",");
      }
      Word key = words.next();
      order.add(key.text());
      words.need(":");
      members.put(key.text(), expression());
    }
    return scope -> {
      var node = JsonMapper.shared().createObjectNode();
      for (String key : order) {
        node.set(key, members.getOrDefault(key, s -> Values.UNDEFINED).in(scope));
      }
      return scope.measured(node);
    };
  }
}
