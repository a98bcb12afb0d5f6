package dev.metier.starter;

import dev.metier.starter.draw.StarterCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Replies to customers: wrong ones, spoilt ones, and right ones in other words.
final class ReplyAnswers {
  private ReplyAnswers() {}

  private static String of(StarterCase given, String name) {
    return String.valueOf(given.vars().get(name));
  }

  private static boolean granted(StarterCase given) {
    return given.vars().containsKey("granted");
  }

  private static boolean german(StarterCase given) {
    return given.slices().contains("german");
  }

  static List<String> wrong(StarterCase given, StarterCase other) {
    String key = given.expected();
    String amount = of(given, "amount");
    return List.of(
        granted(given)
            ? key.replaceAll("\\b" + amount + "\\b", amount.equals("44") ? "45" : "44")
            : key + (german(given) ? " Sie erhalten " : " You get ") + amount + " Euro.",
        key.replace(of(given, "order"), JsonAnswers.transposed(of(given, "order"))),
        other.expected());
  }

  static List<String> faults(StarterCase given) {
    String key = given.expected();
    String name = of(given, "name");
    String order = of(given, "order");
    var faults =
        new ArrayList<>(
            List.of(
                key.replace(name, "Customer"),
                key.replace(name, name + "er"),
                key.replace(order, "your order"),
                key.replace(order, order + "0"),
                key.replace(order, "1" + order),
                key.replace(order, JsonAnswers.transposed(order)),
                key + " It will take 2 weeks.",
                key + " We add 15 percent.",
                key + " This is an exception.",
                key + " We guarantee it.",
                key + " " + "Thank you very much for your patience in this matter. ".repeat(9),
                key.substring(0, key.indexOf(order)),
                key.substring(key.indexOf(order)),
                "500 euros granted",
                name + " " + order,
                key.replaceAll("[0-9]", ""),
                key.toUpperCase(Locale.ROOT).replace(name.toUpperCase(Locale.ROOT), "X"),
                german(given) ? english(given) : foreign(given),
                key.replace(name, "").replace(order, ""),
                key.replaceAll("\\d+", "7")));
    return faults;
  }

  private static String english(StarterCase given) {
    return "Dear %s, we have read your message about order %s with care and we are sorry to hear of it, %s euros."
        .formatted(of(given, "name"), of(given, "order"), of(given, "amount"));
  }

  private static String foreign(StarterCase given) {
    return "Guten Tag %s, wir haben Ihre Nachricht zu Auftrag %s sorgfältig gelesen und bedauern das, %s Euro."
        .formatted(of(given, "name"), of(given, "order"), of(given, "amount"));
  }

  static List<String> rewordings(StarterCase given) {
    String key = given.expected();
    String name = of(given, "name");
    String order = of(given, "order");
    String amount = of(given, "amount");
    var decided =
        german(given)
            ? granted(given)
                ? List.of(
                    "Sie erhalten von uns " + amount + " Euro.",
                    "wir überweisen Ihnen gern **" + amount + " €**.")
                : List.of(
                    "das ist leider nicht möglich.",
                    "dafür können wir nicht aufkommen, wir bedauern das.")
            : granted(given)
                ? List.of(
                    "we will send you " + amount + " euros.",
                    "you receive €" + amount + " from us.")
                : List.of(
                    "we are unable to help in this case.",
                    "unfortunately there is nothing we may do.");
    var ways = new ArrayList<String>();
    for (String said : decided) {
      for (String blank : List.of(" ", "\n", "\n\n", "  ", " \n")) {
        ways.add(
            (german(given)
                    ? "Sehr geehrte Frau %s,%sSie schrieben uns wegen der Bestellung %s;%s%s%sIhr"
                        + " Kundendienst"
                    : "Hello Ms %s,%syou wrote to us about your order %s;%s%s%sYour customer"
                        + " service")
                .formatted(name, blank, order, blank, said, blank));
        ways.add(blank + key.replace(". ", "." + blank) + blank);
      }
    }
    return ways;
  }
}
