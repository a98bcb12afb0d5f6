package dev.metier.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.condition.OS.WINDOWS;

import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.Job;
import dev.metier.job.Picture;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Hashes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.io.TempDir;

/// Cases that show pictures.
class PicturesTest {
  private static final byte[] PNG = bytes(0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1);
  private static final byte[] JPEG = bytes(0xff, 0xd8, 0xff, 0xe0, 2);
  private static final byte[] WEBP =
      bytes('R', 'I', 'F', 'F', 1, 0, 0, 0, 'W', 'E', 'B', 'P', 'V', 3);

  @TempDir Path root;
  private Path folder = Path.of("");

  private static byte[] bytes(int... bytes) {
    byte[] all = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      all[i] = (byte) bytes[i];
    }
    return all;
  }

  @BeforeEach
  void pictures() throws IOException {
    folder = root.resolve("project");
    Files.createDirectories(folder.resolve("scans"));
    Files.write(folder.resolve("scans/a.png"), PNG);
    Files.write(folder.resolve("scans/b.txt"), JPEG);
    Files.write(folder.resolve("scans/c.webp"), WEBP);
    Files.write(root.resolve("outside.png"), PNG);
  }

  private Job job(String file, String cases) {
    return new Folder(folder).with(file, cases).withCases(file).read().jobs().getFirst();
  }

  private String mistake(String images) {
    var project =
        new Folder(folder).with("c.jsonl", "{\"images\": " + images + "}").withCases("c.jsonl");
    return catchThrowableOfType(ProblemsException.class, project::read)
        .problems()
        .getFirst()
        .what();
  }

  private static String address(String type, byte[] bytes) {
    return "data:image/" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void theirBytesSayWhatTheyAreWhateverTheyAreCalled() {
    for (var file : List.of("c.jsonl", "c.csv", "c.yaml")) {
      String list = "[\"scans/a.png\", \"scans/b.txt\", \"scans/c.webp\"]";
      String cases =
          switch (file) {
            case "c.jsonl" -> "{\"text\": \"t\", \"images\": " + list + "}";
            case "c.yaml" -> "- {text: t, images: " + list + "}";
            default -> "text,images\nt,scans/a.png; scans/b.txt;scans/c.webp\n";
          };
      assertThat(job(file, cases).cases().getFirst().pictures())
          .extracting(Picture::address)
          .containsExactly(address("png", PNG), address("jpeg", JPEG), address("webp", WEBP));
    }
  }

  @Test
  void theyStandBeforeTheTextOfTheUsersLastTurn() {
    Job job = job("c.jsonl", "{\"images\": \"scans/a.png\"}");
    assertThat(job.prompt().fill(job.cases().getFirst()))
        .containsExactly(
            new Message(
                Role.USER, List.of(new Part.Image(address("png", PNG)), new Part.Text("Answer."))));
  }

  @Test
  void anotherPictureIsAnotherCase() throws IOException {
    String cases =
        "{\"id\":\"a\",\"images\":\"scans/a.png\"}\n{\"id\":\"b\",\"images\":\"scans/a.png\"}\n"
            + "{\"id\":\"c\",\"images\":\"scans/b.txt\"}\n{\"id\":\"d\"}";
    Job before = job("c.jsonl", cases);
    String hash = Hashes.content(before, before.cases().getFirst());
    assertThat(CommittedOrder.of(before).units()).as("the same picture is one draw").hasSize(3);
    Files.write(folder.resolve("scans/a.png"), Arrays.copyOf(PNG, 20));
    Job after = job("c.jsonl", cases);
    assertThat(Hashes.content(after, after.cases().getFirst())).isNotEqualTo(hash);
    assertThat(Hashes.content(after, after.cases().getLast()))
        .isEqualTo(Hashes.content(before, before.cases().getLast()));
  }

  @Test
  void whatIsNoPictureIsToldByItsName() throws IOException {
    Files.writeString(folder.resolve("scans/d.png"), "<svg/>");
    Files.write(folder.resolve("scans/e.png"), Arrays.copyOf(PNG, Picture.MOST_BYTES + 1));
    assertThat(mistake("\"scans/d.png\"")).isEqualTo("scans/d.png is no picture.");
    assertThat(mistake("\"scans/e.png\"")).isEqualTo("scans/e.png has 5 MB.");
    assertThat(mistake("\"scans/f.png\"")).isEqualTo("There is no file scans/f.png.");
    String many = "[" + "\"scans/a.png\",".repeat(20) + "\"scans/a.png\"]";
    assertThat(mistake(many)).isEqualTo("Case c:1 has 21 pictures.");
  }

  @Test
  void noFileOutsideOfTheProjectIsRead() {
    assertThat(mistake("\"../outside.png\""))
        .isEqualTo("../outside.png is not in the project's folder.");
    assertThat(mistake("\"" + root.resolve("outside.png").toString().replace('\\', '/') + "\""))
        .endsWith("outside.png is not in the project's folder.");
  }

  @Test
  @DisabledOnOs(value = WINDOWS, disabledReason = "symbolic links need rights there")
  void noSymbolicLinkLeadsOutOfTheProject() throws IOException {
    Files.createSymbolicLink(folder.resolve("scans/l.png"), root.resolve("outside.png"));
    assertThat(mistake("\"scans/l.png\"")).isEqualTo("scans/l.png is not in the project's folder.");
  }
}
