package dev.metier.importer.nunjucks;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/// Values as JavaScript has them: what is missing is `undefined`.
final class Values {
  static final JsonNode UNDEFINED = MissingNode.getInstance();
  private static final double LEAST = 1e-6;
  private static final double MOST = 1e21;

  /// Up to here every whole number is exact.
  private static final double LARGEST = 9e15;

  private static final Pattern NUMERAL =
      Pattern.compile("[+-]?(\\d++\\.?\\d*+|\\.\\d++)(e[+-]?\\d++)?");

  private Values() {}

  static JsonNode of(String text) throws NotRendered {
    Work.length(text.length());
    return StringNode.valueOf(text);
  }

  static JsonNode of(boolean truth) {
    return BooleanNode.valueOf(truth);
  }

  static JsonNode of(double number) throws NotRendered {
    if (!Double.isFinite(number)) {
      throw new NotRendered("a number without end");
    }
    return number == Math.rint(number) && Math.abs(number) < LARGEST
        ? LongNode.valueOf((long) number)
        : DecimalNode.valueOf(new BigDecimal(Double.toString(number)));
  }

  static boolean isNothing(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  /// Lists and objects are true, even without members.
  static boolean truth(JsonNode value) {
    return switch (value.getNodeType()) {
      case MISSING, NULL -> false;
      case BOOLEAN -> value.booleanValue();
      case NUMBER -> value.doubleValue() != 0;
      case STRING -> !value.stringValue().isEmpty();
      default -> true;
    };
  }

  /// What stands in the text in its place.
  static String shown(JsonNode value) throws NotRendered {
    return isNothing(value) ? "" : text(value);
  }

  /// As JavaScript makes a text of it.
  static String text(JsonNode value) throws NotRendered {
    return switch (value.getNodeType()) {
      case MISSING -> "undefined";
      case NULL -> "null";
      case STRING -> value.stringValue();
      case BOOLEAN -> Boolean.toString(value.booleanValue());
      case NUMBER -> numeral(value);
      case ARRAY -> joined(value, ",");
      default -> "[object Object]";
    };
  }

  static String joined(JsonNode list, String between) throws NotRendered {
    List<String> texts = new ArrayList<>();
    long length = 0;
    for (JsonNode each : list) {
      String text = shown(each);
      length += text.length() + between.length();
      Work.length(length);
      texts.add(text);
    }
    return String.join(between, texts);
  }

  private static String numeral(JsonNode value) throws NotRendered {
    double number = value.doubleValue();
    double size = Math.abs(number);
    if (size != 0 && (size < LEAST || size >= MOST)) {
      throw new NotRendered("a number that is written with an exponent");
    }
    BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    return exact.signum() == 0 ? "0" : exact.toPlainString();
  }

  static double number(JsonNode value) throws NotRendered {
    return switch (value.getNodeType()) {
      case NUMBER -> value.doubleValue();
      case BOOLEAN -> value.booleanValue() ? 1 : 0;
      case STRING -> {
        String text = value.stringValue().strip();
        if (!NUMERAL.matcher(text).matches()) {
          throw new NotRendered("a text where a number is needed");
        }
        yield Double.parseDouble(text);
      }
      default -> throw new NotRendered("no number where one is needed");
    };
  }

  /// `==`, which takes a number and its numeral for the same.
  static boolean alike(JsonNode one, JsonNode other) throws NotRendered {
    if (isNothing(one) || isNothing(other)) {
      return isNothing(one) && isNothing(other);
    }
    if (one.isContainer() || other.isContainer()) {
      throw new NotRendered("a comparison of lists or objects");
    }
    if (one.getNodeType() == other.getNodeType()) {
      return same(one, other);
    }
    boolean numerals =
        (!one.isString() || NUMERAL.matcher(one.stringValue().strip()).matches())
            && (!other.isString() || NUMERAL.matcher(other.stringValue().strip()).matches());
    return numerals && number(one) == number(other);
  }

  /// `===`
  static boolean same(JsonNode one, JsonNode other) throws NotRendered {
    if (one.isContainer() || other.isContainer()) {
      throw new NotRendered("a comparison of lists or objects");
    }
    if (one.isNumber() && other.isNumber()) {
      return one.doubleValue() == other.doubleValue();
    }
    return one.equals(other);
  }

  /// Below 0, 0 or above 0, as `<` and its kin have it.
  static int order(JsonNode one, JsonNode other) throws NotRendered {
    return one.isString() && other.isString()
        ? one.stringValue().compareTo(other.stringValue())
        : Double.compare(number(one), number(other));
  }

  /// What stands under a name or a number.
  static JsonNode member(JsonNode of, JsonNode key) throws NotRendered {
    String name = text(key);
    if (isNothing(of)) {
      return UNDEFINED;
    }
    if (name.equals("length") && (of.isString() || of.isArray())) {
      return of(of.isString() ? of.stringValue().length() : of.size());
    }
    if (of.isObject() && of.has(name)) {
      return of.get(name);
    }
    if (of.isArray() && name.matches("\\d{1,9}")) {
      return of.path(Integer.parseInt(name));
    }
    if (of.isString() && name.matches("\\d{1,9}")) {
      int at = Integer.parseInt(name);
      String text = of.stringValue();
      return at < text.length() ? of(text.substring(at, at + 1)) : UNDEFINED;
    }
    if (of.isObject() && !name.matches("constructor|toString|valueOf|hasOwnProperty|__proto__")) {
      return UNDEFINED;
    }
    throw new NotRendered("`." + name + "`, which JavaScript may know of itself");
  }
}
