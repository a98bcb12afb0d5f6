import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;

/// Build step: makes one jar, `args[0]`, of the jars that follow, the program's own first. A start
/// opens it alone, instead of every library.
///
/// Of files with the same path the first stays, as on a class path; lists of service providers are
/// joined; licences and notices are kept under the name of their library. Classes of a format older
/// than Java 6 are written anew in that of Java 8: the start-up cache cannot hold them otherwise.
final class MergeJars {
  private static final int JAVA_6 = 50;
  private static final String SERVICES = "META-INF/services/";

  private final Set<String> written = new HashSet<>();
  private final Map<String, List<String>> services = new LinkedHashMap<>();
  private final ClassFile classes;
  private final JarOutputStream to;

  private MergeJars(ClassFile classes, JarOutputStream to) {
    this.classes = classes;
    this.to = to;
  }

  public static void main(String[] args) throws IOException {
    List<Path> jars = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      jars.add(Path.of(args[i]));
    }
    Path whole = Path.of(args[0]);
    Path part = whole.resolveSibling(whole.getFileName() + ".part");
    try (var out = new JarOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
      out.setLevel(Deflater.BEST_SPEED);
      try (var own = new JarFile(jars.getFirst().toFile())) {
        Manifest manifest = own.getManifest();
        manifest.getMainAttributes().remove(Attributes.Name.CLASS_PATH);
        manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
        out.putNextEntry(new ZipEntry(JarFile.MANIFEST_NAME));
        manifest.write(out);
      }
      var merge = new MergeJars(upgrading(), out);
      for (Path jar : jars) {
        merge.take(jar);
      }
      merge.providers();
    }
    Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Finds the classes that stack maps need on this program's own class path, which has all jars.
  private static ClassFile upgrading() {
    var known =
        ClassHierarchyResolver.ofResourceParsing(MergeJars.class.getClassLoader())
            .orElse(ClassHierarchyResolver.defaultResolver())
            .cached();
    return ClassFile.of(
        ClassFile.ClassHierarchyResolverOption.of(known),
        // else the code would be copied as it is
        ClassFile.ConstantPoolSharingOption.NEW_POOL,
        ClassFile.StackMapsOption.GENERATE_STACK_MAPS);
  }

  private void take(Path path) throws IOException {
    try (var jar = new JarFile(path.toFile())) {
      for (var entries = jar.entries(); entries.hasMoreElements(); ) {
        ZipEntry entry = entries.nextElement();
        if (!entry.isDirectory() && isWanted(entry.getName())) {
          try (InputStream in = jar.getInputStream(entry)) {
            take(entry.getName(), in.readAllBytes(), path.getFileName().toString());
          }
        }
      }
    }
  }

  /// Not what describes the jar itself, or serves other build tools.
  private static boolean isWanted(String name) {
    return !name.equals(JarFile.MANIFEST_NAME)
        && !name.endsWith("module-info.class")
        && !name.matches("META-INF/([^/]+\\.(SF|RSA|DSA|EC)|INDEX\\.LIST|maven/.*|native-image/.*)");
  }

  private void take(String name, byte[] bytes, String library) throws IOException {
    if (name.startsWith(SERVICES)) {
      String text = new String(bytes, StandardCharsets.UTF_8);
      services.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(text.lines().toList());
    } else if (name.matches("(META-INF/)?[^/]*(?i:license|licence|notice|copying)[^/]*")) {
      write("META-INF/licences/" + library + "/" + name.replace("META-INF/", ""), bytes);
    } else {
      write(name, name.endsWith(".class") ? upgraded(bytes) : bytes);
    }
  }

  private byte[] upgraded(byte[] bytes) {
    var model = classes.parse(bytes);
    return model.majorVersion() >= JAVA_6
        ? bytes
        : classes.transformClass(
            model,
            (builder, element) -> {
              if (element instanceof ClassFileVersion) {
                builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
              } else {
                builder.with(element);
              }
            });
  }

  private void providers() throws IOException {
    for (var service : services.entrySet()) {
      String names =
          String.join(
              "\n", service.getValue().stream().filter(n -> !n.isBlank()).distinct().toList());
      write(service.getKey(), (names + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private void write(String name, byte[] bytes) throws IOException {
    if (written.add(name)) {
      to.putNextEntry(new ZipEntry(name));
      to.write(bytes);
    }
  }
}
