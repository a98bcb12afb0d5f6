package dev.metier.web;

import dev.metier.report.screen.Screens;
import java.util.Map;
import java.util.Optional;

/// The files that every page needs; they tell nothing about a project.
final class Assets {
  private static final Map<String, Reply> ALL =
      Map.of(
          "/assets/screens.css",
          Reply.of(Reply.OK, "text/css; charset=utf-8", Screens.style()),
          "/assets/screens.js",
          Reply.of(Reply.OK, "text/javascript; charset=utf-8", Screens.script()),
          "/assets/live.js",
          Reply.of(Reply.OK, "text/javascript; charset=utf-8", Screens.liveScript()),
          "/assets/lab.js",
          Reply.of(Reply.OK, "text/javascript; charset=utf-8", Screens.labScript()),
          "/assets/icon.svg",
          Reply.of(Reply.OK, "image/svg+xml", Screens.icon()));

  private Assets() {}

  static Optional<Reply> at(String path) {
    return Optional.ofNullable(ALL.get(path));
  }
}
