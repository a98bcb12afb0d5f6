package dev.metier.starter;

import java.util.ArrayList;
import java.util.List;

/// What can be done to an answer that is a text to be kept word by word: faults, and what is none.
final class PlainAnswers {
  private PlainAnswers() {}

  static List<String> faults(String key) {
    var faults =
        new ArrayList<>(
            List.of(
                "```\n" + key + "\n```",
                "Here it is:\n" + key,
                key + "\n\nLet me know if you need more.",
                key + "\n" + key,
                "\"" + key + "\"",
                "**" + key + "**",
                "<text>" + key + "</text>",
                key.substring(0, key.length() / 2),
                key.substring(key.length() / 2),
                key + ".",
                "> " + key,
                "- " + key));
    String[] words = key.split("\\s+", -1);
    for (int i = 0; faults.size() < 20; i++) {
      var changed = words.clone();
      changed[i * 5 % words.length] = "thing" + i;
      faults.add(String.join(" ", changed));
    }
    return faults;
  }

  /// Other white space.
  static List<String> rewordings(String key) {
    var ways = new ArrayList<String>();
    for (String end : List.of("", "\n", "  \n\n", "\t")) {
      ways.add(key + end);
      ways.add(end + key);
      ways.add(key.replace("\n", "\r\n") + end);
      ways.add(key.replace("\n", " \n") + end);
      ways.add(key.replace("\n", "\n\n") + end);
    }
    return ways;
  }
}
