package dev.metier.report.screen;

import dev.metier.report.view.ChangesView;
import java.util.List;
import java.util.Optional;

/// The page of changes as its template needs it. Public only for the templates.
///
/// @param at when the evidence was last added to
/// @param view empty when there is nothing to look back at
/// @param moments what can be looked back at, the latest first
/// @param ignored what the address asked for in vain
public record ChangesPage(
    String project,
    Optional<String> at,
    Optional<ChangesView> view,
    List<Moment> moments,
    List<String> ignored) {

  /// A run or a build to look back at.
  ///
  /// @param value in the address
  public record Moment(String value, String text, boolean chosen) {}

  public ChangesTexts words() {
    return ChangesTexts.ENGLISH;
  }

  public Frame frame() {
    return new Frame(words().title(), project, "changes", Optional.empty(), at, ignored);
  }

  public ChangeList list(ChangesView changes) {
    return new ChangeList(changes, PageLinks.SCREENS);
  }

  public String kicker() {
    return view.map(changes -> ScreenTexts.fill(words().kicker(), changes.since()))
        .orElse(words().title());
  }

  /// The sentence above all.
  public String headline() {
    if (view.isEmpty()) {
      return words().headlineNothing();
    }
    int turned = view.get().turned().size();
    if (turned > 0) {
      return ScreenTexts.count(words().headlineTurned(), turned);
    }
    return view.get().moved().isEmpty() ? words().headlineSame() : words().headlineMoved();
  }

  public String lead() {
    return view.map(changes -> ScreenTexts.fill(words().lead(), changes.same()))
        .orElse(words().emptyLead());
  }
}
