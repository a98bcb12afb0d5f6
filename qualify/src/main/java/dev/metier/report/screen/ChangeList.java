package dev.metier.report.screen;

import dev.metier.core.text.NumberText;
import dev.metier.report.view.ChangesView;
import dev.metier.report.view.ChangesView.Row;
import dev.metier.report.view.VisibleText;
import java.util.List;

/// Changes as templates need them, on a screen or in a file. Public only for the templates.
public record ChangeList(ChangesView view, PageLinks links) {
  private static final int NAMED = 100;

  public ChangesTexts words() {
    return ChangesTexts.ENGLISH;
  }

  public String turnedTitle() {
    return ScreenTexts.count(words().turned(), view.turned().size());
  }

  public String movedTitle() {
    return ScreenTexts.count(words().moved(), view.moved().size());
  }

  public String why(Row row) {
    return links.why(row.job(), row.model());
  }

  /// What a change says to those who do not see its shapes.
  public String name(Row row) {
    return ScreenTexts.fill(
        words().name(), row.model(), row.job(), row.then().word(), row.now().word());
  }

  /// The two directions in which cases turned; those that did not are left out.
  public List<Turned> turned(Row row) {
    return List.of(
            new Turned("unfit", row.passNoMore(), said(words().noMore(), row.passNoMore(), row)),
            new Turned("fit", row.passNow(), said(words().now(), row.passNow(), row)))
        .stream()
        .filter(turned -> !turned.ids().isEmpty())
        .toList();
  }

  private static String said(String text, List<String> ids, Row row) {
    return ScreenTexts.fill(ScreenTexts.count(text, ids.size()), NumberText.count(row.both()));
  }

  public String lab(Row row, String id) {
    return links.lab(row.job(), row.model(), id);
  }

  public String shown(String id) {
    return VisibleText.of(id);
  }

  /// Cases that turned in one direction.
  ///
  /// @param tone of what they are now
  /// @param text how many of how many
  public record Turned(String tone, List<String> ids, String text) {
    /// As many as are listed.
    public List<String> named() {
      return ids.subList(0, Math.min(NAMED, ids.size()));
    }

    /// How many more there are; empty for none.
    public String unnamed() {
      int more = ids.size() - named().size();
      return more == 0 ? "" : ScreenTexts.fill(ChangesTexts.ENGLISH.more(), NumberText.count(more));
    }
  }
}
