"""Letters of customers, made up with a seed, and the rubric as a rule.

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

PROMPT = """You work for a shop. Answer this letter of a customer in two sentences. Be polite.

The letter:
"""
RUBRIC = """It says sorry, apologizes or regrets: one of these words stands in it, in any form.
Nothing else is demanded: neither sense, nor who is sorry for what, nor a whole last sentence.
"""
SORRY = re.compile(r"\b(sorry|apolog\w*|regret\w*)", re.I)


def letter(lot):
    order, name, goods = str(lot.randint(10000, 99999)), lot.choice(NAMES), lot.choice(GOODS)
    greeting, thing = lot.choice(GREETINGS), lot.choice(THINGS).format(order=order, goods=goods)
    return f"{greeting} {thing} {lot.choice(TROUBLES)}. {lot.choice(WISHES)} {name}"


def passes(answer):
    return SORRY.search(answer) is not None


if __name__ == "__main__":
    lot = random.Random(int(sys.argv[2]))
    with open(sys.argv[3], "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "letter"])
        for i in range(int(sys.argv[1])):
            rows.writerow([f"l{i:03}", letter(lot)])
