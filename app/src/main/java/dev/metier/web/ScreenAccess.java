package dev.metier.web;

import dev.metier.core.log.Log;
import dev.metier.core.problem.PlainText;
import dev.metier.core.text.ShortText;
import dev.metier.report.screen.Screens;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Who may see the screens: browsers that ask for this machine by its own name, and hold the
/// session that the link of the terminal gave them.
///
/// Loopback is no boundary by itself: a page of anybody's can ask for a name that leads here, and
/// other users of the machine can connect. So the name is compared, and reading needs the session.
/// A change besides must come from a form of these pages: their origin, and the token the form
/// holds.
final class ScreenAccess {
  private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");
  private static final String FORM = "application/x-www-form-urlencoded";

  /// The field of every form that holds its token.
  static final String TOKEN = "form-token";

  private final int port;
  private final EntryToken token;
  private final Function<ScreenRequest, Reply> screens;

  /// @param screens answers those who may
  ScreenAccess(int port, EntryToken token, Function<ScreenRequest, Reply> screens) {
    this.port = port;
    this.token = token;
    this.screens = screens;
  }

  /// The name of the cookie; browsers share cookies between the ports of a host.
  static String cookie(int port) {
    return "metier-" + port;
  }

  /// What is answered without looking at any evidence; empty for those who may see the screens.
  Optional<Reply> refused(ScreenRequest request) {
    if (!isOurs(request.host())) {
      return refusal(
          request, Reply.MISDIRECTED, Screens.wrongHost(), "asked for " + request.host());
    }
    if (!METHODS.contains(request.method())) {
      return Optional.of(new Reply(Reply.NOT_ALLOWED, Map.of("Allow", "GET, HEAD, POST"), ""));
    }
    if (request.changes()) {
      return isFromHere(request)
          ? Optional.empty()
          : refusal(
              request, Reply.FORBIDDEN, Screens.notFromHere(), "not sent by one of its forms");
    }
    Optional<Reply> asset = Assets.at(request.path());
    if (asset.isPresent()) {
      return asset;
    }
    if (request.session().filter(token::isSession).isPresent()) {
      return request.parameters().containsKey("token")
          ? Optional.of(Reply.to("/"))
          : Optional.empty();
    }
    String brought = request.parameters().get("token");
    if (brought != null && request.method().equals("GET") && token.use(brought)) {
      return Optional.of(entered());
    }
    String why = brought == null ? "without the session" : "with a token that is not valid";
    return refusal(request, Reply.FORBIDDEN, Screens.noAccess(), why);
  }

  /// Answers those who may see the screens.
  Reply answered(ScreenRequest request) {
    return screens.apply(request);
  }

  /// Goes on from a page of our own: a browser that came by another site's link would not send the
  /// cookie on a redirect.
  private Reply entered() {
    Reply page = Reply.page(Reply.OK, Screens.entered());
    return page.with("Set-Cookie", setCookie());
  }

  private String setCookie() {
    return cookie(port) + "=" + token.session() + "; Path=/; HttpOnly; SameSite=Strict";
  }

  /// Whether a change was sent by a form of these pages. `same-site` does not suffice: it ignores
  /// the port, and another program of this machine may serve pages.
  private boolean isFromHere(ScreenRequest request) {
    ScreenRequest.Origin from = request.origin();
    return request.session().filter(token::isSession).isPresent()
        && from.address().filter(a -> a.equals("http://" + request.host())).isPresent()
        && from.site().filter(s -> !s.equals("same-origin")).isEmpty()
        && isForm(from.type())
        && token.isForm(request.form().getOrDefault(TOKEN, ""));
  }

  /// Whether a body of this type is a form of these pages.
  static boolean isForm(Optional<String> type) {
    return type.filter(t -> t.split(";", 2)[0].strip().equalsIgnoreCase(FORM)).isPresent();
  }

  private boolean isOurs(String host) {
    return NAMES.stream().anyMatch(name -> host.equals(name + ":" + port));
  }

  private static Optional<Reply> refusal(
      ScreenRequest request, int status, String page, String why) {
    String path = request.path();
    String asked = ShortText.of(path, 80, "...");
    Log.info(
        ScreenAccess.class,
        PlainText.of("Refused " + request.method() + " " + asked + ", " + why + "."));
    return Optional.of(Reply.page(status, page));
  }
}
