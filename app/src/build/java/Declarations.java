import java.io.IOException;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.classfile.attribute.NestMembersAttribute;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Build step: one digest of all that other classes can see of some classes.
///
/// `Declarations.java CLASSES NAME...`: the folder of class files, and the names of classes as
/// `dev/metier/Metier`; nested classes count with theirs. Code, private members, anonymous and
/// local classes are not seen by others; constants, annotations, signatures and permitted classes
/// are. While the digest stays the same, nothing else needs to be compiled anew.
class Declarations {
  private static final Pattern UNNAMED = Pattern.compile(".*\\$[0-9].*");

  private Declarations() {}

  public static void main(String[] args) throws IOException, NoSuchAlgorithmException {
    Path classes = Path.of(args[0]);
    var digest = MessageDigest.getInstance("SHA-256");
    for (String name : List.of(args).subList(1, args.length)) {
      for (Path file : files(classes.resolve(name + ".class"))) {
        digest.update(classes.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        digest.update(declared(Files.readAllBytes(file)));
      }
    }
    System.out.println(HexFormat.of().formatHex(digest.digest()));
  }

  private static List<Path> files(Path outer) throws IOException {
    if (!Files.isDirectory(outer.getParent())) {
      return List.of();
    }
    String simple = outer.getFileName().toString().replaceFirst("\\.class$", "");
    try (Stream<Path> beside = Files.list(outer.getParent())) {
      return beside
          .filter(
              f -> f.getFileName().toString().matches(Pattern.quote(simple) + "(\\$.*)?\\.class"))
          .filter(f -> !UNNAMED.matcher(f.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  private static byte[] declared(byte[] file) {
    var format = ClassFile.of(ClassFile.ConstantPoolSharingOption.NEW_POOL);
    ClassModel model = format.parse(file);
    return format.build(
        model.thisClass().asSymbol(),
        built -> {
          for (ClassElement element : model) {
            switch (element) {
              case MethodModel m when isPrivate(m.flags().flagsMask()) -> {}
              case FieldModel f when isPrivate(f.flags().flagsMask()) -> {}
              case MethodModel m ->
                  built.transformMethod(
                      m,
                      (method, part) -> {
                        if (!(part instanceof CodeModel)) {
                          method.with(part);
                        }
                      });
              // name what code uses, and what is private
              case InnerClassesAttribute names -> {}
              case NestMembersAttribute names -> {}
              case SourceFileAttribute name -> {}
              default -> built.with(element);
            }
          }
        });
  }

  /// Whether no other class sees it; what the compiler added for itself is not seen either.
  private static boolean isPrivate(int flags) {
    return (flags & (ClassFile.ACC_PRIVATE | ClassFile.ACC_SYNTHETIC)) != 0
        && (flags & ClassFile.ACC_BRIDGE) == 0;
  }
}
