package dev.metier.importer.typescript;

import dev.metier.importer.typescript.TypedCode.Import;
import dev.metier.importer.typescript.TypedCode.Kind;
import dev.metier.importer.typescript.TypedCode.Named;
import dev.metier.importer.typescript.TypedCode.Token;
import java.util.ArrayList;
import java.util.List;

/// Reads what a file imports and exports, and erases what of it are types.
record TypedModules(TypedCode code, TypedStatements statements, TypedFunctions functions) {

  /// Passes an import or an export; false where it is an expression.
  boolean isStatement() throws NotErased {
    Token word = code.peek();
    Token then = code.behind(word);
    if (word.is("import") && (then.is("(") || then.is("."))) {
      return false;
    }
    code.next();
    if (word.is("import")) {
      imported(word.start());
    } else {
      exported(word.start());
    }
    return true;
  }

  private void imported(int start) throws NotErased {
    if (code.peek().kind() == Kind.TEXT) {
      from(false);
      return;
    }
    if (isOfTypes()) {
      code.next();
      while (code.peek().kind() != Kind.TEXT) {
        if (code.peek().kind() == Kind.END || code.sees(";") || code.sees("=")) {
          throw code.unread();
        }
        code.next();
      }
      from(false);
      code.eraseStatement(start, code.at());
      return;
    }
    List<Named> names = new ArrayList<>();
    boolean typed = false;
    do {
      if (code.sees("{")) {
        typed = names(names, false);
      } else {
        if (code.skips("*")) {
          code.expect("as");
        }
        Token name = code.name();
        names.add(new Named(name.text(), name.start(), name.end()));
        if (code.sees("=")) {
          throw code.refused("`import ... = `");
        }
      }
    } while (code.skips(","));
    from(true);
    if (names.isEmpty() && typed) {
      code.eraseStatement(start, code.at());
    }
    code.imports().add(new Import(start, code.at(), names));
  }

  /// Whether `type` stands before all that is imported or exported.
  private boolean isOfTypes() throws NotErased {
    if (!code.sees("type")) {
      return false;
    }
    Token then = code.behind(code.peek());
    boolean isName = then.is("from") && code.behind(then).kind() == Kind.TEXT;
    return then.is("{") || then.is("*") || (then.isName() && !isName);
  }

  private void from(boolean word) throws NotErased {
    if (word) {
      code.expect("from");
    }
    if (code.next().kind() != Kind.TEXT) {
      throw code.unread();
    }
    if ((code.sees("with") || code.sees("assert")) && !code.peek().after()) {
      code.next();
      functions.object();
    }
    statements.end();
  }

  /// Names in braces; those of types are erased.
  ///
  /// @param exported whether they are called by their names here, not by those behind `as`
  /// @return whether some are
  private boolean names(List<Named> names, boolean exported) throws NotErased {
    boolean typed = false;
    code.expect("{");
    while (!code.sees("}")) {
      int start = code.peek().start();
      Token first = code.next();
      boolean type = first.is("type") && code.peek().isName();
      if (type && code.sees("as")) {
        throw code.refused("`type as`");
      }
      Token name = type ? code.next() : first;
      Token own = name;
      if (code.skips("as")) {
        own = code.next();
      }
      int end = code.at();
      boolean more = code.skips(",");
      if (!more && !code.sees("}")) {
        throw code.unread();
      }
      if (type) {
        code.erase(start, more ? code.at() : end);
        typed = true;
      } else {
        names.add(new Named((exported ? name : own).text(), exported ? start : own.start(), end));
      }
    }
    code.expect("}");
    return typed;
  }

  private void exported(int start) throws NotErased {
    Token token = code.peek();
    if (token.is("=") || token.is("import") || token.is("as")) {
      throw code.refused("`export " + token.text() + "`");
    }
    if (token.is("default")) {
      code.next();
      usual(start);
    } else if (token.is("type") && !code.behind(token).isName()) {
      code.next();
      if (code.skips("*")) {
        while (!code.sees("from")) {
          code.next();
        }
        from(true);
      } else {
        listed(false);
      }
      code.eraseStatement(start, code.at());
    } else if (code.skips("*")) {
      if (code.skips("as")) {
        code.next();
      }
      from(true);
    } else if (token.is("{")) {
      listed(true);
    } else if (!token.isName() || !statements.isDeclaration(start)) {
      throw code.unread();
    }
  }

  private void listed(boolean kept) throws NotErased {
    List<Named> names = new ArrayList<>();
    names(names, true);
    if (code.sees("from")) {
      from(true);
    } else {
      statements.end();
      if (kept) {
        code.exports().addAll(names);
      }
    }
  }

  /// What a file exports by default.
  private void usual(int start) throws NotErased {
    Token token = code.peek();
    Token then = code.behind(token);
    boolean declares =
        token.is("class")
            || token.is("function")
            || (token.is("async") && then.is("function"))
            || (token.is("abstract") && then.is("class"))
            || (token.is("interface") && then.isName());
    if (!declares) {
      functions.expressions().one();
      statements.end();
    } else if (!statements.isDeclaration(start)) {
      throw code.unread();
    }
  }
}
