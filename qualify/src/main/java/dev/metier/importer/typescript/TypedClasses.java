package dev.metier.importer.typescript;

import dev.metier.importer.typescript.TypedCode.Token;
import java.util.Set;

/// Reads classes, and erases the types in them.
record TypedClasses(TypedCode code, TypedFunctions functions, TypedExpressions expressions) {
  private static final Set<String> KEPT = Set.of("static", "async", "get", "set");
  private static final Set<String> ERASED =
      Set.of("public", "private", "protected", "readonly", "override", "abstract", "declare");

  /// A class, from its word on.
  void whole() throws NotErased {
    code.expect("class");
    if (code.peek().isName() && !code.sees("extends") && !code.sees("implements")) {
      code.values().add(code.next().text());
    }
    var types = new TypeReading(code);
    if (code.sees("<")) {
      int start = code.peek().start();
      types.parameters();
      code.erase(start, code.at());
    }
    if (code.skips("extends")) {
      expressions.parent();
    }
    if (code.sees("implements")) {
      int start = code.next().start();
      do {
        types.type();
      } while (code.skips(","));
      code.erase(start, code.at());
    }
    code.expect("{");
    while (!code.sees("}")) {
      if (!code.skips(";")) {
        member();
      }
    }
    code.expect("}");
  }

  private void member() throws NotErased {
    int start = code.peek().start();
    boolean bodiless = modifiers(start);
    if (code.sees("{")) {
      functions.body();
      return;
    }
    code.skips("*");
    if (isIndex()) {
      new TypeReading(code).brackets();
      functions.eraseType();
      end();
      code.eraseStatement(start, code.at());
      return;
    }
    functions.key();
    int marked = code.at();
    boolean mark = code.skips("?") || code.skips("!");
    if (mark) {
      code.erase(marked, code.at());
    }
    if (code.sees("(") || code.sees("<")) {
      functions.signature();
      if (code.sees("{")) {
        functions.body();
      } else {
        end();
        code.eraseStatement(start, code.at());
      }
    } else {
      field(start, bodiless, marked);
    }
  }

  private void field(int start, boolean bodiless, int marked) throws NotErased {
    functions.eraseType();
    int typed = code.at();
    if (code.skips("=")) {
      expressions.one();
    } else if (typed > marked) {
      code.erase(marked, typed, typed - 1, ';');
    }
    end();
    if (bodiless) {
      code.eraseStatement(start, code.at());
    }
  }

  /// Passes what stands before a member's name.
  ///
  /// @return whether it is said only to be there
  private boolean modifiers(int start) throws NotErased {
    boolean bodiless = false;
    while (code.peek().isName() && !TypedFunctions.endsName(code.behind(code.peek()))) {
      Token token = code.peek();
      if (token.is("accessor")) {
        throw code.refused("an `accessor`");
      }
      boolean last = code.behind(token).after() && !KEPT.contains(token.text());
      if (ERASED.contains(token.text()) && !last) {
        code.next();
        bodiless |= token.is("abstract") || token.is("declare");
        if (token.start() == start) {
          code.eraseStatement(token.start(), token.end());
        } else {
          code.erase(token.start(), token.end());
        }
      } else if (KEPT.contains(token.text())) {
        code.next();
      } else {
        break;
      }
    }
    if (code.sees("@")) {
      throw code.refused("a decorator");
    }
    return bodiless;
  }

  /// Whether it says only of which type members of any name are.
  private boolean isIndex() throws NotErased {
    if (!code.sees("[")) {
      return false;
    }
    Token name = code.behind(code.peek());
    return name.isName() && code.behind(name).is(":");
  }

  private void end() throws NotErased {
    if (!code.skips(";") && !code.sees("}") && !code.peek().after()) {
      throw code.unread();
    }
  }
}
