import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.resolve.DirectoryCodeResolver;
import java.nio.file.Path;

/// Build step: makes Java of every template of the folder `args[0]`, in the source folder
/// `args[1]`.
final class GenerateTemplates {
  // Where jte looks for the compiled ones unless told otherwise.
  static final String PACKAGE = "gg.jte.generated.precompiled";

  public static void main(String[] args) {
    var engine =
        TemplateEngine.create(
            new DirectoryCodeResolver(Path.of(args[0])),
            Path.of(args[1]),
            ContentType.Html,
            null,
            PACKAGE);
    engine.setTrimControlStructures(true);
    engine.generateAll();
  }
}
