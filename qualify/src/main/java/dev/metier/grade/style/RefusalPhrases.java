package dev.metier.grade.style;

import java.util.List;
import java.util.regex.Pattern;

/// How people and models decline, by language. Written for sentences in lower case.
final class RefusalPhrases {
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

  private RefusalPhrases() {}

  private static Pattern sentence(String phrase) {
    return Pattern.compile(APOLOGY + phrase);
  }

  static boolean decline(String sentence) {
    return DECLINES.stream().anyMatch(d -> d.matcher(sentence).find())
        && !MISSING.matcher(sentence).find();
  }
}
