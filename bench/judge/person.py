"""Plays a person at `metier label`: reads each sheet, and presses the key that the rule says. Draws a share of wrong keys.

usage: person.py MISTAKES SEED COMMAND...      (MISTAKES from 0 to 1: how often the key is the wrong one)
"""
import random
import subprocess
import sys

from letters import passes


def read_sheet(out):
    """The texts of a sheet by their headings; empty at the end."""
    parts, heading = {}, ""
    for line in out:
        line = line.rstrip("\n")
        if line.startswith("[1 pass"):
            return parts
        if line.startswith("  "):
            parts.setdefault(heading, []).append(line[2:])
        else:
            heading = line
    return {}


def main():
    mistakes, lot = float(sys.argv[1]), random.Random(int(sys.argv[2]))
    program = subprocess.Popen(sys.argv[3:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    keys = words = 0
    while sheet := read_sheet(program.stdout):
        answer = " ".join(sheet.get("Answer", [""]))
        words += sum(len(line.split()) for part in ("Input", "Answer") for line in sheet.get(part, []))
        good = passes(answer) != (lot.random() < mistakes)
        keys += 1
        try:
            program.stdin.write("1" if good else "2")
            program.stdin.flush()
        except BrokenPipeError:
            break
    try:
        program.stdin.close()
    except BrokenPipeError:
        pass
    print(f"pressed {keys} keys after reading {words} words")
    sys.exit(program.wait())


main()
