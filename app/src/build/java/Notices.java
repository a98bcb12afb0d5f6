import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Build step of the distribution: what of others is in it.
///
/// `Notices.java BOM DIST WHOLE IMAGE SBOM NAME=VALUE...`: completes the bill of materials that
/// Maven wrote by `DIST/components.json`, in which `${NAME}` stands for VALUE, and writes it to
/// SBOM; writes IMAGE/THIRD-PARTY.md, and into IMAGE/licences the texts that lie in the jar WHOLE
/// and in DIST/licences. A library under another licence than Apache-2.0 whose text is in neither
/// ends the build.
@SuppressWarnings("DefaultPackage") // the JDK runs the source file as it is
final class Notices {
  private static final String APACHE = "Apache-2.0";
  private static final String IN_JAR = "META-INF/licences/";

  private final ObjectNode bom;

  private Notices(ObjectNode bom) {
    this.bom = bom;
  }

  public static void main(String[] args) throws IOException {
    var json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    Path dist = Path.of(args[1]);
    Path image = Path.of(args[3]);
    String more = Files.readString(dist.resolve("components.json"));
    for (int i = 5; i < args.length; i++) {
      String[] pair = args[i].split("=", 2);
      more = more.replace("${" + pair[0] + "}", pair[1]);
    }
    var notices = new Notices((ObjectNode) json.readTree(Path.of(args[0]).toFile()));
    notices.complete(json.readTree(more));
    Files.writeString(Path.of(args[4]), json.writeValueAsString(notices.bom) + "\n");
    Path texts = image.resolve("licences");
    copyTexts(Path.of(args[2]), dist.resolve("licences"), texts);
    Files.writeString(image.resolve("THIRD-PARTY.md"), notices.page(texts));
  }

  /// Adds what Maven does not know, and puts right what it guessed or left open.
  private void complete(JsonNode more) {
    var components = (ArrayNode) bom.get("components");
    for (JsonNode component : components) {
      JsonNode licences = more.get("licences").path(component.get("name").asString());
      if (!licences.isMissingNode()) {
        ((ObjectNode) component).set("licenses", licences);
      }
    }
    more.get("components").forEach(components::add);
  }

  private static void copyTexts(Path whole, Path ours, Path to) throws IOException {
    try (var jar = new JarFile(whole.toFile())) {
      for (var entry : jar.stream().filter(e -> e.getName().startsWith(IN_JAR)).toList()) {
        Path text = to.resolve(entry.getName().substring(IN_JAR.length()));
        Files.createDirectories(text.getParent());
        try (var in = jar.getInputStream(entry)) {
          Files.write(text, in.readAllBytes());
        }
      }
    }
    try (var files = Files.list(ours)) {
      for (Path text : files.toList()) {
        Files.copy(text, to.resolve(text.getFileName()));
      }
    }
  }

  private String page(Path texts) throws IOException {
    List<String> missing = new ArrayList<>();
    var rows = new StringBuilder();
    for (JsonNode component : bom.get("components")) {
      if (component.path("group").asString("").equals("dev.metier")) {
        continue; // a part of the program itself
      }
      String name = component.get("name").asString();
      String licence = licence(component);
      List<String> found = texts(texts, name, component.get("version").asString());
      if (found.isEmpty() && !licence.equals(APACHE)) {
        missing.add(name + " (" + licence + ")");
      }
      String where = found.isEmpty() ? "LICENSE" : String.join(", ", found);
      rows.append(
          "| %s | %s | %s | %s | %s |%n"
              .formatted(
                  name, component.get("version").asString(), licence, home(component), where));
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException("no licence text in dist/licences for " + missing);
    }
    return """
    # What of others is in this program

    Each is used as it was published; the natives of other platforms are left out. The licence of Java's runtime and of
    what is in it lies in `runtime/legal`; a path in the last column is below `licences`, LICENSE is the one beside this file.

    | name | version | licence | home | text |
    |---|---|---|---|---|
    """
        + rows;
  }

  private static List<String> texts(Path folder, String name, String version) throws IOException {
    try (var all = Files.list(folder)) {
      return all.map(p -> p.getFileName().toString())
          .filter(n -> n.equals(name + "-" + version + ".jar") || n.equals(name + ".txt"))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String licence(JsonNode component) {
    return StreamSupport.stream(component.path("licenses").spliterator(), false)
        .map(l -> l.has("expression") ? l.get("expression") : name(l.get("license")))
        .map(JsonNode::asString)
        .collect(Collectors.joining(" or "));
  }

  private static JsonNode name(JsonNode licence) {
    return licence.has("id") ? licence.get("id") : licence.get("name");
  }

  private static String home(JsonNode component) {
    for (JsonNode reference : component.path("externalReferences")) {
      if (reference.get("type").asString().equals("website")) {
        return reference.get("url").asString();
      }
    }
    return component.path("purl").asString("");
  }
}
