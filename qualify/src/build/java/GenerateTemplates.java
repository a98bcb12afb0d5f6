import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.resolve.DirectoryCodeResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;

/// Build step: makes Java of every template of the folder `args[0]`, in the source folder
/// `args[1]`. A source that would be the same stays untouched, or every build would compile the
/// whole module anew.
final class GenerateTemplates {
  // Where jte looks for the compiled ones unless told otherwise.
  static final String PACKAGE = "gg.jte.generated.precompiled";

  public static void main(String[] args) throws IOException {
    Path sources = Path.of(args[1]);
    Path fresh = Files.createTempDirectory("templates");
    var engine =
        TemplateEngine.create(
            new DirectoryCodeResolver(Path.of(args[0])), fresh, ContentType.Html, null, PACKAGE);
    engine.setTrimControlStructures(true);
    engine.generateAll();
    for (Path made : files(fresh)) {
      Path source = sources.resolve(fresh.relativize(made));
      if (!Files.exists(source) || Files.mismatch(made, source) >= 0) {
        Files.createDirectories(source.getParent());
        Files.copy(made, source, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    for (Path source : files(sources)) {
      if (!Files.exists(fresh.resolve(sources.relativize(source)))) {
        Files.delete(source);
      }
    }
    try (var all = Files.walk(fresh)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
