package dev.metier.importer.typescript;

import java.util.HashSet;
import java.util.Set;

/// Takes the types out of code in TypeScript: what is left is the same code in JavaScript, with
/// blanks in their place, so that lines and columns stay. Nothing is run, and nothing is guessed:
/// what makes code (an enum, a namespace, a parameter property, a decorator) is refused.
public final class TypeErasure {
  private static final int LARGEST = 1 << 20;

  private TypeErasure() {}

  /// The code without types. Imports of which no name is used are left out, as TypeScript does.
  ///
  /// @throws NotErased when it has something that is no type, or that cannot be read for certain
  public static String of(String text) throws NotErased {
    if (text.length() > LARGEST) {
      throw new NotErased("more than a million signs", 1);
    }
    var code = new TypedCode(text);
    new TypedStatements(code).all();
    code.eraseTypesOfExports();
    return withoutUnused(code);
  }

  private static String withoutUnused(TypedCode code) throws NotErased {
    Set<String> used = new HashSet<>();
    Set<Integer> own = new HashSet<>();
    code.imported().forEach(name -> own.add(name.at()));
    for (TypedCode.Token token : code.words()) {
      if (!code.isErased(token.start()) && !own.contains(token.start())) {
        used.add(token.text());
      }
    }
    for (TypedCode.Import each : code.imports()) {
      boolean unused =
          !each.names().isEmpty()
              && each.names().stream().noneMatch(name -> used.contains(name.text()));
      if (unused) {
        code.eraseStatement(each.start(), each.end());
      }
    }
    return code.erased();
  }
}
