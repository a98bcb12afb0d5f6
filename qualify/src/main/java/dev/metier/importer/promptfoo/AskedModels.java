package dev.metier.importer.promptfoo;

import dev.metier.form.Written;
import dev.metier.importer.promptfoo.config.ConfigFolder;
import dev.metier.importer.promptfoo.config.PromptTexts;
import dev.metier.importer.promptfoo.config.TestCase;
import dev.metier.importer.promptfoo.config.TestFiles;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which models are asked about a test with which prompt: all, unless a model chooses its prompts
/// or a test its models or prompts.
///
/// @param models in the order of the configuration
/// @param recorded whether all answers are there already, so that nobody is asked
record AskedModels(List<Model> models, boolean recorded) {
  /// The model that stands for others where none is carried over.
  static final String EXAMPLE = "local";

  private static final String OWN_JOB =
      "Put such tests into a job of their own with `models: [NAME]`.";

  /// A model of the configuration.
  ///
  /// @param label may be empty
  /// @param name what it is called in the project; empty where it is not carried over
  /// @param prompts names of those that it is asked with; empty: all
  record Model(String id, String label, Optional<String> name, Optional<List<String>> prompts) {
    /// By its id or label, or what these begin with.
    boolean isOf(String said) {
      String begun = said.endsWith("*") ? said.substring(0, said.length() - 1) : said + ":";
      return Stream.of(id, label)
          .filter(each -> !each.isEmpty())
          .anyMatch(each -> each.equals(said) || each.startsWith(begun));
    }
  }

  /// The names of the models that are asked with a prompt, of those that are carried over.
  List<String> about(TestCase test, PromptTexts.Said prompt) {
    if (!isIn(test.choice().prompts(), prompt)) {
      return List.of();
    }
    return isExample()
        ? List.of(EXAMPLE)
        : models.stream()
            .filter(model -> isChosen(test, model) && isIn(model.prompts(), prompt))
            .flatMap(model -> model.name().stream())
            .toList();
  }

  /// Whether no model that is carried over is asked about a test, though there are prompts; told,
  /// as is a model that only the test asks.
  boolean isForNobody(TestCase test, List<PromptTexts.Said> prompts, ConfigFolder source) {
    Optional<Written> instead = test.choice().instead();
    if (recorded || models.isEmpty()) {
      return false;
    }
    boolean another = instead.isPresent() && there(instead).isEmpty();
    boolean some = !models.stream().allMatch(model -> isChosen(test, model));
    if (another || (some && isExample())) {
      source.lost(
          "provider",
          instead.map(Written::place).orElse(test.place()),
          another
              ? "promptfoo asks a model about this test that is not among `providers`; here those"
                  + " are asked."
              : "promptfoo asks only some of the models about this test, and none is carried over.",
          OWN_JOB);
    }
    boolean nobody =
        !prompts.isEmpty() && prompts.stream().allMatch(prompt -> about(test, prompt).isEmpty());
    if (nobody) {
      source.lost(
          "provider",
          test.place(),
          "None of the models that promptfoo asks about this test is carried over.",
          OWN_JOB);
    }
    return nobody;
  }

  private boolean isExample() {
    return models.stream().allMatch(model -> model.name().isEmpty());
  }

  private boolean isChosen(TestCase test, Model model) {
    TestCase.Choice choice = test.choice();
    return there(choice.instead())
        .map(model::isOf)
        .orElseGet(
            () -> choice.providers().map(all -> all.stream().anyMatch(model::isOf)).orElse(true));
  }

  /// The model that is asked in place of others, if the configuration has it.
  private Optional<String> there(Optional<Written> instead) {
    return instead
        .map(TestFiles::id)
        .filter(id -> models.stream().anyMatch(model -> model.isOf(id)));
  }

  private static boolean isIn(Optional<List<String>> chosen, PromptTexts.Said prompt) {
    return chosen.map(all -> all.stream().anyMatch(prompt::isOf)).orElse(true);
  }
}
