package dev.metier.importer.typescript;

import dev.metier.importer.typescript.TypedCode.Kind;
import dev.metier.importer.typescript.TypedCode.Token;
import java.util.Set;

/// Reads functions and objects, and erases the types in them.
final class TypedFunctions {
  private static final Set<String> MODIFIERS = Set.of("async", "get", "set");
  private static final Set<String> FIELDS =
      Set.of("public", "private", "protected", "readonly", "override");

  private final TypedCode code;
  private final TypeReading types;
  private final TypedExpressions expressions;
  private final TypedClasses classes;
  private final TypedStatements statements;

  TypedFunctions(TypedCode code, TypedStatements statements) {
    this.code = code;
    this.types = new TypeReading(code);
    this.statements = statements;
    this.expressions = new TypedExpressions(code, this);
    this.classes = new TypedClasses(code, this, expressions);
  }

  TypedExpressions expressions() {
    return expressions;
  }

  /// Begins anew after something that was no function.
  void anew() {
    types.anew();
  }

  /// A class, from its word on.
  void type() throws NotErased {
    classes.whole();
  }

  /// A function, from its word on.
  void function() throws NotErased {
    head();
    body();
  }

  private void head() throws NotErased {
    code.expect("function");
    code.skips("*");
    if (code.peek().isName()) {
      code.values().add(code.next().text());
    }
    signature();
  }

  /// A function that is declared; one without a body says only of which types another one is.
  ///
  /// @param start where the statement begins
  void declared(int start) throws NotErased {
    code.skips("async");
    head();
    if (code.sees("{")) {
      body();
    } else {
      statements.end();
      code.eraseStatement(start, code.at());
    }
  }

  /// Statements in braces.
  void body() throws NotErased {
    statements.block();
  }

  /// Types, parameters and the type of what is given.
  void signature() throws NotErased {
    eraseParameterTypes();
    parameters();
    if (code.sees(":")) {
      int start = code.next().start();
      types.result();
      code.erase(start, code.at());
    }
  }

  private void eraseParameterTypes() throws NotErased {
    if (code.sees("<")) {
      int start = code.peek().start();
      types.parameters();
      code.erase(start, code.at());
    }
  }

  /// The same of a function with `=>`, before which no line may end.
  ///
  /// @return whether it says the type of what it gives
  boolean arrowHead() throws NotErased {
    if (code.sees("<")) {
      int first = code.peek().start();
      types.parameters();
      // the bracket comes first, so that no line ends between a word and it
      code.erase(first, code.peek().end(), first, '(');
    }
    Token close = parameters();
    if (!code.sees(":")) {
      return false;
    }
    int start = code.next().start();
    types.result();
    if (code.hasLine(start, code.peek().start())) {
      code.erase(close.start(), code.at(), code.at() - 1, ')');
    } else {
      code.erase(start, code.at());
    }
    return true;
  }

  /// The bracket that closes them.
  private Token parameters() throws NotErased {
    code.expect("(");
    code.deeper();
    while (!code.sees(")")) {
      parameter();
      if (!code.sees(")")) {
        code.expect(",");
      }
    }
    code.higher();
    return code.expect(")");
  }

  private void parameter() throws NotErased {
    Token token = code.peek();
    if (token.is("@")) {
      throw code.refused("a decorator");
    }
    if (FIELDS.contains(token.text())) {
      Token then = code.behind(token);
      if (then.isName() || then.is("{") || then.is("[")) {
        throw code.refused("a parameter that is a field too");
      }
    }
    if (token.is("this")) {
      code.next();
      eraseType();
      code.erase(token.start(), code.sees(",") ? code.peek().end() : code.at());
      return;
    }
    code.skips("...");
    expressions.pattern();
    if (code.sees("?")) {
      Token mark = code.next();
      code.erase(mark.start(), mark.end());
    }
    eraseType();
    if (code.skips("=")) {
      expressions.one();
    }
  }

  /// Erases `: T`, where it is there.
  void eraseType() throws NotErased {
    if (code.sees(":")) {
      int start = code.next().start();
      types.type();
      code.erase(start, code.at());
    }
  }

  /// An object with its members; also the names in one.
  void object() throws NotErased {
    code.expect("{");
    while (!code.sees("}")) {
      if (code.skips("...")) {
        expressions.one();
      } else {
        member();
      }
      if (!code.sees("}")) {
        code.expect(",");
      }
    }
    code.expect("}");
  }

  private void member() throws NotErased {
    while (MODIFIERS.contains(code.peek().text()) && !endsName(code.behind(code.peek()))) {
      code.next();
    }
    code.skips("*");
    key();
    if (code.sees("(") || code.sees("<")) {
      signature();
      body();
    } else if (code.skips(":") || code.skips("=")) {
      expressions.one();
    }
  }

  /// Whether a word is the name of a member, for what stands behind it.
  static boolean endsName(Token then) {
    return then.kind() == Kind.END
        || Set.of("(", ",", ":", "}", "=", "<", ";", "?", "!").contains(then.text());
  }

  /// The name of a member.
  void key() throws NotErased {
    Token token = code.peek();
    if (token.is("[")) {
      expressions.computed();
    } else if (token.isName() || token.kind() == Kind.TEXT || token.kind() == Kind.NUMBER) {
      code.next();
    } else {
      throw code.unread();
    }
  }
}
