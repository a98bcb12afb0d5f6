package dev.metier;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.lang.model.element.Name;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/// Names are the field's: one class name once, and no private word where HTTP, statistics or Java
/// has one.
class NamesTest {
  /// Words for which the field has another one.
  private static final Set<String> BANNED =
      Set.of(
          "arrival", // result
          "blame", // counts against
          "crew", // executor
          "desk", // endpoint
          "door", // connection, router
          "ear", // tap, timestamper
          "errand", // task
          "figured", // computed
          "foreseen", // interned
          "gauge", // reporter
          "guest", // connection
          "hearing", // collector
          "journey", // pipeline
          "mailbox", // queue
          "marking", // grading
          "mood", // fault
          "outlet", // response
          "patience", // timeout, deadline
          "perhaps", // optional
          "purse", // budget
          "spoken", // protocol
          "strange", // unexpected, irregular
          "stranger", // unauthenticated
          "whereabouts", // locations
          "wish", // hint
          "wishes");

  private static List<Path> sources() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String module : Stream.concat(FlowTest.MODULES.stream(), Stream.of("bench")).toList()) {
      try (var walk = Files.walk(Path.of(module, "src/main/java"))) {
        walk.filter(file -> file.toString().endsWith(".java"))
            .filter(file -> !file.endsWith("package-info.java"))
            .forEach(files::add);
      }
    }
    return files;
  }

  @Test
  void everySimpleClassNameIsThereOnce() throws IOException {
    Map<String, List<String>> places = new TreeMap<>();
    for (Path file : sources()) {
      places
          .computeIfAbsent(file.getFileName().toString(), _ -> new ArrayList<>())
          .add(file.toString());
    }
    places.values().removeIf(files -> files.size() == 1);
    assertThat(places).isEmpty();
  }

  @Test
  void identifiersUseTheWordsOfTheField() throws IOException {
    var found = new TreeSet<String>();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      var files = manager.getJavaFileObjectsFromPaths(sources());
      var task =
          (JavacTask) compiler.getTask(null, manager, null, List.of("-proc:none"), null, files);
      for (CompilationUnitTree unit : task.parse()) {
        String name = unit.getPackageName().toString();
        new Identifiers(name, found).scan(unit, null);
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void aNameIsSplitIntoItsWords() {
    assertThat(banned("openDoors")).isTrue();
    assertThat(banned("HTTPGuest")).isTrue();
    assertThat(banned("CALL_PATIENCE")).isTrue();
    assertThat(banned("indoor")).isFalse();
    assertThat(banned("benchmarking")).isFalse();
  }

  private static boolean banned(String name) {
    String words = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_");
    return Stream.of(words.toLowerCase(Locale.ROOT).split("_"))
        .anyMatch(word -> BANNED.contains(word) || BANNED.contains(word.replaceFirst("s$", "")));
  }

  /// Collects the declared names that hold a banned word.
  private static final class Identifiers extends TreeScanner<Void, Void> {
    private final String place;
    private final Set<String> found;

    Identifiers(String place, Set<String> found) {
      this.place = place;
      this.found = found;
    }

    private void look(Name name) {
      if (banned(name.toString())) {
        found.add(place + ": " + name);
      }
    }

    @Override
    public Void visitClass(ClassTree tree, Void nothing) {
      look(tree.getSimpleName());
      return super.visitClass(tree, null);
    }

    @Override
    public Void visitMethod(MethodTree tree, Void nothing) {
      look(tree.getName());
      return super.visitMethod(tree, null);
    }

    @Override
    public Void visitVariable(VariableTree tree, Void nothing) {
      look(tree.getName());
      return super.visitVariable(tree, null);
    }
  }
}
