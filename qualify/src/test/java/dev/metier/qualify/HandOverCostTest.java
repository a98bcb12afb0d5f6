package dev.metier.qualify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Settings;
import dev.metier.hybrid.search.HandOverCost;
import dev.metier.job.DataClass;
import dev.metier.plan.Trial;
import dev.metier.plan.TrialKey;
import dev.metier.provider.Question;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is said of the cost before further answers are asked for.
class HandOverCostTest {
  private static List<Trial> trials(Model model, Settings settings) {
    var job = Workshop.job("reply", 2);
    var given = job.cases().getFirst();
    var request = new ChatRequest(job.prompt().fill(given), List.of(), settings);
    var question = new Question(job.name(), given.id(), 0, request);
    var trial = new Trial(new TrialKey("s", "c", 0), job, model, given, 0, question);
    return List.of(trial, trial);
  }

  /// A judge on the machine beside needs no price to be asked.
  @Test
  void aMachineOfOnesOwnSendsNoBill() {
    assertThat(HandOverCost.words(trials(Workshop.model("local"), Settings.NONE)))
        .isEqualTo("without a bill");
  }

  @Test
  void aPriceGivesTheMostAndNoPriceSaysSo() {
    assertThat(HandOverCost.words(trials(Workshop.priced("hosted", 1), Settings.NONE.atMost(100))))
        .matches("for at most \\$0\\.\\d+");
    Model unknown =
        Workshop.model("hosted", ProviderKind.OPENAI, DataClass.RESTRICTED, new Price.Unknown());
    assertThat(HandOverCost.words(trials(unknown, Settings.NONE.atMost(100))))
        .isEqualTo("for an amount that is not known without a price and `max_tokens`");
  }
}
