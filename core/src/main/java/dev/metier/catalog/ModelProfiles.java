package dev.metier.catalog;

import dev.metier.catalog.ModelProfile.SystemMessages;
import dev.metier.catalog.ModelProfile.Thinking;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The profiles of models that are known, by the vendors' documentation of 27 November 2026:
/// <https://platform.claude.com/docs/en/about-claude/models/overview> with the migration guides it
/// links, <https://platform.openai.com/docs/guides/reasoning> with what its API answers, and
/// <https://ai.google.dev/gemini-api/docs/latest-model> with the pages it links. A generation that
/// is not listed is taken for the one before it.
final class ModelProfiles {
  private static final int THOUSAND = 1000;
  private static final int MILLION = 1_000_000;
  private static final String OPENAI_HOST = "api.openai.com";

  private static final Set<String> SAMPLING = Set.of("temperature", "top_p", "top_k");

  /// Parameters of local servers that OpenAI's API does not have.
  private static final Set<String> LOCAL_ONLY =
      Set.of("top_k", "min_p", "repetition_penalty", "chat_template_kwargs");

  private static final ModelProfile LOCAL = plain(Thinking.TEMPLATE, SystemMessages.LEADING);

  /// A server of a vendor that speaks as OpenAI does.
  private static final ModelProfile OTHERS =
      plain(Thinking.EFFORT, SystemMessages.LEADING).refusing(LOCAL_ONLY);

  /// Of a streamed answer; one that is read whole may be half as long.
  private static final int GEMINI_LONGEST = 65_536;

  private static final Set<String> PENALTIES = Set.of("presence_penalty", "frequency_penalty");

  /// `gemini-2.5-pro` and the like: of its family only this one thinks always.
  private static final Pattern GEMINI_PRO = Pattern.compile("gemini-2\\.5-pro\\b.*");

  private static final Pattern GEMINI_BY_BUDGET = Pattern.compile("gemini-2\\.5\\b.*");
  private static final Pattern GEMINI_WITHOUT = Pattern.compile("gemini-(?:1|2\\.0)\\b.*|gemma-.*");

  /// They sample as Google chose, whatever they are told; aliases lead to them too.
  private static final Pattern GEMINI_SAMPLES_ITSELF =
      Pattern.compile(
          "gemini-(?:3\\.5-flash-lite|3\\.[6-9]|[4-9]|(?:flash|pro|flash-lite)-latest).*");

  private static final ModelProfile OPENAI =
      plain(Thinking.EFFORT, SystemMessages.ANYWHERE).refusing(LOCAL_ONLY);

  private static final ModelProfile OPENAI_WITHOUT_THINKING =
      plain(Thinking.NONE, SystemMessages.ANYWHERE)
          .refusing(union(LOCAL_ONLY, Set.of("reasoning_effort")));

  private static final ModelProfile OPENAI_THINKING =
      plain(Thinking.EFFORT, SystemMessages.ANYWHERE)
          .refusing(
              union(
                  LOCAL_ONLY,
                  Set.of(
                      "temperature",
                      "top_p",
                      "presence_penalty",
                      "frequency_penalty",
                      "logit_bias",
                      "logprobs",
                      "top_logprobs",
                      "max_tokens")));

  /// From 5.1 to 5.5 they take sampling parameters while they do not think, and from then on never.
  private static final Pattern OPENAI_SAMPLES =
      Pattern.compile("gpt-(?:3|4|5-chat|5\\.[1-5]).*|(?:chatgpt|ft:gpt-[34]).*");

  /// In Chat Completions they take tools or an effort, not both, unless the effort is `none`.
  private static final Pattern OPENAI_THINKS_WITHOUT_TOOLS =
      Pattern.compile("gpt-(?:5\\.[4-9]|[6-9]).*");

  private static final Pattern OPENAI_NEVER_THINKS =
      Pattern.compile("gpt-(?:3|4|5-chat).*|(?:chatgpt|ft:gpt-[34]).*");
  private static final Pattern OPENAI_MODEL =
      Pattern.compile("(?:gpt-|o\\d|chatgpt|codex-|ft:(?:gpt-|o\\d)).*");

  /// `claude-3-7-sonnet-20250219`, `claude-opus-4-5-20251101`, `claude-fable-5`, also with points
  /// and with a vendor's word before them.
  private static final Pattern CLAUDE =
      Pattern.compile(
          "claude-(?:(?<major>\\d)(?:[-.](?<minor>\\d))?-)?(?<family>[a-z]+)"
              + "(?:-(?<late>\\d)(?:[-.](?<lateMinor>\\d)(?!\\d))?)?(?!\\d)");

  /// What begins with a generation, ten times its number.
  private record Generation(int from, ModelProfile profile) {}

  private static final List<Generation> CLAUDES =
      List.of(
          new Generation(55, claude(Thinking.ADAPTIVE, false, SystemMessages.ANYWHERE, false)),
          new Generation(48, claude(Thinking.ADAPTIVE, true, SystemMessages.ANYWHERE, true)),
          new Generation(47, claude(Thinking.ADAPTIVE, true, SystemMessages.LEADING, true)),
          new Generation(46, older(Thinking.BUDGET_OR_ADAPTIVE, 128 * THOUSAND, MILLION)),
          new Generation(45, older(Thinking.BUDGET, 64 * THOUSAND, 200 * THOUSAND)),
          new Generation(37, older(Thinking.BUDGET, 32 * THOUSAND, 200 * THOUSAND)),
          new Generation(35, older(Thinking.NONE, 8192, 200 * THOUSAND)),
          new Generation(0, older(Thinking.NONE, 4096, 200 * THOUSAND)));

  private static final ModelProfile NEWEST_CLAUDE = CLAUDES.getFirst().profile();

  /// They were named before generations had one scheme.
  private static final Pattern CLAUDE_WITHOUT_THINKING =
      Pattern.compile("claude-(?:instant|[12]\\b)");

  /// Families that think always, and that from 5.1 on cannot be made to call a tool.
  private static final Set<String> ALWAYS_THINK = Set.of("fable", "mythos");

  /// Another vendor's model that speaks as Anthropic's do.
  private static final ModelProfile OTHER_CLAUDE =
      new ModelProfile(
          Thinking.BUDGET,
          true,
          SystemMessages.LEADING,
          true,
          true,
          true,
          Set.of(),
          OptionalInt.of(32 * THOUSAND),
          OptionalInt.empty());

  private ModelProfiles() {}

  static ModelProfile of(ProviderKind kind, String id, Optional<String> address) {
    return switch (kind) {
      case ANTHROPIC -> claude(id);
      case OPENAI -> openAi(id, address.or(kind::usualAddress).orElse(""));
      case GOOGLE -> google(id.substring(id.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT));
      case OLLAMA, LLAMACPP, VLLM, LMSTUDIO, PROGRAM, HTTP, RECORDED, WORKFLOW -> LOCAL;
      case GGUF, BASELINE -> LOCAL.ofTextAlone();
    };
  }

  private static ModelProfile openAi(String id, String address) {
    if (Locality.isLoopback(address)) {
      return LOCAL;
    }
    if (!OPENAI_HOST.equals(URI.create(address).getHost())) {
      return OTHERS;
    }
    if (OPENAI_NEVER_THINKS.matcher(id).matches()) {
      return OPENAI_WITHOUT_THINKING;
    }
    boolean thinks = OPENAI_MODEL.matcher(id).matches() && !OPENAI_SAMPLES.matcher(id).matches();
    ModelProfile profile = thinks ? OPENAI_THINKING : OPENAI;
    return OPENAI_THINKS_WITHOUT_TOOLS.matcher(id).matches() ? profile.notWithTools() : profile;
  }

  private static ModelProfile google(String name) {
    if (GEMINI_WITHOUT.matcher(name).matches()) {
      return gemini(Thinking.NONE, true);
    }
    if (GEMINI_BY_BUDGET.matcher(name).matches()) {
      return gemini(Thinking.BUDGET, !GEMINI_PRO.matcher(name).matches()).refusing(PENALTIES);
    }
    // also names without a number, such as `gemini-flash-latest`
    boolean itself = GEMINI_SAMPLES_ITSELF.matcher(name).matches();
    return gemini(Thinking.LEVEL, false).refusing(itself ? union(PENALTIES, SAMPLING) : PENALTIES);
  }

  private static ModelProfile gemini(Thinking thinking, boolean stops) {
    return new ModelProfile(
        thinking,
        stops,
        SystemMessages.LEADING,
        true,
        true,
        thinking != Thinking.LEVEL,
        Set.of(),
        thinking == Thinking.NONE ? OptionalInt.empty() : OptionalInt.of(GEMINI_LONGEST),
        OptionalInt.empty());
  }

  private static ModelProfile claude(String id) {
    String name = id.toLowerCase(Locale.ROOT);
    Matcher found = CLAUDE.matcher(name);
    if (CLAUDE_WITHOUT_THINKING.matcher(name).find()) {
      return CLAUDES.getLast().profile();
    }
    if (!found.find()) {
      return name.contains("claude") ? NEWEST_CLAUDE : OTHER_CLAUDE;
    }
    String major = found.group("major") == null ? found.group("late") : found.group("major");
    String minor = found.group("major") == null ? found.group("lateMinor") : found.group("minor");
    if (major == null) {
      return NEWEST_CLAUDE;
    }
    int generation = 10 * Integer.parseInt(major) + (minor == null ? 0 : Integer.parseInt(minor));
    if (ALWAYS_THINK.contains(found.group("family"))) {
      return claude(Thinking.ADAPTIVE, false, SystemMessages.ANYWHERE, generation <= 50);
    }
    return CLAUDES.stream()
        .filter(each -> generation >= each.from())
        .findFirst()
        .orElseThrow()
        .profile();
  }

  private static ModelProfile claude(
      Thinking thinking, boolean stops, SystemMessages system, boolean forced) {
    return new ModelProfile(
        thinking,
        stops,
        system,
        forced,
        true,
        false,
        SAMPLING,
        OptionalInt.of(128 * THOUSAND),
        OptionalInt.of(MILLION));
  }

  private static ModelProfile older(Thinking thinking, int longest, int window) {
    return new ModelProfile(
        thinking,
        true,
        SystemMessages.LEADING,
        true,
        true,
        thinking != Thinking.BUDGET_OR_ADAPTIVE,
        Set.of(),
        OptionalInt.of(longest),
        OptionalInt.of(window));
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    var all = new HashSet<>(some);
    all.addAll(others);
    return all;
  }

  private static ModelProfile plain(Thinking thinking, SystemMessages system) {
    return new ModelProfile(
        thinking,
        true,
        system,
        true,
        true,
        true,
        Set.of(),
        OptionalInt.empty(),
        OptionalInt.empty());
  }
}
