"""Letters of customers, made up with a seed, and the rubric as a rule that knows what was asked.

The rule plays the person who labels: it needs no judge, so that what a judge says can be counted against it.
usage: letters.py CASES SEED FILE.csv
"""
import csv
import random
import re
import sys

NAMES = "Anna Ben Clara David Emma Felix Grace Henry Ida Jonas Karin Leo Maria Nils Olga Paul Rosa Simon Tina Uwe".split()
GOODS = ("tent,kettle,desk lamp,rain coat,bicycle pump,garden hose,coffee grinder,bread knife,wool blanket,suitcase,toaster,"
         "pair of boots,wall clock,backpack,sleeping bag,hand drill").split(",")
TROUBLES = ("has not arrived yet,arrived with a broken handle,is the wrong colour,came without its lid,does not work,is too small,"
            "was left in the rain,has a scratch,is not what I ordered,came two times").split(",")
WISHES = ("Please send me a new one.|I would like my money back.|Can you tell me when it comes?|What am I to do now?|"
          "Please have it picked up.|I need it before Friday.|Please answer soon.").split("|")
GREETINGS = "Hello,|Good morning,|Dear team,|Hi,|To whom it may concern,".split("|")
THINGS = "my order {order}, a {goods},|the order {order} ({goods})|order number {order}, one {goods},|the {goods} of order {order}".split("|")

PROMPT = """Answer this letter of a customer in two sentences. Begin with "Dear" and the customer's name. Name the number of the order.

The letter:
"""
RUBRIC = """Its first words speak to the customer by the name that stands at the end of the letter.
It names the order's number, digit for digit, and no other number of four digits or more.
Nothing else is demanded: neither style, nor sense, nor a whole last sentence.
"""
FIRST_WORDS = re.compile(
    r"^\W*(?:(?:dear|hello|hi|good \w+|thank you|thanks)\b[ ,]*)?(?:(?:mr|ms|mrs)\.? )?([A-Z]\w+)", re.I)


def letter(lot):
    """An order's number, a customer's name, and the letter."""
    order, name, goods = str(lot.randint(10000, 99999)), lot.choice(NAMES), lot.choice(GOODS)
    greeting, thing = lot.choice(GREETINGS), lot.choice(THINGS).format(order=order, goods=goods)
    return order, name, f"{greeting} {thing} {lot.choice(TROUBLES)}. {lot.choice(WISHES)} {name}"


def addressed(answer):
    """Whom the first words speak to."""
    found = FIRST_WORDS.match(answer)
    return found.group(1) if found and found.group(1) in NAMES else "nobody"


def numbers(answer):
    """Numbers of four digits or more, each once."""
    return list(dict.fromkeys(re.findall(r"\d{4,}", answer)))


def passes(order, name, answer):
    return addressed(answer) == name and numbers(answer) == [order]


if __name__ == "__main__":
    lot = random.Random(int(sys.argv[2]))
    with open(sys.argv[3], "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "letter", "name", "order"])
        for i in range(int(sys.argv[1])):
            order, name, text = letter(lot)
            rows.writerow([f"l{i:03}", text, name, order])
