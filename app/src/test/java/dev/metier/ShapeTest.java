package dev.metier;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/// Files, methods and packages stay small enough to hold in one's head.
class ShapeTest {
  private static final int LINES_PER_FILE = 400;
  private static final int LINES_PER_METHOD = 40;
  private static final int PARAMETERS = 6;
  private static final int FILES_PER_PACKAGE = 20;

  /// Packages that may hold more files, since each file is one thing of its kind: the most they may
  /// hold, and why.
  private static final Map<String, Integer> ROOMIER =
      Map.ofEntries(
          entry("metier/qualify", 46), // the loop: its parts know each other and nobody else does
          entry("metier/verdict", 27), // a file for what each need measures, and critical cases
          entry("metier/stats", 30), // a file for each test and interval
          entry("metier/job", 29), // a record for each thing that a team declares
          entry("metier/project", 38), // a class for each section, its kinds of keys, its checks
          entry("metier/policy", 28), // a reader for each section of policy.json, and its seal
          entry("metier/cli", 50), // a class for each command
          entry("hybrid/search", 24), // what is searched, and each thing that is asked of evidence
          entry("pipeline/route", 26), // an executor for each kind of route, and what they share
          entry("metier/dialect", 24), // three vendors, each with reader and writer
          entry("metier/upstream", 28), // one call: connection, limits, what is kept, relays
          entry("metier/web", 26), // the pages of each screen, and how browsers hear of changes
          entry("report/view", 34), // a record and its maker for each screen
          entry("report/screen", 36)); // a page and its words for each screen

  @Test
  void nothingOutgrowsItsLimit() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String module : FlowTest.MODULES) {
      try (var walk = Files.walk(Path.of(module, "src/main/java"))) {
        walk.filter(f -> f.toString().endsWith(".java")).forEach(files::add);
      }
    }
    var tooBig = new ArrayList<String>();
    Map<Path, Integer> perPackage = new TreeMap<>();
    for (Path file : files) {
      perPackage.merge(file.getParent(), 1, Integer::sum);
      long lines = Files.readString(file).lines().count();
      if (lines > LINES_PER_FILE) {
        tooBig.add(file + " has " + lines + " lines");
      }
    }
    perPackage.forEach((folder, count) -> {
      int most =
          ROOMIER.getOrDefault(
              folder.getParent().getFileName() + "/" + folder.getFileName(), FILES_PER_PACKAGE);
      if (count > most) {
        tooBig.add(folder + " has " + count + " files");
      }
    });
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new Methods(unit, positions, tooBig).scan(unit, null);
      }
    }
    assertThat(tooBig).isEmpty();
  }

  private static final class Methods extends TreePathScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> tooBig;

    Methods(CompilationUnitTree unit, SourcePositions positions, List<String> tooBig) {
      this.unit = unit;
      this.positions = positions;
      this.tooBig = tooBig;
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      var owner = (ClassTree) getCurrentPath().getParentPath().getLeaf();
      String name = owner.getSimpleName() + "." + method.getName();
      if (owner.getKind() != Tree.Kind.RECORD && method.getParameters().size() > PARAMETERS) {
        tooBig.add(name + " takes " + method.getParameters().size() + " parameters");
      }
      if (method.getBody() != null) {
        var map = unit.getLineMap();
        long first = map.getLineNumber(positions.getStartPosition(unit, method.getBody()));
        long last = map.getLineNumber(positions.getEndPosition(unit, method.getBody()));
        if (last - first - 1 > LINES_PER_METHOD) {
          tooBig.add(name + " has " + (last - first - 1) + " lines");
        }
      }
      return super.visitMethod(method, null);
    }
  }
}
