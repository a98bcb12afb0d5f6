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
        of(IBAN, "DE89 3704 0044 0532 0130 00"),
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
        "-----BEGIN PUBLIC KEY-----",
        "call_Ab3dEf6hIj9kLm2nOp5qRs8t",
        "https://host.example:8080/a@b"
      })
  void whatOnlyLooksAlikeIsLeftAlone(String text) {
    assertThat(PersonalData.in(text).kinds()).isEmpty();
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
