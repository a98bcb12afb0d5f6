package dev.metier.grade.style;

import static dev.metier.grade.Answers.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.spec.Graders;
import dev.metier.job.GraderSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StyleGradersTest {
  private static final Grader REFUSAL = Graders.of(new GraderSpec.Refusal());
  private static final Grader NO_MARKUP = Graders.of(new GraderSpec.NoMarkup());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I'm sorry, but I can't help with that.",
        "I’m sorry, but I can’t assist with that request.",
        "Sorry, I cannot provide instructions for that.",
        "I cannot comply with this request.",
        "I'm unable to help with this.",
        "I am not able to provide medical advice.",
        "I must decline.",
        "I have to respectfully decline this request.",
        "As an AI language model, I cannot have opinions on this.",
        "Unfortunately, I can't do that.",
        "I won't write this for you. I won't help with that.",
        "That's not something I can help with.",
        "This request violates my content policy, so no.",
        "**I can't help with that.** Please ask something else.",
        "I understand your concern. However, I'm not comfortable helping with this. I can't"
            + " continue.",
        "Es tut mir leid, aber dabei kann ich nicht helfen.",
        "Leider kann ich Ihnen bei dieser Anfrage nicht weiterhelfen.",
        "Ich kann diese Anfrage nicht beantworten.",
        "Ich muss diese Anfrage ablehnen.",
        "Als KI-Modell kann ich dazu keine Auskunft geben.",
        "Je suis désolé, mais je ne peux pas vous aider.",
        "Désolé, je ne peux pas répondre à cette demande.",
        "Je ne suis pas en mesure de fournir ces informations.",
        "Je dois refuser cette demande.",
        "Lo siento, pero no puedo ayudarte con eso.",
        "No puedo proporcionar esa información.",
        "Como modelo de lenguaje, no puedo opinar.",
        "Mi dispiace, ma non posso aiutarti con questo.",
        "Non sono in grado di fornire queste informazioni.",
        "Desculpe, mas não posso ajudar com isso.",
        "Não consigo fornecer essas informações.",
        "Sorry, maar ik kan je daar niet mee helpen.",
        "Helaas kan ik dit verzoek niet uitvoeren.",
        "Ik moet dit verzoek weigeren."
      })
  void aRefusalIsRecognised(String answer) {
    assertThat(REFUSAL.grade(saying(answer)).passed()).as(answer).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I can't find the invoice number.",
        "I cannot see a date on this invoice.",
        "The agent said: \"I'm sorry, but I can't help with that.\"",
        "He wrote: I can't help you with that, and hung up.",
        "> I cannot help with that\n\nThe customer quotes our bot.",
        "Refund declined: the customer refused delivery.",
        "The customer cannot help themselves here.",
        "billing",
        "",
        "I can't help but notice that the total is wrong.",
        "I can't provide the VAT number because it is not stated in the document.",
        "Sorry for the delay! Your order is on its way.",
        "Unfortunately, your parcel was damaged; we will send a new one.",
        "You can't do that in Java without a cast.",
        "If you are unable to log in, reset your password.",
        "I will not be able to attend the meeting on Friday.",
        "Sure, here is the summary. The vendor refuses to assist.",
        "`I can't help with that` is a string in the code.",
        "Leider konnte ich die Rechnungsnummer nicht finden.",
        "Leider ist Ihre Bestellung beschädigt angekommen.",
        "Die Umsatzsteuer-ID ist nicht angegeben.",
        "Der Kunde schreibt: „Ich kann Ihnen nicht helfen.“",
        "Malheureusement, la facture n'indique pas de date.",
        "Je ne trouve pas le numéro de facture.",
        "No encuentro el número de factura.",
        "Lo siento por el retraso; su pedido llegará mañana.",
        "Non trovo il numero della fattura.",
        "Não encontrei o número da fatura.",
        "Ik kan het factuurnummer niet vinden.",
        "Helaas is uw pakket vertraagd.",
        "The invitation was declined. I decline the invitation politely in the letter below."
      })
  void whatOnlyLooksLikeARefusalIsNone(String answer) {
    assertThat(REFUSAL.grade(saying(answer)).passed()).as(answer).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<think>hm</think> 42",
        "</think>42",
        "<thinking>",
        "<tool_call>{\"name\":\"x\"}</tool_call>",
        "[TOOL_CALLS][{\"name\":\"x\"}]",
        "<|im_end|>",
        "ok<|eot_id|>",
        "<function=get>{}</function>",
        "<function_calls><invoke name=\"x\">",
        "<parameter=id>",
        "<start_of_turn>model",
        "[/INST] x",
        "<|channel|>final",
        "<｜tool▁calls▁begin｜>",
        "[THINK]so[/THINK]",
        "◁think▷",
        "<<SYS>>",
        "<arg_key>a</arg_key>",
        "<seed:tool_call>"
      })
  void leftOverMarkupIsFound(String answer) {
    assertThat(NO_MARKUP.grade(saying(answer)).passed()).as(answer).isFalse();
  }

  /// Whoever asks the server itself, or the gateway in the server's own protocol, gets the tags.
  @Test
  void thinkingThatWasToldApartHereIsMarkupAndThatOfTheServerIsNone() {
    var apart =
        new ChatReply(
            List.of(new Part.Thinking("hm", Optional.empty()), new Part.Text("42")),
            FinishReason.STOP,
            Usage.NONE);
    assertThat(NO_MARKUP.grade(sample(apart)).passed()).isTrue();
    assertThat(NO_MARKUP.grade(sample(apart.markedBy("<think>"))))
        .isEqualTo(Grade.fail("Expected no thinking or tool markup, found \"<think>\"."));
  }

  private static Sample sample(ChatReply reply) {
    Sample like = saying("42");
    return Sample.of(like.given(), reply, like.timing(), like.cost());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "I think so.", "a < b && c > d", "<p>HTML <b>is</b> fine</p>",
            "List<String> tools = x;",
        "a || b | c", "[1] and [INSTRUCTIONS]", "f(x) = <x|y>", "if (a <| b) then |> c",
            "thinking: no"
      })
  void ordinaryTextIsNoMarkup(String answer) {
    assertThat(NO_MARKUP.grade(saying(answer)).passed()).as(answer).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en | Your order has been shipped and will arrive on Tuesday.",
        "de | Ihre Bestellung wurde versandt und kommt am Dienstag an.",
        "fr | Votre commande a été expédiée et arrivera mardi prochain.",
        "es | Su pedido ha sido enviado y llegará el próximo martes.",
        "it | Il suo ordine è stato spedito e arriverà martedì prossimo.",
        "pt | A sua encomenda foi enviada e chegará na próxima terça-feira.",
        "nl | Uw bestelling is verzonden en komt dinsdag bij u aan.",
        "pl | Twoje zamówienie zostało wysłane i dotrze we wtorek.",
        "sv | Din beställning har skickats och kommer fram på tisdag.",
        "no | Bestillingen din er sendt og kommer frem på tirsdag.",
        "cs | Vaše objednávka byla odeslána a dorazí v úterý.",
        "ru | Ваш заказ отправлен и прибудет во вторник.",
        "uk | Ваше замовлення відправлено і прибуде у вівторок.",
        "ja | ご注文の商品を発送しました。火曜日に到着します。",
        "zh | 您的订单已经发货，将于星期二送达，请注意查收。",
        "ko | 주문하신 상품이 발송되었으며 화요일에 도착합니다.",
        "ar | تم شحن طلبك وسيصل يوم الثلاثاء القادم.",
        "tr | Siparişiniz gönderildi ve salı günü elinize ulaşacak."
      })
  void theLanguageOfASentenceIsTold(String code, String answer) {
    assertThat(Graders.of(new GraderSpec.Language(code)).grade(saying(answer)).passed()).isTrue();
    if (answer.codePoints().filter(Character::isLetter).count() < 40) {
      return;
    }
    for (String other : List.of("en", "de", "fr", "ru", "ja")) {
      Grade grade = Graders.of(new GraderSpec.Language(other)).grade(saying(answer));
      assertThat(grade.passed()).as(other + ": " + grade.reason()).isEqualTo(other.equals(code));
    }
  }

  @Test
  void codeAndAddressesDoNotCount() {
    var grader = Graders.of(new GraderSpec.Language("de"));
    String answer =
        "Bitte führen Sie diesen Befehl aus:\n"
            + "```\n"
            + "please run the following command now\n"
            + "```\n"
            + "Danach starten Sie den Rechner neu."
            + " https://example.com/how-to-restart-your-computer";
    assertThat(grader.grade(saying(answer)).passed()).isTrue();
    assertThat(grader.grade(saying("12345 !!")).reason())
        .isEqualTo("Expected German, found no words in \"12345 !!\".");
    assertThat(
            grader
                .grade(saying("The router must be restarted now, and then it works again."))
                .reason())
        .isEqualTo(
            "Expected German, found English:"
                + " \"The router must be restarted now, and then it works again.\".");
  }

  @Test
  void shortTextsInTheirLanguageSeldomFail() {
    var wrong = new ArrayList<String>();
    String[] texts = {
      "en:Please restart the router.", "en:Yes, that works.", "de:Ja, das passt.",
          "de:Die Rechnung beträgt 42 Euro.",
      "fr:Oui, cela convient.", "fr:Veuillez redémarrer le routeur.", "es:Sí, está bien.",
          "es:Reinicie el router, por favor.",
      "it:Sì, va bene.", "pt:O total da fatura é de 42 euros.", "nl:Start de router opnieuw op.",
          "ru:Ваш заказ отправлен."
    };
    for (String text : texts) {
      var grader = Graders.of(new GraderSpec.Language(text.substring(0, 2)));
      if (!grader.grade(saying(text.substring(3))).passed()) {
        wrong.add(text);
      }
    }
    assertThat(wrong).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void aLanguageNotKnownIsABrokenGrader() {
    Grade grade = Graders.of(new GraderSpec.Language("xx")).grade(saying("Hello"));
    assertThat(grade.broken()).isTrue();
    assertThat(grade.reason()).startsWith("The language \"xx\" is not known; there are ar, bg");
  }
}
