import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.resolve.DirectoryCodeResolver;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Build step: compiles every template of the folder `args[0]` into the class folder `args[1]`.
final class PrecompileTemplates {
  // Where jte looks for them unless told otherwise.
  static final String PACKAGE = "gg.jte.generated.precompiled";

  public static void main(String[] args) throws Exception {
    Path classes = Path.of(args[1]);
    Path own = classes.resolve(PACKAGE.replace('.', '/'));
    var engine =
        TemplateEngine.create(
            new DirectoryCodeResolver(Path.of(args[0])), classes, ContentType.Html, null, PACKAGE);
    engine.setTrimControlStructures(true);
    engine.precompileAll(
        Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator)));
    // Only the classes are wanted, not the sources they came from.
    try (var files = Files.walk(own)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        Files.delete(file);
      }
    }
  }
}
