package dev.metier.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metier.core.problem.ProblemText;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.JobName;
import dev.metier.job.Money;
import dev.metier.testing.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  private static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");
  private static final Path GOLDEN = Path.of("gateway/src/test/golden/account");

  @TempDir private Path folder;

  private static VirtualKey key(String name, String secret) {
    return new VirtualKey(
        name,
        KeyRing.hash(secret),
        Set.of(new JobName("triage"), new JobName("reply-draft")),
        Optional.of(Money.usd(5)),
        OptionalInt.of(60),
        true,
        AT);
  }

  private static VirtualKey plain(String name) {
    return new VirtualKey(
        name, KeyRing.hash(name), Set.of(), Optional.empty(), OptionalInt.empty(), false, AT);
  }

  @Test
  void keysComeBackAsTheyWereWritten() {
    Path file = folder.resolve(".metier/keys.json");
    var keys = List.of(key("Ana of support", "mk-1"), plain("ci@example.org"));
    KeyFile.write(keys, file);
    assertThat(KeyFile.read(file)).isEqualTo(keys);
    KeyFile.write(keys.subList(1, 2), file);
    assertThat(KeyFile.read(file)).isEqualTo(keys.subList(1, 2));
  }

  @Test
  void keysThatFormerBuildsWroteAreRead() {
    var ana = key("Ana of support", "password");
    var ci =
        new VirtualKey(
            "ci@example.org",
            KeyRing.hash("password1234"),
            Set.of(),
            Optional.empty(),
            OptionalInt.empty(),
            false,
            Instant.parse("2026-11-22T12:00:00.123456789Z"));
    assertThat(KeyFile.read(GOLDEN.resolve("former.json")))
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo(ana),
            second -> assertThat(second.created()).isEqualTo(ci.created()));
  }

  @Test
  void aSecretIsFoundByItsHashAndIsNotInTheFile() throws IOException {
    Path file = folder.resolve("keys.json");
    String secret = NewKey.random(new SecureRandom()).secret();
    KeyFile.write(List.of(key("ana", secret)), file);
    assertThat(Files.readString(file)).doesNotContain(secret.substring(3));
    assertThat(new KeyRing(KeyFile.read(file)).find(secret)).isPresent();
    assertThat(new KeyRing(KeyFile.read(file)).find(secret + "x")).isEmpty();
  }

  @Test
  void onlyTheOwnerMayReadTheFile() throws IOException {
    Path file = folder.resolve("keys.json");
    KeyFile.write(List.of(plain("ana")), file);
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    } else {
      System.err.println("SKIPPED: this file system knows no owners");
      assertThat(file).exists();
    }
  }

  @Test
  void noFileIsNoKeys() {
    assertThat(KeyFile.read(folder.resolve("none.json"))).isEmpty();
  }

  @Test
  void keysAreLongRandomAndPlainEverywhere() {
    var seen = new HashSet<String>();
    var random = new SecureRandom();
    for (int i = 0; i < 500; i++) {
      String secret = NewKey.random(random).secret();
      assertThat(secret).matches("mk-[0-9A-Za-z]{40}");
      seen.add(secret);
    }
    assertThat(seen).hasSize(500);
    assertThat(NewKey.random(random)).hasToString("NewKey[secret=***]");
  }

  @Test
  void mistakesAreToldWithTheirPlaces() throws IOException {
    Path file = GOLDEN.resolve("keys.json");
    var told = catchThrowableOfType(ProblemsException.class, () -> KeyFile.read(file));
    assertThat(told).isNotNull();
    GoldenFile.check(
        GOLDEN.resolve("keys.txt"), new ProblemText(false, GOLDEN).of(told.problems()));
  }

  @Test
  void whatIsNoFileOfKeysIsTold() throws IOException {
    Path file = folder.resolve("keys.json");
    for (String text : List.of("", "[", "[]", "{\"version\": 2}", "{\"version\": 1}")) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> KeyFile.read(file)).isInstanceOf(ProblemsException.class);
    }
    Path blocked = Files.writeString(folder.resolve("file"), "").resolve("keys.json");
    assertThatThrownBy(() -> KeyFile.write(List.of(), blocked))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("cannot be written");
  }
}
