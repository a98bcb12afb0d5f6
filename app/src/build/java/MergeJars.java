import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;

/// Build step: makes one jar of many. A start opens it alone, instead of every library.
///
/// `MergeJars.java [--natives PLATFORM FOLDER] WHOLE OWN LIBRARY...`: the program's own jar first,
/// the libraries in the order of their names. Of files with the same path the first stays, as on a
/// class path; lists of service providers are joined; licences and notices are kept under the name
/// of their library. Classes of a format older than Java 6 are written anew in that of Java 8: the
/// start-up cache cannot hold them otherwise. Large tables that nothing reads are left out. The
/// same jars make the same bytes, whenever they were fetched and however they are listed.
///
/// With `--natives`, native libraries whose path matches the pattern PLATFORM are written into
/// FOLDER, by their names alone, and the jar has none.
@SuppressWarnings("DefaultPackage") // the JDK runs the source file as it is
final class MergeJars {
  private static final int JAVA_6 = 50;
  private static final String SERVICES = "META-INF/services/";

  /// Also where Maven puts them, and in a folder of the library's name.
  private static final Pattern LICENCE =
      Pattern.compile(
          "(META-INF/(maven/[^/]+/[^/]+/|[^/.]+/)?)?[^/]*(?i:license|licence|notice|copying)[^/.]*"
              + "(\\.(txt|md|zentus))?");

  private static final Pattern NATIVE = Pattern.compile(".*\\.(so|dylib|jnilib|dll|a)");

  /// Tables of tokens that nobody here counts by: the program knows `o200k_base` alone.
  private static final Pattern UNUSED =
      Pattern.compile("com/knuddels/jtokkit/(cl100k|p50k|r50k)_base\\.tiktoken");

  /// The first time that a zip file can tell.
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Set<String> written = new HashSet<>();
  private final Map<String, List<String>> services = new TreeMap<>();
  private final Optional<Natives> natives;
  private final ClassFile classes;
  private final JarOutputStream to;

  private record Natives(Pattern platform, Path folder) {}

  private MergeJars(Optional<Natives> natives, ClassFile classes, JarOutputStream to) {
    this.natives = natives;
    this.classes = classes;
    this.to = to;
  }

  public static void main(String[] args) throws IOException {
    boolean apart = args[0].equals("--natives");
    Optional<Natives> natives =
        apart
            ? Optional.of(new Natives(Pattern.compile(args[1]), Path.of(args[2])))
            : Optional.empty();
    List<Path> paths = Stream.of(args).skip(apart ? 3 : 0).map(Path::of).toList();
    Path own = paths.get(1);
    List<Path> libraries =
        paths.stream()
            .skip(2)
            .sorted(Comparator.comparing(p -> p.getFileName().toString()))
            .toList();
    Path whole = paths.getFirst();
    Files.createDirectories(whole.toAbsolutePath().getParent());
    Path part = whole.resolveSibling(whole.getFileName() + ".part");
    try (var out = new JarOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
      out.setLevel(Deflater.BEST_SPEED);
      var merge = new MergeJars(natives, upgrading(), out);
      merge.manifest(own);
      merge.take(own);
      for (Path library : libraries) {
        merge.take(library);
      }
      merge.providers();
    }
    Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
  }

  private void manifest(Path own) throws IOException {
    try (var jar = new JarFile(own.toFile())) {
      Manifest manifest = jar.getManifest();
      manifest.getMainAttributes().remove(Attributes.Name.CLASS_PATH);
      manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
      var bytes = new ByteArrayOutputStream();
      manifest.write(bytes);
      write(JarFile.MANIFEST_NAME, bytes.toByteArray());
    }
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
      List<? extends ZipEntry> entries =
          jar.stream().sorted(Comparator.comparing(ZipEntry::getName)).toList();
      for (ZipEntry entry : entries) {
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
    return LICENCE.matcher(name).matches()
        || (!name.equals(JarFile.MANIFEST_NAME)
            && !name.endsWith("module-info.class")
            && !UNUSED.matcher(name).matches()
            && !name.matches(
                "META-INF/([^/]+\\.(SF|RSA|DSA|EC)|INDEX\\.LIST|maven/.*|native-image/.*)"));
  }

  private void take(String name, byte[] bytes, String library) throws IOException {
    if (name.startsWith(SERVICES)) {
      String text = new String(bytes, StandardCharsets.UTF_8);
      services.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(text.lines().toList());
    } else if (LICENCE.matcher(name).matches()) {
      write("META-INF/licences/" + library + "/" + name.replaceFirst(".*/", ""), bytes);
    } else if (natives.isPresent() && NATIVE.matcher(name).matches()) {
      if (natives.get().platform().matcher(name).find()) {
        Files.createDirectories(natives.get().folder());
        Files.write(natives.get().folder().resolve(name.replaceFirst(".*/", "")), bytes);
      }
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
      var entry = new ZipEntry(name);
      entry.setTimeLocal(TIME);
      to.putNextEntry(entry);
      to.write(bytes);
    }
  }
}
