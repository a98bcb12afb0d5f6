package dev.metier.starter.code;

import dev.metier.starter.draw.Draw;
import dev.metier.starter.draw.Texts;
import java.util.ArrayList;
import java.util.List;

/// The database that queries are tried on: the boats, the workshop and the lending shelf of a club
/// that does not exist.
public final class QueryTables {
  private static final String TABLES =
      """
      CREATE TABLE boats(id INTEGER PRIMARY KEY, name TEXT, kind TEXT, length REAL, price INTEGER, retired TEXT);
      CREATE TABLE skippers(id INTEGER PRIMARY KEY, name TEXT, joined INTEGER, mentor_id INTEGER);
      CREATE TABLE trips(id INTEGER PRIMARY KEY, boat_id INTEGER, skipper_id INTEGER, started TEXT, hours INTEGER, guests INTEGER, paid INTEGER);
      CREATE TABLE parts(id INTEGER PRIMARY KEY, name TEXT, stock INTEGER, supplier TEXT, cost REAL);
      CREATE TABLE repairs(id INTEGER PRIMARY KEY, boat_id INTEGER, part_id INTEGER, done TEXT, minutes INTEGER);
      CREATE TABLE members(id INTEGER PRIMARY KEY, name TEXT, town TEXT, since INTEGER, left_on TEXT);
      CREATE TABLE loans(id INTEGER PRIMARY KEY, member_id INTEGER, item TEXT, lent TEXT, returned TEXT, fee INTEGER);
      """;
  private static final List<String> BOATS =
      List.of(
          "Plover", "Merlin", "Heron", "Petrel", "Gannet", "Tern", "Curlew", "Osprey", "Dunlin",
          "Shrike", "Wigeon", "Linnet", "Avocet", "Siskin");
  private static final List<String> KINDS = List.of("dinghy", "cutter", "canoe");
  private static final List<String> SKIPPERS =
      List.of("Odile", "Tamme", "Bruno", "Hedda", "Corvin", "Liselot", "Anselm", "Friso", "Mira");
  private static final List<String> PARTS =
      List.of(
          "cleat",
          "shackle",
          "rudder pin",
          "fender",
          "bilge pump",
          "mast foot",
          "halyard",
          "block",
          "tiller",
          "oarlock",
          "hatch seal",
          "bow light",
          "anchor chain");
  private static final List<String> SUPPLIERS = List.of("Norder", "Keel & Co", "Tauwerk", "Lotse");
  private static final List<String> FIRST =
      List.of("Ulla", "Ivo", "Greta", "Joost", "Pia", "Rolf", "Senta", "Wim");
  private static final List<String> LAST = List.of("Ney", "Brandt", "Osterloh");
  private static final List<String> TOWNS = List.of("Brook", "Marsch", "Holm", "Sand");
  private static final List<String> ITEMS =
      List.of(
          "drill", "tent", "ladder", "sewing machine", "cargo bike", "projector", "waffle iron");

  private final Draw draw = new Draw(20_261_211);
  private final StringBuilder script = new StringBuilder(TABLES);

  private QueryTables() {}

  /// The statements that make it.
  public static String script() {
    var tables = new QueryTables();
    tables.boats();
    tables.workshop();
    tables.shelf();
    return tables.script.toString();
  }

  private void boats() {
    for (int i = 0; i < BOATS.size(); i++) {
      row(
          "boats",
          i + 1,
          text(BOATS.get(i)),
          text(KINDS.get(i % KINDS.size())),
          draw.between(38, 98) / 10.0,
          draw.between(8, 24) * 10 + i,
          i % 5 == 3 ? date(2, 9) : "NULL");
    }
    for (int i = 0; i < SKIPPERS.size(); i++) {
      String mentor = i % 3 == 0 ? "NULL" : "" + draw.between(1, i);
      row("skippers", i + 1, text(SKIPPERS.get(i)), 2014 + i * 5 % 11, mentor);
    }
    for (int i = 1; i <= 110; i++) {
      row(
          "trips",
          i,
          draw.between(1, BOATS.size() - 1),
          draw.once(5) ? "NULL" : draw.between(1, SKIPPERS.size() - 1),
          date(4, 9),
          draw.between(1, 9),
          draw.between(1, 8),
          draw.once(4) ? "NULL" : draw.between(20, 300));
    }
  }

  private void workshop() {
    for (int i = 0; i < PARTS.size(); i++) {
      String supplier = i % 4 == 3 ? "NULL" : text(draw.from(SUPPLIERS));
      row("parts", i + 1, text(PARTS.get(i)), draw.between(2, 40), supplier, 3.5 + i * 37 % 91);
    }
    for (int i = 1; i <= 60; i++) {
      row(
          "repairs",
          i,
          draw.between(1, BOATS.size() - 3),
          draw.between(1, PARTS.size() - 3),
          draw.once(4) ? "NULL" : date(4, 9),
          draw.between(3, 40) * 5);
    }
  }

  private void shelf() {
    for (int i = 0; i < FIRST.size() * LAST.size(); i++) {
      String name = FIRST.get(i % FIRST.size()) + " " + LAST.get(i % LAST.size());
      String left = draw.once(4) ? date(1, 9) : "NULL";
      row("members", i + 1, text(name), text(draw.from(TOWNS)), draw.between(2003, 2024), left);
    }
    for (int i = 1; i <= 80; i++) {
      int month = draw.between(3, 7);
      int day = draw.between(1, 28);
      String back = Texts.filled("'2025-%02d-%02d'", month + 1, draw.between(1, 28));
      row(
          "loans",
          i,
          draw.between(1, 20),
          text(draw.from(ITEMS)),
          Texts.filled("'2025-%02d-%02d'", month, day),
          draw.once(4) ? "NULL" : back,
          draw.between(1, 9));
    }
  }

  private void row(String table, Object... values) {
    var all = new ArrayList<String>();
    for (Object value : values) {
      all.add(String.valueOf(value));
    }
    script.append("INSERT INTO ").append(table).append(" VALUES (");
    script.append(String.join(", ", all)).append(");\n");
  }

  private static String text(String value) {
    return "'" + value + "'";
  }

  private String date(int first, int last) {
    return Texts.filled("'2025-%02d-%02d'", draw.between(first, last), draw.between(1, 28));
  }
}
