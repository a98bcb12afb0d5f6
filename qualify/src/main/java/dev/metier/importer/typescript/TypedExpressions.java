package dev.metier.importer.typescript;

import dev.metier.importer.typescript.TypedCode.Kind;
import dev.metier.importer.typescript.TypedCode.Token;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads expressions, and erases the types in them. Not thread-safe.
final class TypedExpressions {
  private final TypedCode code;
  private final TypeReading types;
  private final TypedFunctions functions;
  private final Set<Integer> noArrows = new HashSet<>();
  private boolean choosing;
  private boolean extending;

  TypedExpressions(TypedCode code, TypedFunctions functions) {
    this.code = code;
    this.types = new TypeReading(code);
    this.functions = functions;
  }

  /// Expressions between commas.
  void all() throws NotErased {
    do {
      one();
    } while (code.skips(","));
  }

  /// One in brackets, where a choice outside does not matter.
  private void inside(Reading reading) throws NotErased {
    boolean before = choosing;
    boolean parent = extending;
    choosing = false;
    extending = false;
    code.deeper();
    reading.read();
    code.higher();
    choosing = before;
    extending = parent;
  }

  private interface Reading {
    void read() throws NotErased;
  }

  /// One expression without commas.
  void one() throws NotErased {
    code.deeper();
    if (!yielded() && !arrow()) {
      operand();
      boolean first = true;
      for (Token by = between(first); by != null; by = between(first)) {
        first &= by.is("=");
        if (arrow()) {
          break;
        }
        operand();
      }
      choice();
    }
    code.higher();
  }

  private boolean yielded() throws NotErased {
    if (!code.sees("yield")) {
      return false;
    }
    Token then = code.behind(code.peek());
    if (then.is("=") || then.is(".") || then.is("=>")) {
      throw code.refused("`yield` as a name");
    }
    code.next();
    code.skips("*");
    boolean ends =
        then.after()
            || then.kind() == Kind.END
            || Set.of(")", "]", "}", ",", ";", ":").contains(then.text());
    if (!ends) {
      one();
    }
    return true;
  }

  private void choice() throws NotErased {
    if (!code.skips("?")) {
      return;
    }
    boolean before = choosing;
    choosing = true;
    one();
    choosing = before;
    code.expect(":");
    one();
  }

  /// Passes what stands between two operands; `as` and its type are erased.
  ///
  /// @param first whether no operator stands before, so that none can bind otherwise without it
  /// @return the operator, or null
  private @Nullable Token between(boolean first) throws NotErased {
    Token token = code.peek();
    while ((token.is("as") || token.is("satisfies")) && !token.after()) {
      code.next();
      if (!code.skips("const")) {
        types.type();
      }
      erase(token.start());
      token = code.peek();
      if (!first && Operators.isCloser(token)) {
        throw code.refused("an operator behind `as` that binds closer");
      }
    }
    if (token.is(">")) {
      int end = code.next().end();
      while (code.peek().start() == end
          && (code.sees(">") || Operators.startsWithEqual(code.peek()))) {
        end = code.next().end();
      }
      return token;
    }
    return Operators.isBetween(token) ? code.next() : null;
  }

  /// Erases a type up to here; where the next line would go on with it, the statement ends.
  private void erase(int start) throws NotErased {
    Token then = code.peek();
    boolean goesOn = then.after() && Set.of("(", "[", "`").contains(then.text());
    if (goesOn) {
      code.erase(start, code.at(), start, ';');
    } else {
      code.erase(start, code.at());
    }
  }

  private void operand() throws NotErased {
    while (Operators.isBefore(code.peek())) {
      code.next();
    }
    if (code.sees("<")) {
      int start = code.peek().start();
      types.arguments();
      if (code.hasLine(start, code.peek().start())) {
        throw code.refused("a type in `<...>` over several lines");
      }
      code.erase(start, code.at());
      operand();
      return;
    }
    primary();
    behind(true);
    if ((code.sees("++") || code.sees("--")) && !code.peek().after()) {
      code.next();
    }
  }

  /// Members, calls and templates behind an operand.
  ///
  /// @param calls whether a call belongs to it
  private void behind(boolean calls) throws NotErased {
    while (true) {
      Token token = code.peek();
      if (token.is(".")) {
        code.next();
        code.name();
      } else if (token.is("?.") && calls) {
        code.next();
        if (code.peek().isName()) {
          code.next();
        } else if (!Set.of("(", "[", "<").contains(code.peek().text())) {
          throw code.unread();
        }
      } else if (token.is("[")) {
        code.next();
        inside(this::all);
        code.expect("]");
      } else if (token.is("(") && calls) {
        arguments();
      } else if (token.is("`")) {
        template();
      } else if (token.is("!") && !token.after()) {
        code.next();
        code.erase(token.start(), token.end());
      } else if (!token.is("<") || !typed()) {
        return;
      }
    }
  }

  /// Erases types in `<...>` behind an operand, where they are no comparison.
  private boolean typed() throws NotErased {
    int start = code.at();
    int erasures = code.erasures();
    int depth = code.depth();
    int first = code.peek().start();
    try {
      types.arguments();
    } catch (NotErased e) {
      types.anew();
      code.depth(depth);
      code.back(start, erasures);
      return false;
    }
    Token then = code.peek();
    if (extending || then.is("(") || then.is("`") || Operators.isBehind(then)) {
      code.erase(first, code.at());
      return true;
    }
    if (then.after()) {
      throw code.refused("types in `<...>` at the end of a line");
    }
    code.back(start, erasures);
    return false;
  }

  private void arguments() throws NotErased {
    code.expect("(");
    inside(() -> list(")"));
    code.expect(")");
  }

  private void list(String end) throws NotErased {
    while (!code.sees(end)) {
      if (!code.skips(",")) {
        code.skips("...");
        one();
        if (!code.sees(end)) {
          code.expect(",");
        }
      }
    }
  }

  private void template() throws NotErased {
    code.expect("`");
    while (code.template()) {
      inside(this::all);
      code.expect("}");
    }
  }

  private void primary() throws NotErased {
    Token token = code.peek();
    if (token.kind() == Kind.NUMBER || token.kind() == Kind.TEXT) {
      code.next();
    } else if (token.isName()) {
      named(token);
    } else {
      switch (token.text()) {
        case "(" -> {
          code.next();
          inside(this::all);
          code.expect(")");
        }
        case "[" -> {
          code.next();
          inside(() -> list("]"));
          code.expect("]");
        }
        case "{" -> inside(() -> functions.object());
        case "`" -> template();
        case "/", "/=" -> code.pattern();
        default -> throw code.unread();
      }
    }
  }

  private void named(Token token) throws NotErased {
    switch (token.text()) {
      case "function" -> inside(() -> functions.function());
      case "class" -> inside(() -> functions.type());
      case "new" -> {
        code.next();
        if (!code.skips(".")) {
          if (code.sees("new")) {
            primary();
          } else {
            primary();
            behind(false);
          }
          if (code.sees("(")) {
            arguments();
          }
        } else {
          code.name();
        }
      }
      case "async" -> {
        Token then = code.behind(token);
        code.next();
        if (then.is("function") && !then.after()) {
          inside(() -> functions.function());
        }
      }
      default -> code.next();
    }
  }

  /// Passes a function with `=>`, where one stands here.
  private boolean arrow() throws NotErased {
    Token first = code.peek();
    Token start = first;
    if (first.is("async") && !code.behind(first).after()) {
      start = code.behind(first);
    }
    if (start.isName() && code.behind(start).is("=>")) {
      code.next();
      if (!start.equals(first)) {
        code.next();
      }
      code.next();
      body();
      return true;
    }
    boolean may = start.is("(") || start.is("<");
    return may && !noArrows.contains(code.at()) && attempt(!start.equals(first));
  }

  private boolean attempt(boolean async) throws NotErased {
    int start = code.at();
    int erasures = code.erasures();
    int depth = code.depth();
    boolean before = choosing;
    boolean result;
    try {
      if (async) {
        code.next();
      }
      result = functions.arrowHead();
      code.expect("=>");
    } catch (NotErased e) {
      return none(start, erasures, depth, before);
    }
    if (!result || !before) {
      body();
      return true;
    }
    // in `a ? (b) : c => d` the colon is that of the choice
    try {
      body();
      if (code.sees(":")) {
        return true;
      }
    } catch (NotErased e) {
      return none(start, erasures, depth, before);
    }
    return none(start, erasures, depth, before);
  }

  private boolean none(int start, int erasures, int depth, boolean before) {
    functions.anew();
    code.depth(depth);
    choosing = before;
    code.back(start, erasures);
    noArrows.add(start);
    return false;
  }

  private void body() throws NotErased {
    if (code.sees("{")) {
      inside(() -> functions.body());
    } else {
      one();
    }
  }

  /// What a class extends.
  void parent() throws NotErased {
    extending = true;
    primary();
    behind(true);
    extending = false;
  }

  /// A name, or names in brackets.
  void pattern() throws NotErased {
    if (!code.peek().isName() && !code.sees("{") && !code.sees("[")) {
      throw code.unread();
    }
    primary();
  }

  /// What stands in square brackets as a member's name.
  void computed() throws NotErased {
    code.expect("[");
    inside(this::all);
    code.expect("]");
  }
}
