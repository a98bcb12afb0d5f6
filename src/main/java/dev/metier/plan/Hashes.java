package dev.metier.plan;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Model;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Settings;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.job.Prompt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Content addresses: equal hashes mean that the same thing would be asked, or graded, again.
///
/// One of these can take one hash after another. Not thread-safe.
public final class Hashes {
  private static final MessageDigest UNUSED = unused();

  private final MessageDigest digest;
  private final byte[] length = new byte[4];

  Hashes() {
    digest = copy();
  }

  /// Copying an unused digest is several times cheaper than looking its algorithm up.
  private static MessageDigest copy() {
    try {
      return (MessageDigest) UNUSED.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MessageDigest unused() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What is asked of which build of a model and where, apart from the case: 32 hexadecimal
  /// characters.
  ///
  /// A server's address counts, since the same weights elsewhere have other latencies and costs;
  /// where a file lies does not, since its fingerprint says what is in it.
  public static String setting(Job job, Model model, Settings settings, Fingerprint fingerprint) {
    var hash = new Hashes();
    hash.add("setting/1").add(job.name().text()).add(fingerprint.hash());
    hash.add(model.kind().word());
    model.address().ifPresent(address -> hash.add(address).add(model.id()));
    for (Prompt.Turn turn : job.prompt().turns()) {
      hash.add(turn.role().name()).add(turn.template().text());
    }
    job.tools().forEach(tool -> hash.add(tool.toString()));
    return hash.add(settings.toString()).hex();
  }

  /// A case as far as the model gets to see it; new labels do not make it a new case.
  public static String content(Job job, Case given) {
    return new Hashes().content(job.prompt().variables(), given);
  }

  /// The same, for many cases.
  ///
  /// @param variables those of the job's prompt
  String content(Set<String> variables, Case given) {
    add("case/1").add(given.id());
    for (String name : variables) {
      add(name).add(given.value(name).orElse(""));
    }
    return hex();
  }

  /// How a job's answers are graded: the graders and all that they may look up in the cases.
  ///
  /// @param spec hash of the graders themselves
  public static String grading(Job job, String spec) {
    var hash = new Hashes();
    hash.add("grading/1").add(spec);
    for (Case given : job.cases()) {
      hash.add(given.id()).add(given.expected().orElse(""));
      for (Map.Entry<String, String> var : byName(given.vars()).entrySet()) {
        hash.add(var.getKey()).add(var.getValue());
      }
    }
    return hash.hex();
  }

  private static Map<String, String> byName(Map<String, String> vars) {
    return vars.size() < 2 ? vars : new TreeMap<>(vars);
  }

  /// The seed of a job's committed order; nobody can choose it without changing the cases.
  ///
  /// @param contents the content hash of every case, in any order
  static byte[] order(Job job, List<String> contents) {
    var hash = new Hashes();
    hash.add("order/1").add(job.name().text());
    contents.stream().sorted().forEach(hash::add);
    return hash.digest.digest();
  }

  /// A place in the order: the cluster's or the case's own name, shuffled by the seed.
  String place(byte[] seed, String name) {
    digest.update(seed);
    return add(name).hex();
  }

  /// The whole question, for tests and exports.
  public static String question(ChatRequest request) {
    return new Hashes().add(request.toString()).hex();
  }

  private Hashes add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // The length keeps "ab"+"c" and "a"+"bc" apart.
    length[0] = (byte) (bytes.length >>> 24);
    length[1] = (byte) (bytes.length >>> 16);
    length[2] = (byte) (bytes.length >>> 8);
    length[3] = (byte) bytes.length;
    digest.update(length);
    digest.update(bytes);
    return this;
  }

  private String hex() {
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }
}
