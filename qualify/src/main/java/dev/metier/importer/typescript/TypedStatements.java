package dev.metier.importer.typescript;

import dev.metier.importer.typescript.TypedCode.Kind;
import dev.metier.importer.typescript.TypedCode.Token;
import java.util.Set;

/// Reads statements, and erases the types in them.
final class TypedStatements {
  private static final Set<String> DECLARES = Set.of("var", "let", "const");

  private final TypedCode code;
  private final TypeReading types;
  private final TypedFunctions functions;
  private final TypedExpressions expressions;
  private final TypedModules modules;

  TypedStatements(TypedCode code) {
    this.code = code;
    this.types = new TypeReading(code);
    this.functions = new TypedFunctions(code, this);
    this.expressions = functions.expressions();
    this.modules = new TypedModules(code, this, functions);
  }

  /// All of the code.
  void all() throws NotErased {
    while (code.peek().kind() != Kind.END) {
      statement();
    }
  }

  /// Statements in braces.
  void block() throws NotErased {
    code.expect("{");
    code.deeper();
    while (!code.sees("}")) {
      if (code.peek().kind() == Kind.END) {
        throw code.unread();
      }
      statement();
    }
    code.higher();
    code.expect("}");
  }

  /// One statement.
  void statement() throws NotErased {
    Token token = code.peek();
    if (token.is("{")) {
      block();
    } else if (token.is("@")) {
      throw code.refused("a decorator");
    } else if (!code.skips(";")
        && !(token.isName() && (isDeclaration(token.start()) || isWord()))) {
      if (token.isName() && code.behind(token).is(":")) {
        code.next();
        code.next();
        statement();
      } else {
        expressions.all();
        end();
      }
    }
  }

  /// Passes the end of a statement.
  void end() throws NotErased {
    Token token = code.peek();
    if (!code.skips(";") && !token.after() && !token.is("}")) {
      throw code.unread();
    }
  }

  // Declarations ---------------------------------------------------------------------------------

  /// Passes a declaration, where one stands here.
  ///
  /// @param start where the statement begins: what is a type alone is erased from there on
  boolean isDeclaration(int start) throws NotErased {
    Token token = code.peek();
    Token then = code.behind(token);
    boolean named = then.isName() && !then.after();
    switch (token.text()) {
      case "var", "let", "const" -> {
        if (!then.isName() && !then.is("{") && !then.is("[")) {
          return false;
        }
        variables();
        end();
      }
      case "function" -> functions.declared(start);
      case "class" -> functions.type();
      case "import", "export" -> {
        return modules.isStatement();
      }
      default -> {
        return named && isNamed(token, then, start);
      }
    }
    return true;
  }

  /// Words that declare only before a name.
  private boolean isNamed(Token token, Token then, int start) throws NotErased {
    switch (token.text()) {
      case "async" -> {
        if (!then.is("function")) {
          return false;
        }
        functions.declared(start);
      }
      case "abstract" -> {
        if (!then.is("class")) {
          return false;
        }
        code.next();
        code.erase(token.start(), token.end());
        functions.type();
      }
      case "enum" -> throw code.refused("an `enum`");
      case "namespace", "module" -> throw code.refused("a `namespace`");
      case "interface" -> contract(start);
      case "type" -> alias(start);
      case "declare" -> outside(start);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void contract(int start) throws NotErased {
    code.next();
    code.types().add(code.name().text());
    types.parameters();
    if (code.skips("extends")) {
      do {
        types.type();
      } while (code.skips(","));
    }
    types.brackets();
    code.eraseStatement(start, code.at());
  }

  private void alias(int start) throws NotErased {
    code.next();
    code.types().add(code.name().text());
    types.parameters();
    code.expect("=");
    types.type();
    end();
    code.eraseStatement(start, code.at());
  }

  /// What is said to be there by other code.
  private void outside(int start) throws NotErased {
    code.next();
    Token token = code.peek();
    boolean constants = token.is("const") && code.behind(token).is("enum");
    if (DECLARES.contains(token.text()) && !constants) {
      variables();
      end();
    } else if (token.is("function")) {
      functions.declared(start);
    } else if (token.is("type") || token.is("interface")) {
      isDeclaration(start);
    } else {
      while (!code.sees("{")) {
        if (code.peek().kind() == Kind.END || code.sees(";")) {
          throw code.unread();
        }
        code.next();
      }
      types.brackets();
    }
    code.eraseStatement(start, code.at());
  }

  private void variables() throws NotErased {
    if (code.next().is("const") && code.sees("enum")) {
      throw code.refused("an `enum`");
    }
    do {
      Token name = code.peek();
      expressions.pattern();
      if (name.isName()) {
        code.values().add(name.text());
      }
      if (code.sees("!")) {
        Token mark = code.next();
        code.erase(mark.start(), mark.end());
      }
      functions.eraseType();
      if (code.skips("=")) {
        expressions.one();
      }
    } while (code.skips(","));
  }

  // Words ----------------------------------------------------------------------------------------

  /// Passes a statement that a word begins, where one stands here.
  private boolean isWord() throws NotErased {
    switch (code.peek().text()) {
      case "if" -> {
        condition();
        statement();
        if (code.skips("else")) {
          statement();
        }
      }
      case "while", "with" -> {
        condition();
        statement();
      }
      case "for" -> repeated();
      case "do" -> {
        code.next();
        statement();
        if (!code.sees("while")) {
          throw code.unread();
        }
        condition();
        code.skips(";");
      }
      case "try" -> attempted();
      case "switch" -> chosen();
      case "return", "throw" -> given();
      case "break", "continue", "debugger" -> {
        code.next();
        if (code.peek().isName() && !code.peek().after()) {
          code.next();
        }
        end();
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void given() throws NotErased {
    code.next();
    Token then = code.peek();
    if (!then.after() && !then.is(";") && !then.is("}")) {
      expressions.all();
    }
    end();
  }

  private void condition() throws NotErased {
    code.next();
    code.expect("(");
    expressions.all();
    code.expect(")");
  }

  private void repeated() throws NotErased {
    code.next();
    code.skips("await");
    code.expect("(");
    if (DECLARES.contains(code.peek().text())) {
      variables();
    } else if (!code.sees(";")) {
      expressions.all();
    }
    if (code.skips("of") || code.skips("in")) {
      expressions.all();
    } else if (!code.sees(")")) {
      code.expect(";");
      if (!code.sees(";")) {
        expressions.all();
      }
      code.expect(";");
      if (!code.sees(")")) {
        expressions.all();
      }
    }
    code.expect(")");
    statement();
  }

  private void attempted() throws NotErased {
    code.next();
    block();
    if (code.skips("catch")) {
      if (code.skips("(")) {
        expressions.pattern();
        functions.eraseType();
        code.expect(")");
      }
      block();
    }
    if (code.skips("finally")) {
      block();
    }
  }

  private void chosen() throws NotErased {
    condition();
    code.expect("{");
    while (!code.skips("}")) {
      if (code.skips("case")) {
        expressions.all();
        code.expect(":");
      } else if (code.sees("default") && code.behind(code.peek()).is(":")) {
        code.next();
        code.next();
      } else if (code.peek().kind() == Kind.END) {
        throw code.unread();
      } else {
        statement();
      }
    }
  }
}
