package dev.metier.web;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// What a browser gets.
///
/// @param headers besides those that every reply has
record Reply(int status, Map<String, String> headers, String body) {
  private static final Pattern BACK = Pattern.compile("/job/[\\x21-\\x5b\\x5d-\\x7e]*");

  static final int OK = 200;
  static final int SEE_OTHER = 303;
  static final int BAD_REQUEST = 400;
  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;
  static final int NOT_ALLOWED = 405;
  static final int CONFLICT = 409;
  static final int MISDIRECTED = 421;
  static final int FAILED = 500;
  static final int UNAVAILABLE = 503;

  Reply {
    headers = Map.copyOf(headers);
  }

  static Reply page(int status, String html) {
    return of(status, "text/html; charset=utf-8", html);
  }

  static Reply of(int status, String type, String text) {
    return new Reply(status, Map.of("Content-Type", type), text);
  }

  /// A file that the browser keeps.
  static Reply file(String name, String type, String text) {
    return of(OK, type, text).with("Content-Disposition", "attachment; filename=\"" + name + "\"");
  }

  /// The way back that a form names, within the jobs; else the first page. Signs that no header may
  /// hold are never sent.
  static Reply back(Map<String, String> form) {
    return to(address(form));
  }

  /// Where [#back] leads.
  static String address(Map<String, String> form) {
    String back = form.getOrDefault("back", "");
    return BACK.matcher(back).matches() ? back : "/";
  }

  static Reply to(String address) {
    return new Reply(SEE_OTHER, Map.of("Location", address), "");
  }

  Reply with(String header, String value) {
    var all = new HashMap<>(headers);
    all.put(header, value);
    return new Reply(status, all, body);
  }
}
