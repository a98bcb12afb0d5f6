package dev.metier.importer.typescript;

import dev.metier.importer.typescript.TypedCode.Kind;
import dev.metier.importer.typescript.TypedCode.Token;
import java.util.Set;

/// Reads over types.
final class TypeReading {
  private static final Set<String> BEFORE =
      Set.of("keyof", "unique", "readonly", "infer", "typeof");

  private final TypedCode code;

  /// Whether a type is read that another one is compared with, where `?` is not its own.
  private boolean compared;

  /// @param code which stands at a type when one is read
  TypeReading(TypedCode code) {
    this.code = code;
  }

  /// Begins anew after something that was no type.
  void anew() {
    compared = false;
  }

  /// Passes a type.
  void type() throws NotErased {
    code.deeper();
    if (code.sees("abstract") && code.behind(code.peek()).is("new")) {
      code.next();
    }
    if (code.skips("new") || code.sees("<") || isFunction()) {
      parameters();
      if (code.sees("(")) {
        brackets();
      }
      code.expect("=>");
      result();
    } else {
      union();
      if (!compared && code.sees("extends") && !code.peek().after()) {
        conditional();
      }
    }
    code.higher();
  }

  private void conditional() throws NotErased {
    code.next();
    compared = true;
    type();
    compared = false;
    code.expect("?");
    type();
    code.expect(":");
    type();
  }

  /// Passes what a function gives: a type, or what is known when it is true.
  void result() throws NotErased {
    Token first = code.peek();
    Token second = first.isName() ? code.behind(first) : first;
    if (first.is("asserts") && second.isName() && !second.after() && !second.is("is")) {
      code.next();
      code.next();
      if (code.skips("is")) {
        type();
      }
    } else if (first.isName() && second.is("is") && !second.after()) {
      code.next();
      code.next();
      type();
    } else {
      type();
    }
  }

  /// Whether a bracket begins the parameters of a function's type, as TypeScript decides it.
  private boolean isFunction() throws NotErased {
    if (!code.sees("(")) {
      return false;
    }
    Token first = code.behind(code.peek());
    if (first.is(")") || first.is("...")) {
      return true;
    }
    Token second = first;
    if (first.isName()) {
      second = code.behind(first);
    } else if (first.is("{") || first.is("[")) {
      int start = code.at();
      code.next();
      brackets();
      second = code.peek();
      code.back(start, code.erasures());
    } else {
      return false;
    }
    return Set.of(":", ",", "?", "=").contains(second.text())
        || (second.is(")") && code.behind(second).is("=>"));
  }

  private void union() throws NotErased {
    if (!code.skips("|")) {
      code.skips("&");
    }
    do {
      operand();
    } while (code.skips("|") || code.skips("&"));
  }

  private void operand() throws NotErased {
    while (BEFORE.contains(code.peek().text())
        && (code.behind(code.peek()).kind() != Kind.SIGN
            || Set.of("(", "{", "[", "`").contains(code.behind(code.peek()).text()))
        && !code.behind(code.peek()).is("extends")) {
      if (code.next().is("infer")) {
        code.name();
        bound();
        return;
      }
    }
    primary();
    while (!code.peek().after() && code.sees("[")) {
      brackets();
    }
  }

  /// Passes what a type that is inferred extends, where that is no comparison.
  private void bound() throws NotErased {
    if (!code.sees("extends")) {
      return;
    }
    int start = code.at();
    boolean before = compared;
    code.next();
    compared = true;
    union();
    compared = before;
    if (!compared && code.sees("?")) {
      code.back(start, code.erasures());
    }
  }

  private void primary() throws NotErased {
    Token token = code.peek();
    if (token.is("(") || token.is("{") || token.is("[")) {
      brackets();
    } else if (token.is("`")) {
      template();
    } else if (token.is("-")) {
      code.next();
      code.next();
    } else if (token.kind() == Kind.NUMBER || token.kind() == Kind.TEXT) {
      code.next();
    } else if (token.isName()) {
      named();
    } else {
      throw code.unread();
    }
  }

  private void named() throws NotErased {
    if (code.next().is("import")) {
      brackets();
    }
    while (code.skips(".")) {
      code.name();
    }
    if (code.sees("<") && !code.peek().after()) {
      arguments();
    }
  }

  /// Passes types between `<` and `>`.
  void arguments() throws NotErased {
    code.expect("<");
    boolean before = compared;
    compared = false;
    do {
      if (code.sees(">")) {
        break;
      }
      type();
    } while (code.skips(","));
    compared = before;
    code.expect(">");
  }

  /// Passes the names of types between `<` and `>`, where there are some.
  void parameters() throws NotErased {
    if (!code.skips("<")) {
      return;
    }
    boolean before = compared;
    compared = false;
    while (!code.sees(">")) {
      while ((code.sees("const") || code.sees("in") || code.sees("out"))
          && code.behind(code.peek()).isName()) {
        code.next();
      }
      code.name();
      if (code.skips("extends")) {
        type();
      }
      if (code.skips("=")) {
        type();
      }
      if (!code.skips(",")) {
        break;
      }
    }
    compared = before;
    code.expect(">");
  }

  /// Passes what stands between brackets of any kind. In types, all in them are types.
  void brackets() throws NotErased {
    code.deeper();
    String end =
        switch (code.next().text()) {
          case "(" -> ")";
          case "[" -> "]";
          case "{" -> "}";
          default -> throw code.unread();
        };
    while (!code.sees(end)) {
      Token token = code.peek();
      if (token.is("(") || token.is("[") || token.is("{")) {
        brackets();
      } else if (token.is("`")) {
        template();
      } else if (token.kind() == Kind.END
          || token.is(")")
          || token.is("]")
          || token.is("}")
          || token.is("/")) {
        throw code.unread();
      } else {
        code.next();
      }
    }
    code.next();
    code.higher();
  }

  private void template() throws NotErased {
    code.expect("`");
    boolean before = compared;
    compared = false;
    while (code.template()) {
      type();
      code.expect("}");
    }
    compared = before;
  }
}
