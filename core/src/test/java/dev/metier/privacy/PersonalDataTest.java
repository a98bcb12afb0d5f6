package dev.metier.privacy;

import static dev.metier.privacy.Kind.CARD;
import static dev.metier.privacy.Kind.EMAIL;
import static dev.metier.privacy.Kind.IBAN;
import static dev.metier.privacy.Kind.IP_ADDRESS;
import static dev.metier.privacy.Kind.NATIONAL_ID;
import static dev.metier.privacy.Kind.PHONE;
import static dev.metier.privacy.Kind.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import dev.metier.chat.Tool;
import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Personal data and secrets are found by their form, and nothing else is.
class PersonalDataTest {
  private static final long SEED = 20_261_122;
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  static Stream<Arguments> samples() {
    return Stream.of(
        of(EMAIL, "write to anna.schmidt+list@mail.beispiel.de today"),
        of(EMAIL, "<müller@bücher.example-shop.com>"),
        of(EMAIL, "{\"to\":\"a\\u0040firma.de\"}"),
        of(EMAIL, "联系user@163.com吧"),
        of(PHONE, "call +49 30 901820 now"),
        of(PHONE, "(+1) or +1 (555) 234-5678."),
        of(PHONE, "tel:+4915112345678"),
        of(PHONE, "+49 (0)30 901820"),
        of(PHONE, "+39 06 6982"),
        of(PHONE, "fax 1.10/0049 30 901820"),
        of(PHONE, "0049 30 / 90 18 20"),
        of(PHONE, "\"\\u002B44 20 7946 0018\""),
        of(PHONE, "电话+86 138 0013 8000。"),
        of(CARD, "4111111111111111"),
        of(CARD, "card 4111 1111 1111 1111, 12/29"),
        of(CARD, "5500-0000-0000-0004"),
        of(CARD, "3782 822463 10005"),
        of(CARD, "no spaces:6011000990139424;"),
        of(CARD, "卡号４１１１１１１１１１１１１１１１。"),
        of(CARD, "4111\u00a01111\u00a01111\u00a01111"),
        of(CARD, "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"),
        of(CARD, "4 1 1 1  1 1 1 1  1 1 1 1  1 1 1 1"),
        of(CARD, "5-5-0-0-0-0-0-0-0-0-0-0-0-0-0-4"),
        of(CARD, "3 7 8 2 8 2 2 4 6 3 1 0 0 0 5"),
        of(CARD, "Karte4111111111111111"),
        of(CARD, "no4111 1111 1111 1111"),
        of(CARD, "X4111-1111-1111-1111"),
        of(CARD, "K378282246310005"),
        of(CARD, "4111 1111\n1111 1111"),
        of(CARD, "4111 1111\r\n  1111 1111"),
        of(CARD, "411111111\n1111111"),
        of(CARD, "4111-1111-\n1111-1111"),
        of(CARD, "4111\t1111\t1111\t1111"),
        of(CARD, "4111\u20601111\u200d1111\ufeff1111"),
        of(CARD, "4111\u20141111\u20141111\u20141111"),
        of(CARD, "\ud835\udfd2\ud835\udfcf\ud835\udfcf\ud835\udfcf111111111111"),
        of(IBAN, "DE89 3704 0044 0532 0130 00"),
        of(IBAN, "DE89-3704-0044-0532-0130-00"),
        of(IBAN, "DE89 3704 0044\n0532 0130 00"),
        of(IBAN, "DE8937040044053\n2013000"),
        of(IBAN, "IBANDE89370400440532013000"),
        of(IBAN, "iban:DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000"),
        of(EMAIL, "jane.doe\uff20brandt-freight.de"),
        of(EMAIL, "jane.doe\u200b@\u200bbrandt-freight.de"),
        of(EMAIL, "jane.doe%40brandt-freight.de"),
        of(EMAIL, "jane.doe&#64;brandt-freight.de"),
        of(EMAIL, "jane.doe@\nbrandt-freight.de"),
        of(EMAIL, "jane.doe@brandt-\nfreight.de"),
        of(IBAN, "pay to de89370400440532013000."),
        of(IBAN, "{\"iban\":\"\\nGB82WEST12345698765432\"}"),
        of(IBAN, "NO93 8601 1117 947"),
        of(NATIONAL_ID, "SSN 123-45-6789"),
        of(NATIONAL_ID, "social security number 123456789"),
        of(NATIONAL_ID, "Steuer-ID 86095742719"),
        of(NATIONAL_ID, "IdNr. 86 095 742 719"),
        of(NATIONAL_ID, "BSN: 111222333"),
        of(NATIONAL_ID, "1112.22.333"),
        of(NATIONAL_ID, "PESEL 44051401359"),
        of(NATIONAL_ID, "DNI 12345678Z"),
        of(NATIONAL_ID, "12345678-Z"),
        of(NATIONAL_ID, "NIE X1234567L"),
        of(NATIONAL_ID, "NIR 255081416802538"),
        of(NATIONAL_ID, "2 55 08 14 168 025 38"),
        of(NATIONAL_ID, "NINO AB 12 34 56 C"),
        of(NATIONAL_ID, "AB123456C"),
        of(SECRET, "OPENAI_API_KEY=sk-proj-Ab12Cd34Ef56Gh78Ij90Kl12Mn34"),
        of(SECRET, "token ghp_0123456789abcdefghijABCDEFGHIJ012345"),
        of(SECRET, "AKIAIOSFODNN7ABCDEFG"),
        of(SECRET, "xoxb-123456789012-abcdefABCDEF"),
        of(SECRET, "-----BEGIN RSA PRIVATE KEY-----\nMIIE"),
        of(SECRET, "-----BEGIN PRIVATE KEY-----"),
        of(SECRET, "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"),
        of(SECRET, "wJalrXUtnFEMI/K7MDENG/bPxRfiCY9a4kLq2Zt1"),
        of(SECRET, "api_key: \"0123456789abcdef0123456789abcdef\""),
        of(SECRET, "postgres://app:hunter2@db.internal:5432/x"));
  }

  private static Arguments of(Kind kind, String text) {
    return Arguments.of(kind, text);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyFormIsFoundWhereverItStands(Kind kind, String text) {
    for (String around : List.of("%s", "See %s.", "\"%s\"", "a\n%s\nb", "(%s)", "x, %s, y")) {
      assertThat(PersonalData.in(around.replace("%s", text)).kinds()).contains(kind);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://doi.org/10.1080/00401706.1962.10490022",
        "4111111111111112",
        "4111 1111 1111 1112",
        "1234567812345670",
        "order 2026112200017, invoice 10002345678901",
        "DE89 3704 0044 0532 0130 01",
        "XX89 3704 0044 0532 0130 00",
        "000-12-3456",
        "666-12-3456",
        "2026-11-22T12:00:00Z and 20261122T120000",
        "86095742718",
        "44051401358",
        "44131401359",
        "12345678A",
        "X1234567A",
        "255081416802539",
        "QQ123456C",
        "BG123456A",
        "123456789 and 111222333 are numbers of orders",
        "1795348800 1795348800123 1795348800123456",
        "@Override public @Nullable String x()",
        "lodash@4.17.21 @types/node@20.1.x logo@2x.png",
        "git@github.com:team/project.git",
        "a@b, @c.d and user@localhost",
        "mail@example.com and x@y.example",
        "550e8400-e29b-41d4-a716-446655440000",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "\"integrity\":"
            + " \"sha512-v2kDEe57lecTulaDIuNTPy3Ry4gLGJ6Z1O3vE1krgXZNrsQ+LFTGHVxVjcXPs17LhbZVGedAJv8XZ1tvj5FvSg==\"",
        "h1:Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4zAb7dEf0hIj3=",
        "getUserAccountBalanceFromDatabase2WithCache3",
        "src/main/java/Foo2Bar/Version3/TestOf4Things.java",
        "/v1/projects/MyApp2/Build3/Test4/Stage5",
        "sk-fading-circle-container-with-12-parts",
        "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxx1",
        "+12345 and x = +49 and -1 +1",
        "+34567890",
        "0000-00-00 00:00:00",
        "00012345678901",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
        "3.14159265358979323846 and 0.4111111111111111",
        "version 1.2.3.4, 10.0.0.1:8080",
        // digits apart: rows of a table, a board, a vector
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n0 1 0 1 0 0 0 0 0 0 0 0 0 0 0 0",
        "0 1 0 0\n4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "[4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 2",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "4.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1",
        "5 3 0 0 7 0 0 0 0",
        // behind letters: ids, hashes, times
        "order4111111111111112 and INV1234567812345670",
        "ts1795348800123 us1795348800123456",
        "a41111111111111111 b4111111111111111c",
        "4f4111111111111111",
        "v20261122.4111111",
        "req_x4111111111111111",
        "3f2504e04f8941d39a0c0305e82c3301",
        "e4111111-1111-1111-1111-111111111111",
        // two lines: columns and lists of numbers
        "411111111\n1111111\n222222222\n3333333",
        "1795348800\n1795348801\n1795348802",
        "41111111 11111111",
        "12:30\n4111\n1111\n1111\n1111\n5500",
        "@app.route('/')\n@cache.hit",
        "x = 1\n@app.route\ny@\nz",
        "IBANDE89370400440532013001",
        "data: 1, 2, 3",
        "-----BEGIN PUBLIC KEY-----",
        "call_Ab3dEf6hIj9kLm2nOp5qRs8t",
        "https://host.example:8080/a@b"
      })
  void whatOnlyLooksAlikeIsLeftAlone(String text) {
    assertThat(PersonalData.in(text).kinds()).isEmpty();
  }

  private static Detections inBody(String json) {
    var nothing = new ChatRequest(List.of(), List.of(), Settings.NONE);
    return PersonalData.in(nothing, json.getBytes(StandardCharsets.UTF_8));
  }

  static Stream<Arguments> splits() {
    return Stream.of(
        Arguments.of(CARD, List.of("my card is 4111 1111", "1111 1111, thank you")),
        Arguments.of(CARD, List.of("4111", "1111", "1111", "1111")),
        Arguments.of(CARD, List.of("41111", "11111111111")),
        Arguments.of(CARD, List.of("it is 411111111111111", "1.")),
        Arguments.of(
            CARD, List.of("x".repeat(500) + " 4111 1111 ", " 1111 1111 " + "x".repeat(500))),
        Arguments.of(IBAN, List.of("DE89 3704 0044", "0532 0130 00")),
        Arguments.of(IBAN, List.of("DE89370400", "440532013000")));
  }

  @ParameterizedTest
  @MethodSource("splits")
  void numbersAreFoundAcrossTheTextsThatFollowOneAnother(Kind kind, List<String> texts) {
    var parts = texts.stream().<Part>map(Part.Text::new).toList();
    assertThat(PersonalData.in(request(new Message(Role.USER, parts))).kinds())
        .containsExactly(kind);
    String list = texts.stream().map(Json::quoted).collect(Collectors.joining(", ", "[", "]"));
    assertThat(inBody("{\"x\":" + list + "}").kinds()).containsExactly(kind);
    String objects =
        texts.stream()
            .map(text -> "{\"type\":\"text\",\"text\" : " + Json.quoted(text) + "}")
            .collect(Collectors.joining(",", "[", "]"));
    assertThat(inBody("{\"messages\":[{\"content\":" + objects + "}]}").kinds())
        .containsExactly(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"4111\",\"1111\",\"1111\",\"1111\",\"2222\"]",
        "[\"2019\",\"2020\",\"2021\",\"2022\",\"2023\",\"2024\"]",
        "[\"4111 1111\",\"x\",\"1111 1111\"]",
        "[\"lodash\",\"@types.io/node\"]",
        "[\"1795348800\",\"1795348801\",\"1795348802\"]",
        "[\"8080\",\"8443\",\"5432\"]",
        "[4111,1111,1111,1111]",
        "\"data: 1, 2 and text/plain, 3\""
      })
  void listsOfNumbersAreNoNumber(String value) {
    assertThat(inBody("{\"x\":" + value + "}").any()).isFalse();
  }

  @Test
  void filesInUnknownFieldsAreDecodedOrCountAsFound() {
    String text = "data:text/plain;base64," + base64("a@firma.de");
    assertThat(inBody("{\"x\":\"" + text + "\"}").kinds()).containsExactly(EMAIL);
    assertThat(inBody("{\"x\":\"data:image/png;base64,iVBORw0KGgo=\"}").unread()).hasSize(1);
    String lines = "4111111111111111\\n5500000000000004\\n".repeat(9);
    assertThat(inBody("{\"x\":\"" + lines + "\"}").kinds()).containsExactly(CARD);
  }

  @Test
  void identifiersDrawnByLotAreNearlyNeverNumbers() {
    var random = new Random(SEED);
    int found = 0;
    for (int round = 0; round < 4000; round++) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      String hex = java.util.HexFormat.of().formatHex(bytes);
      var uuid = new java.util.UUID(random.nextLong(), random.nextLong());
      String ids = hex + " " + hex.substring(0, 24) + " " + uuid;
      var kinds = EnumSet.copyOf(PersonalData.USUAL);
      kinds.remove(SECRET);
      var request =
          request(
              Message.of(
                  Role.USER, ids + " at " + (1_795_000_000_000L + random.nextInt(999_999_999))));
      found += PersonalData.in(request, kinds).any() ? 1 : 0;
    }
    assertThat(found).isLessThan(8);
  }

  @Test
  void addressesOfMachinesAreFoundOnlyWhenAskedFor() {
    var request = request(Message.of(Role.USER, "from 93.184.216.34 via 192.168.0.10"));
    assertThat(PersonalData.in(request).any()).isFalse();
    var found = PersonalData.in(request, EnumSet.allOf(Kind.class));
    assertThat(found.kinds()).containsExactly(IP_ADDRESS);
    assertThat(found.places()).hasSize(1);
  }

  @Test
  void placesAreToldAndContentIsNot() {
    String text = "iban DE89370400440532013000 mail a@firma.de";
    Detections found = PersonalData.in(text);
    assertThat(found.places())
        .extracting(place -> text.substring(place.start(), place.end()))
        .containsExactly("DE89370400440532013000", "a@firma.de");
    assertThat(found.toString()).doesNotContain("DE89", "firma");
    Detections decoded = PersonalData.in("x \\u0061@firma.de y");
    assertThat(decoded.places().getLast().start()).isEqualTo(2);
  }

  @Test
  void everyPartOfARequestIsSearched() {
    String secret = "a@firma.de";
    var parts =
        List.of(
            new Part.Text(secret),
            new Part.Thinking(secret, Optional.empty()),
            new Part.ToolUse("1", "f", "{\"to\":\"\\n" + secret + "\"}"),
            new Part.ToolResult("1", List.of(new Part.Text("-"), new Part.Text(secret)), false),
            new Part.Document("data:text/plain;base64," + base64(secret), Optional.empty()),
            new Part.Document("data:text/plain," + secret, Optional.of("a")));
    for (Part part : parts) {
      var found = PersonalData.in(request(new Message(Role.USER, List.of(part))));
      assertThat(found.kinds()).as("%s", part.getClass()).containsExactly(EMAIL);
      assertThat(found.unread()).isEmpty();
    }
    var tool = new Tool("f", "", "{\"description\":\"like a@firma.de\"}");
    var request = new ChatRequest(List.of(), List.of(tool), Settings.NONE);
    assertThat(PersonalData.in(request).kinds()).containsExactly(EMAIL);
  }

  @Test
  void whatNobodyCanReadCountsAsFound() {
    List<Part> parts =
        List.of(
            new Part.Image("data:image/png;base64,iVBORw0KGgo="),
            new Part.Document("data:application/pdf;base64,JVBERi0=", Optional.empty()),
            new Part.Document("data:text/plain;base64,====A", Optional.empty()),
            new Part.Document("https://example.org/a.pdf", Optional.empty()));
    for (Part part : parts) {
      var found = PersonalData.in(request(new Message(Role.USER, List.of(part))));
      assertThat(found.any()).as("%s", part).isTrue();
      assertThat(found.unread()).hasSize(1);
    }
    var sealed = new Message(Role.ASSISTANT, List.of(new Part.Sealed("opaque")));
    assertThat(PersonalData.in(request(sealed)).any()).isFalse();
  }

  @Test
  void textsBeyondTheBoundCountAsFound() {
    Detections found = PersonalData.in("a".repeat(PersonalData.LIMIT + 1));
    assertThat(found.any()).isTrue();
    assertThat(found.unread()).hasSize(1);
  }

  @Test
  void anyBytesAreSearchedToTheirEnd() {
    var random = new Random(SEED);
    String signs = "aA0 1234@.+-_/\\u:()=\"é４\ud83d\n";
    for (int round = 0; round < 3000; round++) {
      int length = random.nextInt(60);
      String text =
          random
              .ints(length, 0, signs.length())
              .mapToObj(i -> String.valueOf(signs.charAt(i)))
              .collect(Collectors.joining());
      assertThat(PersonalData.in(text).unread()).as(text).isEmpty();
    }
  }

  @Test
  void wordsDrawnByLotAreFoundNearlyAlways() {
    var random = new Random(SEED);
    int found = 0;
    for (int round = 0; round < 500; round++) {
      String word =
          random
              .ints(32, 0, LETTERS.length())
              .mapToObj(i -> String.valueOf(LETTERS.charAt(i)))
              .collect(Collectors.joining());
      found += PersonalData.in("value " + word).kinds().equals(Set.of(SECRET)) ? 1 : 0;
    }
    assertThat(found).isGreaterThan(470);
  }

  private static ChatRequest request(Message message) {
    return new ChatRequest(List.of(message), List.of(), Settings.NONE);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
