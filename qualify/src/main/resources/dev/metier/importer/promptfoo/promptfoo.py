"""Runs Python and commands that a promptfoo configuration names, for a grader or a candidate of Metier.

Each reads one JSON object on its standard input, as Metier's `program` gets it:

  promptfoo.py grade-file FILE FUNCTION SETTINGS    grades by a function of a file
  promptfoo.py grade-code CODE SETTINGS             grades by an expression or by lines that return
  promptfoo.py ask-file FILE FUNCTION SETTINGS      answers by a function of a file
  promptfoo.py ask-command SETTINGS COMMAND...      answers by a command that gets the prompt as an argument

What it prints itself goes to the standard error. Code that cannot be loaded ends it with exit code 1.
"""

import asyncio
import importlib.util
import inspect
import json
import math
import os
import re
import subprocess
import sys

HOLE = re.compile(r"\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}")
NUMBER = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)")


def loaded(file, name):
    """The function of a file; beside it are the modules that it imports."""
    folder = os.path.dirname(os.path.abspath(file))
    if folder not in sys.path:
        sys.path.insert(0, folder)
    spec = importlib.util.spec_from_file_location(os.path.basename(file).rsplit(".", 1)[0], file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = module
    for part in name.split("."):
        found = getattr(found, part)
    return found


def compiled(code, variables):
    """The function that an expression or lines are the body of."""
    code = HOLE.sub(lambda hole: variables.get(hole.group(1), ""), code)
    if "\n" in code:
        indented = re.search(r"(?m)^(?!\s*$)\s+", code)
        indent = indented.group(0) if indented else "    "
        body = "\n".join(indent + line for line in code.split("\n"))
    else:
        body = "    return " + code
    space = {}
    exec(compile("import json\n\ndef main(output, context):\n" + body + "\n", "assertion", "exec"), space)
    return space["main"]


def called(function, *arguments):
    result = function(*arguments)
    if inspect.isawaitable(result):
        async def waited():
            return await result
        result = asyncio.run(waited())
    return json.loads(json.dumps(result, allow_nan=False))


class NoGrade(Exception):
    pass


def grade(value, settings):
    """Pass, score and reason of what the code gave."""
    threshold = settings.get("threshold")
    inverse = settings.get("inverse", False)
    if isinstance(value, str) and value.lower() in ("true", "false"):
        value = value.lower() == "true"
    if isinstance(value, str) and value.startswith("{"):
        value = json.loads(value)
    if isinstance(value, bool):
        passed = value != inverse
        return passed, 1 if passed else 0, "The code gives %s." % value
    if isinstance(value, dict):
        passed = value.get("pass", value.get("pass_"))
        score, reason = value.get("score"), value.get("reason")
        plain = isinstance(score, (int, float)) and not isinstance(score, bool)
        if not isinstance(passed, bool) or not plain or not isinstance(reason, str):
            raise NoGrade("The code gives an object without pass, score and reason: %s" % json.dumps(value))
        if threshold is not None and score < threshold:
            passed, reason = False, "The score %s is under %s. %s" % (score, threshold, reason)
        return passed != inverse, score, reason
    number = NUMBER.match(str(value)) if isinstance(value, (str, int, float)) else None
    if number is None:
        raise NoGrade("The code gives no truth value, number or grade: %s" % json.dumps(value))
    score = float(number.group(1))
    passed = score > 0 if threshold is None else score >= threshold
    return passed != inverse, score, "The code gives %s." % json.dumps(value)


def graded(question, function, settings):
    variables = dict(question["case"]["vars"])
    variables.update(settings.get("vars", {}))
    context = {"vars": variables}
    if "config" in settings:
        context["config"] = settings["config"]
    try:
        passed, score, reason = grade(called(function, question["answer"], context), settings)
    except (ImportError, SyntaxError):
        raise
    except Exception as e:
        passed, score, reason = False, 0, "%s: %s" % (type(e).__name__, e)
    if settings.get("scored"):
        return {"score": score if math.isfinite(score) else 0, "reason": reason}
    return {"pass": passed, "reason": reason}


def prompt(question):
    """What is asked: the text, or the chat as JSON where there are several turns."""
    turns = question.get("messages", [])
    return question["prompt"] if len(turns) <= 1 else json.dumps(turns, ensure_ascii=False)


def text(value):
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def answered(question, function, settings):
    given = called(function, prompt(question), {"config": settings.get("config", {})}, {"vars": {}})
    if isinstance(given, dict) and given.get("error"):
        raise SystemExit("it gave an error: %s" % given["error"])
    if not isinstance(given, dict) or "output" not in given:
        raise SystemExit("it gave no output")
    return text(given["output"])


def commanded(question, command, settings):
    options = {"config": settings.get("config", {})}
    whole = command + [prompt(question), json.dumps(options), json.dumps({"vars": {}})]
    ended = subprocess.run(whole, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    if ended.returncode != 0:
        raise SystemExit("%s ended with exit code %d" % (command[0], ended.returncode))
    return ended.stdout.strip()


def placed(word):
    """A file by its whole path, since the command runs in another folder."""
    return os.path.abspath(word) if os.path.isfile(word) else word


def main(mode, arguments):
    question = json.load(sys.stdin)
    if mode == "ask-command":
        settings, command = json.loads(arguments[0]), [placed(word) for word in arguments[1:]]
    else:
        settings, command = json.loads(arguments[-1]), arguments[:-1]
    if mode.endswith("-file"):
        command[0] = os.path.abspath(command[0])
    # the code was written to run beside its configuration
    if settings.get("folder"):
        os.chdir(settings["folder"])
    if mode == "grade-file":
        return json.dumps(graded(question, loaded(*command), settings))
    if mode == "grade-code":
        return json.dumps(graded(question, compiled(command[0], question["case"]["vars"]), settings))
    if mode == "ask-file":
        return answered(question, loaded(*command), settings)
    if mode == "ask-command":
        return commanded(question, command, settings)
    raise SystemExit("there is no " + mode)


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8")
    sys.stdout.reconfigure(encoding="utf-8")
    out, sys.stdout = sys.stdout, sys.stderr
    out.write(main(sys.argv[1], sys.argv[2:]))
    out.flush()
