package dev.metier.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.Settings;
import dev.metier.chat.Tool;
import dev.metier.job.Case;
import dev.metier.job.DataClass;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Addresses of what is asked: equal for the same, different for everything else, and for good.
class HashesTest {
  private static final Fingerprint BUILD = new Fingerprint(Map.of("build", "1"), Set.of());

  private static Job job(Tool... tools) {
    return new Job(
        new JobName("j"),
        "",
        DataClass.PUBLIC,
        Prompt.ofUser("{{text}}"),
        List.of(tools),
        Settings.NONE,
        List.of(),
        new GraderSpec.Group(GraderSpec.Rule.ALL, List.of(), OptionalDouble.empty()),
        List.of(),
        Job.Scope.TRAFFIC,
        Job.Prefer.COST,
        1,
        List.of());
  }

  @Test
  void aListOfMessagesIsSomethingElseThanItsText() {
    String turns = "[{\"role\":\"user\",\"content\":\"x\"}]";
    var given = new Case("c", Map.of("text", turns), Optional.empty(), Set.of(), Optional.empty());
    assertThat(Hashes.content(job(), given)).isNotEqualTo(Hashes.formerContent(job(), given));
    var plain = new Case("c", Map.of("text", "x"), Optional.empty(), Set.of(), Optional.empty());
    assertThat(Hashes.content(job(), plain)).isEqualTo(Hashes.formerContent(job(), plain));
  }

  private static Model model() {
    return new Model(
        new ModelName("m"),
        ProviderKind.VLLM,
        "m",
        Optional.of("http://a"),
        Optional.empty(),
        new Host("h", DataClass.PUBLIC),
        new Price.Unknown(),
        Settings.NONE,
        OptionalInt.empty(),
        OptionalInt.empty(),
        Timeouts.USUAL,
        Optional.empty());
  }

  private static Settings stop(String... texts) {
    return settings(List.of(texts), Optional.empty(), Optional.empty(), Map.of());
  }

  private static Settings settings(
      List<String> stop,
      Optional<String> schema,
      Optional<String> choice,
      Map<String, String> extra) {
    return new Settings(
        OptionalDouble.empty(),
        OptionalInt.empty(),
        OptionalLong.empty(),
        stop,
        schema,
        choice,
        extra);
  }

  private static Settings numbers(
      OptionalDouble temperature, OptionalInt maxTokens, OptionalLong seed) {
    return new Settings(
        temperature, maxTokens, seed, List.of(), Optional.empty(), Optional.empty(), Map.of());
  }

  /// Settings that look alike when they are only written one after the other.
  private static List<Settings> different() {
    return List.of(
        Settings.NONE,
        stop("a, b"),
        stop("a", "b"),
        stop("b", "a"),
        stop(""),
        stop("", ""),
        stop(", "),
        stop("a], responseSchema=Optional[x"),
        settings(List.of("a"), Optional.of("x"), Optional.empty(), Map.of()),
        settings(List.of(), Optional.of("x], toolChoice=Optional[y"), Optional.empty(), Map.of()),
        settings(List.of(), Optional.of("x"), Optional.of("y"), Map.of()),
        settings(List.of(), Optional.empty(), Optional.of("y"), Map.of()),
        settings(List.of(), Optional.empty(), Optional.empty(), Map.of("k", "1")),
        settings(List.of(), Optional.empty(), Optional.empty(), Map.of("k", "1, l=2")),
        settings(List.of(), Optional.empty(), Optional.empty(), Map.of("k", "1", "l", "2")),
        settings(List.of(), Optional.empty(), Optional.empty(), Map.of("stop[0]", "a")),
        numbers(OptionalDouble.of(0), OptionalInt.empty(), OptionalLong.empty()),
        numbers(OptionalDouble.of(1), OptionalInt.empty(), OptionalLong.empty()),
        numbers(OptionalDouble.empty(), OptionalInt.of(1), OptionalLong.empty()),
        numbers(OptionalDouble.empty(), OptionalInt.empty(), OptionalLong.of(1)));
  }

  @Test
  void noTwoSettingsHaveOneAddress() {
    var addresses = new ArrayList<String>();
    for (Settings settings : different()) {
      addresses.add(Hashes.setting(job(), model(), settings, BUILD));
      addresses.add(Hashes.prompt(job(), settings));
    }
    for (Tool tool :
        List.of(
            new Tool("t", "d", "s"),
            new Tool("t", "d, schema=s", "s"),
            new Tool("t", "d", "s, schema=s"))) {
      addresses.add(Hashes.setting(job(tool), model(), Settings.NONE, BUILD));
    }
    addresses.add(
        Hashes.setting(
            job(new Tool("t", "d", "s"), new Tool("t", "d", "s")), model(), Settings.NONE, BUILD));
    assertThat(addresses).doesNotHaveDuplicates().allMatch(a -> a.matches("[0-9a-f]{32}"));
  }

  @Test
  void oneAddressOfTheFirstLedgersIsNeverThatOfTwoSettings() {
    var former =
        different().stream()
            .flatMap(settings -> Version1.setting(job(), model(), settings, BUILD).stream())
            .toList();
    assertThat(former).doesNotHaveDuplicates().hasSizeGreaterThan(8);
    assertThat(Version1.setting(job(), model(), stop("a, b"), BUILD)).isEmpty();
    assertThat(Version1.setting(job(), model(), stop(""), BUILD)).isEmpty();
  }

  @Test
  void addressesStayAsTheyAreForGood() {
    var settings =
        new Settings(
            OptionalDouble.of(0.5),
            OptionalInt.of(12),
            OptionalLong.of(7),
            List.of("x", "y"),
            Optional.of("{}"),
            Optional.of("none"),
            Map.of("top_k", "4"));
    var job = job(new Tool("look", "Looks.", "{}"));
    assertThat(Hashes.setting(job, model(), settings, BUILD))
        .isEqualTo("9b2ae5303982d8eb47b8d714801b9862");
    assertThat(Hashes.prompt(job, settings)).isEqualTo("c1ae7cc91a7fd2e861284791da93a03c");
    assertThat(Version1.setting(job, model(), settings, BUILD))
        .contains("00f96856a81adfcc48a02d0ade72ff94");
  }

  @Test
  void aModelsOwnParametersFillUpThoseOfTheJob() {
    var job = settings(List.of(), Optional.empty(), Optional.of("auto"), Map.of("a", "1"));
    var own =
        settings(List.of("x"), Optional.empty(), Optional.of("none"), Map.of("a", "2", "b", "3"));
    assertThat(job.withDefaults(own))
        .isEqualTo(
            settings(
                List.of("x"), Optional.empty(), Optional.of("auto"), Map.of("a", "1", "b", "3")));
    assertThat(Settings.NONE.withDefaults(own)).isEqualTo(own);
  }
}
