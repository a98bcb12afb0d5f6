package dev.metier.cli;

import dev.metier.core.problem.Problem;
import dev.metier.core.problem.Problems;
import dev.metier.core.problem.ProblemsException;
import dev.metier.pipeline.step.Origins;
import dev.metier.server.GatewayOptions.Certificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/// Who may reach the gateway from a browser, and how it is encrypted.
final class AccessOptions {
  private static final Pattern ORIGIN =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[A-Za-z0-9._\\[\\]-]+(:[0-9]{1,5})?");

  @Option(
      names = "--origin",
      paramLabel = "ORIGIN",
      description =
          "Let pages of this origin ask from a browser, such as https://chat.example or"
              + " app://obsidian.md; can be repeated. Default: pages of this machine only.")
  private List<String> origins = List.of();

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "Speak HTTPS with this certificate and those above it (PEM).")
  private Optional<Path> certificate = Optional.empty();

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The certificate's private key (PEM).")
  private Optional<Path> key = Optional.empty();

  Origins origins() {
    return new Origins(new LinkedHashSet<>(origins));
  }

  /// @throws ProblemsException when the options or files are wrong
  Optional<Certificate> certificate() {
    var problems = new Problems();
    for (String origin : origins) {
      if (!ORIGIN.matcher(origin).matches()) {
        problems.add(
            Problem.general(
                "--origin " + origin + " is no origin.",
                "It is what a browser sends as `Origin`: a scheme, a host and perhaps a port, such as"
                    + " https://chat.example:8443; each page is named by itself."));
      }
    }
    if (certificate.isPresent() != key.isPresent()) {
      problems.add(
          Problem.general(
              "--tls-cert and --tls-key go together.",
              "Name the file of the certificate and the file of its private key."));
    }
    certificate.ifPresent(file -> checkChain(file, problems));
    key.ifPresent(file -> checkKey(file, problems));
    problems.throwIfAny();
    return certificate.flatMap(chain -> key.map(file -> new Certificate(chain, file)));
  }

  private static void checkChain(Path file, Problems problems) {
    try (var in = Files.newInputStream(file)) {
      if (CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
        problems.add(noPem(file, "certificate"));
      }
    } catch (IOException | CertificateException e) {
      problems.add(noPem(file, "certificate"));
    }
  }

  private static void checkKey(Path file, Problems problems) {
    try {
      String text = Files.readString(file);
      if (text.contains("ENCRYPTED")) {
        problems.add(
            Problem.general(
                "The private key in " + file + " is encrypted.",
                "Write it without a passphrase, readable by its owner only."));
      } else if (!text.contains("PRIVATE KEY-----")) {
        problems.add(noPem(file, "private key"));
      }
    } catch (IOException e) {
      problems.add(noPem(file, "private key"));
    }
  }

  private static Problem noPem(Path file, String what) {
    return Problem.general(
        "There is no " + what + " to be read in " + file + ".",
        "Name a file in PEM form, which begins with a line of BEGIN and ends with one of END.");
  }
}
