package dev.metier.report.screen;

import java.util.List;
import java.util.Optional;

/// What stands around a screen. Public only for the templates.
///
/// @param title of the page, for the browser
/// @param project empty where none could be read
/// @param here which screen it is: `matrix`, `run`, `changes`, `learn`, `cases`, [#MESSAGE], or
///   empty for another one
/// @param cases where the case lab of the job at hand is, when a job is at hand
/// @param at when the evidence was last added to; an empty text where it was not looked at
/// @param ignored what the address asked for in vain
public record Frame(
    String title,
    String project,
    String here,
    Optional<String> cases,
    Optional<String> at,
    List<String> ignored) {
  /// In place of a screen.
  static final String MESSAGE = "message";

  /// One of the places that every screen leads to.
  ///
  /// @param name what [Frame#here] is there
  public record Link(String name, String text, String address) {}

  public List<Link> links() {
    return List.of(
        new Link("matrix", words().matrix(), "/"),
        new Link("run", words().run(), "/run"),
        new Link("changes", words().changes(), ScreenAddress.CHANGES.toString()),
        new Link("records", words().records(), "/record"),
        new Link("learn", words().learn(), ScreenAddress.LEARN.toString()));
  }

  public FrameTexts words() {
    return FrameTexts.ENGLISH;
  }

  /// When the evidence is of; empty where none was looked at.
  public String state() {
    if (here.equals(MESSAGE)) {
      return "";
    }
    return at.map(moment -> moment.isEmpty() ? "" : ScreenTexts.fill(words().evidence(), moment))
        .orElse(cases.isPresent() ? words().noJobEvidence() : words().noEvidence());
  }

  /// What a browser calls the page.
  public String documentTitle() {
    return title + " · " + (project.isEmpty() ? words().product() : project);
  }

  /// What was left out, as a sentence; empty when nothing was.
  public String leftOut() {
    return ignored.isEmpty()
        ? ""
        : ScreenTexts.fill(words().ignored(), String.join(", ", ignored) + ".");
  }
}
