package dev.metier.provider.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.learn.LabelFile;
import dev.metier.learn.RequestText;
import dev.metier.provider.Answer;
import dev.metier.provider.Provider;
import dev.metier.provider.Question;
import dev.metier.provider.baseline.LabelledCases.LabelledCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineProviderTest {
  private static final List<String> WORDS = List.of("invoice", "parcel", "password");

  @TempDir private Path folder;

  private static ChatRequest request(String text) {
    return new ChatRequest(List.of(Message.of(Role.USER, text)), List.of(), Settings.NONE);
  }

  private static LabelledCase labelled(String text, String cluster, String label) {
    return new LabelledCase(RequestText.of(request(text)), cluster, label);
  }

  private static List<LabelledCase> tickets() {
    var cases = new ArrayList<LabelledCase>();
    for (int i = 0; i < 60; i++) {
      String word = WORDS.get(i % 3);
      String text = "About my " + word + " from " + (char) ('a' + i % 26) + (char) ('a' + i / 3);
      cases.add(labelled(text, "", word.toUpperCase(java.util.Locale.ROOT)));
    }
    return cases;
  }

  private static String label(Provider provider, String text) {
    var answer = provider.ask(new Question(new JobName("triage"), "", 0, request(text)));
    return ((Answer.Reply) answer).reply().text();
  }

  private Model model(Path file) {
    return new Model(
        new ModelName("words"),
        ProviderKind.BASELINE,
        file.toString(),
        Optional.empty(),
        Optional.empty(),
        new Host("this-machine", DataClass.RESTRICTED),
        new Price.Unknown(),
        Settings.NONE,
        OptionalInt.empty(),
        OptionalInt.empty(),
        Timeouts.USUAL,
        Optional.empty());
  }

  @Test
  void answersWithTheLabelThatTheWordsSpeakForAndItsOwnTime() {
    try (var provider = BaselineProvider.outOfFold(new LabelledCases(tickets()))) {
      assertThat(label(provider, "Where is the parcel now")).isEqualTo("PARCEL");
      var reply =
          (Answer.Reply)
              provider.ask(new Question(new JobName("triage"), "", 0, request("my password")));
      assertThat(reply.timing().total()).isPositive();
      assertThat(reply.reply().usage().estimated()).isFalse();
      assertThat(reply.reply().usage().output()).isZero();
    }
  }

  @Test
  void aCaseIsAnsweredByAModelThatHasNotSeenIt() {
    var cases = tickets();
    // a word that stands in one text alone, and in its copy and in its cluster
    cases.add(labelled("xylophone xylophone", "", "ODD"));
    cases.add(labelled("  Xylophone   xylophone ", "", "ODD"));
    cases.add(labelled("zither zither", "music", "ODD"));
    cases.add(labelled("zither again, zither", "music", "ODD"));
    try (var provider = BaselineProvider.outOfFold(new LabelledCases(cases))) {
      assertThat(label(provider, "xylophone xylophone")).isNotEqualTo("ODD");
      assertThat(label(provider, "zither zither")).isNotEqualTo("ODD");
      assertThat(label(provider, "xylophone xylophone zither")).isEqualTo("ODD");
    }
  }

  @Test
  void itIsTheSameModelInWhateverOrderTheCasesCome() {
    var shuffled = tickets();
    Collections.shuffle(shuffled, new Random(1));
    String hash = new LabelledCases(tickets()).hash();
    assertThat(new LabelledCases(shuffled).hash()).isEqualTo(hash);
    assertThat(new LabelledCases(tickets().subList(0, 59)).hash()).isNotEqualTo(hash);
    assertThat(new LabelledCases(shuffled).sizes())
        .isEqualTo(new LabelledCases(tickets()).sizes())
        .allMatch(size -> size > 0);
  }

  @Test
  void theFileIsItsOwnersAloneAndAnswersLikeTheModelOfAllCases() throws IOException {
    var whole = new LabelledCases(tickets()).whole();
    Path file = LabelFile.path(folder, "words", whole);
    LabelFile.write(file, whole);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(file.getFileName().toString()).matches("words-[0-9a-f]{32}\\.ngrams");
    try (var provider = BaselineProvider.open(model(file))) {
      assertThat(provider.identify().trouble()).isEmpty();
      assertThat(label(provider, "Where is the parcel now")).isEqualTo("PARCEL");
    }
  }

  @Test
  void anEditedFileAnswersNothing() throws IOException {
    var whole = new LabelledCases(tickets()).whole();
    Path file = LabelFile.path(folder, "words", whole);
    byte[] bytes = whole.bytes();
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    try (var provider = BaselineProvider.open(model(file))) {
      assertThat(provider.identify().trouble())
          .contains(file + " is not what was compiled: its content is another one");
      assertThat(provider.ask(new Question(new JobName("triage"), "", 0, request("parcel"))))
          .isInstanceOf(Answer.Failure.class);
    }
  }
}
