package dev.metier.grade;

import static dev.metier.grade.Wording.quote;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/// Graders of how an answer speaks: its language, refusals, left-over markup.
final class StyleGraders {
  private StyleGraders() {}

  /// The answer has no thinking tags, tool call markup or control tokens.
  record NoMarkup() implements Grader {
    @Override
    public Grade grade(Sample sample) {
      return Markup.in(sample.sent())
          .map(found ->
              Grade.fail("Expected no thinking or tool markup, found " + quote(found.text()) + "."))
          .orElseGet(() -> Grade.pass("No thinking or tool markup."));
    }
  }

  /// The answer declines to do the job.
  ///
  /// Looks at the first sentences only, and only at phrases in the first person that start a
  /// sentence; what is quoted does not count, nor does a missing fact ("I can't find the number").
  record Refusal() implements Grader {
    private static final int READ = 800;
    private static final int SENTENCES = 4;
    private static final Pattern QUOTED =
        Pattern.compile(
            "\"[^\"]{0,400}\"|“[^”]{0,400}”|„[^“”]{0,400}[“”]|«[^»]{0,400}»"
                + "|(?m:^\\s*>.*$)|```[\\s\\S]{0,800}?(?:```|\\z)|`[^`\\n]{0,200}`");
    private static final Pattern END = Pattern.compile("(?<=[.!?…])[\\s*_]+|\\R+|\\s[–—-]\\s|;\\s");

    @Override
    public Grade grade(Sample sample) {
      String text = sample.reply().text().strip();
      String start = text.substring(0, Math.min(READ, text.length()));
      String plain =
          QUOTED.matcher(start).replaceAll("…").toLowerCase(Locale.ROOT).replace('’', '\'');
      String[] sentences = END.split(plain, SENTENCES + 1);
      for (int i = 0; i < Math.min(SENTENCES, sentences.length); i++) {
        if (Phrases.decline(sentences[i].strip())) {
          return Grade.pass("Declines: " + quote(start) + ".");
        }
      }
      return Grade.fail("Expected the model to decline, found " + quote(text) + ".");
    }
  }

  /// How people and models decline, by language. Written for sentences in lower case.
  private static final class Phrases {
    private static final String APOLOGY =
        "^[\\W_]*(?:(?:i'm|i am|we're|we are)?\\s*(?:very |so |really |terribly |deeply"
            + " )?sorry|apologies|i apologi[sz]e|unfortunately|regrettably|i'm afraid|i am"
            + " afraid|no|hi|hello|thank you[^,.]{0,60}|es tut mir (?:sehr )?leid|tut mir (?:sehr"
            + " )?leid|leider|entschuldigung|bedaure|(?:je suis )?(?:vraiment"
            + " )?désolée?|malheureusement|je regrette|lo siento(?:"
            + " mucho)?|lamentablemente|desafortunadamente|lo lamento|mi"
            + " dispiace|purtroppo|spiacente|desculpe|sinto muito|lamento|infelizmente|sorry|het"
            + " spijt"
            + " me|helaas|nee)?(?:[\\s,.:]+(?:but|aber|mais|pero|ma|mas|maar|that|que|dass))?[\\s,:]*";
    private static final Pattern MISSING =
        Pattern.compile(
            "\\b(?:not|n't|isn't|never) (?:been"
                + " )?(?:stated|given|mentioned|included|listed|found|in"
                + " the|shown|present|available in|specified|contained|provided)\\b|\\bdoes(?:n't|"
                + " not) (?:state|mention|contain|include|give|say|list|specify|show)\\b|\\bno"
                + " (?:invoice|date|number|mention|information about)\\b|\\bhelp"
                + " (?:but|noticing|thinking)\\b|nicht"
                + " (?:angegeben|enthalten|genannt|vorhanden|aufgeführt)|n'est pas"
                + " (?:indiqué|mentionné|précisé)|no (?:aparece|figura|se indica|se menciona)|non"
                + " (?:è|è stato) (?:indicat|riportat|presente)|não (?:consta|aparece|está"
                + " indicad)|niet (?:vermeld|genoemd|opgenomen|aanwezig)");
    private static final String DO_EN =
        "(?:help|assist|comply|fulfil|fulfill|support|engage|participate|proceed|continue|discuss|do"
            + " (?:that|this|so)|answer (?:that|this|your|the|such|any)|respond to"
            + " (?:that|this|your|such)|(?:provide|give|offer|share|generate|create|write|produce|draft|translate|complete|process|perform|carry"
            + " out|execute|make) (?:you )?(?:with"
            + " )?(?:that|this|such|any|instructions|information|guidance|advice|assistance|details|medical|legal|financial|content|code|an?"
            + " |the requested|your request|sensitive|personal|private))";
    private static final List<Pattern> DECLINES =
        List.of(
            sentence(
                "(?:i|we) (?:simply |just |really |also )?(?:can't|cannot|can not|won't|will"
                    + " not|couldn't|could not|must not|may not) (?:be able to )?(?:in good"
                    + " conscience |ethically |directly )?"
                    + DO_EN),
            sentence(
                "(?:i'm|i am|we're|we are) (?:currently |really )?(?:unable|not able|not"
                    + " allowed|not permitted|not comfortable|not willing|not in a position|not"
                    + " going|not authori[sz]ed|not designed|not programmed) (?:to |with )?(?:be"
                    + " )?(?:"
                    + DO_EN
                    + "|doing|helping|assisting|providing|writing|creating)"),
            sentence(
                "(?:i|we) (?:must|have to|will have to|need to|am going to have"
                    + " to|respectfully|would rather|prefer to)?\\s*(?:politely |respectfully"
                    + " )?(?:decline|refuse)\\b(?! (?:the|an?|his|her|their)"
                    + " (?:offer|invitation|order|payment))"),
            sentence(
                "as an? (?:ai|artificial intelligence|large language model|language"
                    + " model)\\b.{0,80}?\\bi (?:can't|cannot|am unable|am not able|'m not able|'m"
                    + " unable|do not|don't|won't|am not allowed|must)"),
            sentence(
                "(?:that's|that is|this is) (?:not )?something (?:that )?i (?:can't|cannot|can|am"
                    + " able to|won't)(?: not)? ?(?:help|assist|do|provide|support|discuss)"),
            sentence(
                "(?:this|that|your|the) (?:request|question|content) (?:violates|goes against|is"
                    + " against|conflicts with) (?:my|our|the)"
                    + " .{0,30}(?:guidelines|policy|policies|principles|rules|programming)"),
            sentence(
                "(?:it(?:'s| is|'d be| would be) )?against my"
                    + " (?:guidelines|policies|programming|principles|rules)"),
            sentence(
                "(?:(?:ich|wir) (?:kann|können|darf|dürfen|werde|möchte)|(?:\\p{L}{1,20}"
                    + " ){0,2}(?:kann|können|darf|werde|möchte) (?:ich|wir))\\b"
                    + ".{0,80}?\\b(?:nicht|keine\\w{0,2})\\b.{0,60}?(?:helfen|weiterhelfen|unterstützen|behilflich|beantworten|erfüllen"
                    + "|bereitstellen|nachkommen|anbieten|ausführen|erstellen|geben|schreiben|durchführen|tun)\\b"),
            sentence("(?:ich|wir) (?:muss|müssen|lehne|lehnen)\\b.{0,60}?\\b(?:ablehnen|ab)\\b"),
            sentence(
                "(?:ich weigere mich|als (?:ki|künstliche"
                    + " intelligenz|sprachmodell)\\b.{0,60}?(?:kann|darf) ich"
                    + " .{0,60}?(?:nicht|kein))"),
            sentence(
                "(?:je|nous) (?:ne |n')?(?:peux|puis|pouvons|pourrai|suis|vais|sommes)(?:-je)?"
                    + " ?(?:malheureusement )?pas (?:en mesure |capable |autorisée? )?(?:de |d'|à"
                    + " )?(?:vous |t'|te |y )?(?:aider|assister|répondre à"
                    + " (?:cette|votre|ta)|fournir|accéder à (?:cette|votre|ta)"
                    + " (?:demande|requête)|réaliser|traiter|satisfaire|donner|faire cela|donner"
                    + " suite|rédiger|créer)"),
            sentence(
                "(?:je (?:dois|me vois (?:contrainte?|dans l'obligation) de|suis contrainte? de)"
                    + " (?:refuser|décliner)|je refuse|je décline|je suis dans l'impossibilité)"),
            sentence(
                "en tant qu(?:e |')(?:ia|intelligence artificielle|assistante?|modèle)\\b.{0,60}?je"
                    + " (?:ne|n')"),
            sentence(
                "(?:no puedo|no podré|no podemos|no me es posible|no estoy en condiciones de|no soy"
                    + " capaz de|no voy a|no estoy autorizad[oa] (?:a|para))"
                    + " (?:ayudar|asistir|cumplir|proporcionar|responder"
                    + " a|realizar|ofrecer|brindar|dar|hacer"
                    + " eso|atender|continuar|crear|escribir|generar)"),
            sentence(
                "(?:debo|tengo que) (?:rechazar|declinar|negarme)|me niego a|como"
                    + " (?:ia|inteligencia artificial|modelo de lenguaje|asistente)\\b.{0,60}?no"
                    + " puedo"),
            sentence(
                "(?:non posso|non possiamo|non sono in grado di|non mi è possibile|non potrò|non"
                    + " sono autorizzat[oa] a) (?:aiutar|assister|fornir|risponder(?:e"
                    + " a|ti|le|vi)|soddisfar|eseguir|dar|offrir|procedere|fare"
                    + " questo|farlo|crear|scriver|generar)"),
            sentence(
                "(?:devo (?:rifiutare|declinare)|mi rifiuto|(?:in quanto|come) (?:ia|intelligenza"
                    + " artificiale|modello|assistente)\\b.{0,60}?non posso)"),
            sentence(
                "(?:(?:eu )?não (?:posso|podemos|consigo|poderei|vou|estou em condições de|me é"
                    + " possível|estou autorizad[oa] a)) (?:te |lhe |o |a"
                    + " )?(?:ajudar|auxiliar|atender|fornecer|responder"
                    + " a|realizar|oferecer|dar|fazer"
                    + " isso|cumprir|continuar|criar|escrever|gerar)"),
            sentence(
                "(?:(?:devo|preciso|tenho de|tenho que) recusar|recuso-me|como (?:ia|inteligência"
                    + " artificial|modelo de linguagem|assistente)\\b.{0,60}?não posso)"),
            sentence(
                "(?:(?:ik|wij|we) (?:kan|kunnen|mag|mogen|zal|ga)|(?:\\p{L}{1,20}"
                    + " ){0,2}(?:kan|kunnen|mag|zal) (?:ik|wij|we))\\b.{0,80}?\\b(?:niet|geen)\\b"
                    + ".{0,60}?(?:helpen|assisteren|beantwoorden|voldoen|verstrekken|geven|uitvoeren|bieden|ondersteunen|schrijven|maken)\\b"),
            sentence(
                "(?:ik moet .{0,60}?(?:weigeren|afwijzen)|ik weiger|als"
                    + " (?:ai|taalmodel)\\b.{0,60}?(?:kan|mag) ik .{0,60}?(?:niet|geen))"));

    private static Pattern sentence(String phrase) {
      return Pattern.compile(APOLOGY + phrase);
    }

    static boolean decline(String sentence) {
      return DECLINES.stream().anyMatch(d -> d.matcher(sentence).find())
          && !MISSING.matcher(sentence).find();
    }
  }

  /// The answer is in a language.
  record Language(String code) implements Grader {
    private static final int SHORT = 40;
    private static final int GUESSES = 3;
    private static final int READ = 5_000;
    private static final Pattern ASIDE =
        Pattern.compile(
            "```[\\s\\S]*?(?:```|\\z)|`[^`\\n]{0,200}`|https?://\\S{1,500}|\\S{1,200}@\\S{1,200}");

    static Grader of(String code) {
      String lower = code.toLowerCase(Locale.ROOT);
      if (!Languages.CODES.contains(lower)) {
        throw new IllegalArgumentException(
            "The language "
                + quote(code)
                + " is not known; there are "
                + String.join(", ", Languages.CODES.stream().sorted().toList()));
      }
      return new Language(lower);
    }

    @Override
    public Grade grade(Sample sample) {
      String whole = sample.reply().text();
      String start = whole.substring(0, Math.min(READ, whole.length()));
      String text = ASIDE.matcher(start).replaceAll(" ");
      long letters = text.codePoints().filter(Character::isLetter).count();
      String wanted = Languages.name(code);
      if (letters == 0) {
        return Grade.fail("Expected " + wanted + ", found no words in " + quote(whole) + ".");
      }
      List<String> guesses = Languages.of(text);
      int allowed = Math.min(letters < SHORT ? GUESSES : 1, guesses.size());
      return guesses.subList(0, allowed).contains(code)
          ? Grade.pass("The answer is in " + wanted + ".")
          : Grade.fail(
              "Expected "
                  + wanted
                  + ", found "
                  + Languages.name(guesses.getFirst())
                  + ": "
                  + quote(whole)
                  + ".");
    }
  }

  /// The languages told apart. The model of Apache OpenNLP knows 183; with only those that many
  /// people write, short texts are told more surely.
  private static final class Languages {
    static final Set<String> CODES =
        Set.of(
            "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr",
            "he", "hi", "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "nl", "no", "pl", "pt",
            "ro", "ru", "sk", "sl", "sr", "sv", "ta", "te", "th", "tr", "uk", "ur", "vi", "zh");
    private static final Map<String, String> OTHER_NAMES =
        Map.of(
            "cmn", "zh", "nob", "no", "nno", "no", "arb", "ar", "pes", "fa", "ekk", "et", "lvs",
            "lv");

    static String name(String code) {
      return Locale.of(code).getDisplayLanguage(Locale.ENGLISH);
    }

    /// Codes, the likeliest first.
    static List<String> of(String text) {
      var codes = new ArrayList<String>();
      for (var guess : Detector.ONLY.predictLanguages(text)) {
        Optional.ofNullable(Detector.CODE_BY_NAME.get(guess.getLang()))
            .filter(code -> !codes.contains(code))
            .ifPresent(codes::add);
      }
      return codes;
    }

    /// Read when a language is first asked for.
    private static final class Detector {
      static final Map<String, String> CODE_BY_NAME = new HashMap<>(OTHER_NAMES);
      static final LanguageDetectorME ONLY = read();

      static {
        CODES.forEach(code -> CODE_BY_NAME.put(Locale.of(code).getISO3Language(), code));
      }

      private static LanguageDetectorME read() {
        try (InputStream model = StyleGraders.class.getResourceAsStream("/langdetect-183.bin")) {
          if (model == null) {
            throw new IllegalStateException("opennlp-models-langdetect is missing from lib/");
          }
          return new LanguageDetectorME(new LanguageDetectorModel(model));
        } catch (IOException e) {
          throw new IllegalStateException("The model of languages cannot be read", e);
        }
      }
    }
  }
}
