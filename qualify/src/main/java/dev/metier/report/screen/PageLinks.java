package dev.metier.report.screen;

import dev.metier.ledger.Unserved;
import dev.metier.report.view.cases.CasesQuery;
import java.util.Optional;

/// Where the links of a page lead: to other screens, or to other places of one file.
public interface PageLinks {
  /// To the screens of `metier ui`.
  PageLinks SCREENS = new Screen();

  /// Why a model has its verdict for a job.
  String why(String job, String model);

  /// The cases of a job, with one model first; the model is empty for whichever suits.
  String cases(String job, String model);

  /// The cases of a job that one model failed.
  String failures(String job, String model);

  /// The cases of a job on which one model was not served for a cause.
  String unserved(String job, String model, String cause);

  /// One case of a job, with one model first.
  ///
  /// @param id of the case
  String lab(String job, String model, String id);

  /// Where a word is explained; empty where nothing explains it.
  ///
  /// @param anchor of the word
  Optional<String> word(String anchor);

  /// What explains a word where it stands, without a script; empty where a script does it.
  ///
  /// @param anchor of the word
  Optional<String> popover(String anchor);

  /// What is known of a model; empty where nothing tells it.
  Optional<String> model(String name);

  /// To the screens of `metier ui`.
  record Screen() implements PageLinks {
    @Override
    public String why(String job, String model) {
      return ScreenAddress.why(job, model).toString();
    }

    @Override
    public String cases(String job, String model) {
      return ScreenAddress.cases(job).with("a", model).toString();
    }

    @Override
    public String failures(String job, String model) {
      return ScreenAddress.cases(job)
          .with("a", model)
          .with("only", CasesQuery.Kind.FAILS.word())
          .toString();
    }

    @Override
    public String unserved(String job, String model, String cause) {
      return ScreenAddress.cases(job)
          .with("a", model)
          .with("only", CasesQuery.Kind.UNSERVED.word())
          .with("cause", Unserved.REASON + cause)
          .toString();
    }

    @Override
    public String lab(String job, String model, String id) {
      return ScreenAddress.cases(job)
          .with("a", model)
          .with("only", CasesQuery.Kind.ALL.word())
          .with("case", id)
          .toString();
    }

    @Override
    public Optional<String> word(String anchor) {
      return Optional.of(ScreenAddress.WORDS + "#" + anchor);
    }

    @Override
    public Optional<String> popover(String anchor) {
      return Optional.empty();
    }

    @Override
    public Optional<String> model(String name) {
      return Optional.of(ScreenAddress.model(name).toString());
    }
  }
}
