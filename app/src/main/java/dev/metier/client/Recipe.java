package dev.metier.client;

import java.util.List;

/// How to connect one client.
///
/// @param notes what is good to know, a sentence or two each
public record Recipe(List<Step> steps, List<String> notes) {
  public Recipe {
    steps = List.copyOf(steps);
    notes = List.copyOf(notes);
  }

  /// One thing to do.
  public sealed interface Step {
    String text();

    /// A file of settings.
    ///
    /// @param path where it goes; relative to the folder the client works in, or `~/...`
    /// @param merge whether the file may hold settings of others, which stay (JSON only)
    record Settings(String path, String text, boolean merge) implements Step {}

    /// Lines for a shell.
    ///
    /// @param instead whether they do without the step before
    record Shell(String text, boolean instead) implements Step {}

    /// What a program says.
    ///
    /// @param language `Java`
    record Code(String language, String text) implements Step {}

    /// What to fill in on a screen.
    ///
    /// @param where the way to that screen
    record Form(String where, String text) implements Step {}
  }
}
