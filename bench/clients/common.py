# What every library in Python is put through, around the lines that `metier connect` prints for it.
import asyncio
import atexit
import json
import os

JOB = os.environ["METIER_JOB"]
BASE = os.environ["METIER_ADDRESS"]
KEY = os.environ["METIER_KEY"]
HELLO = "SAY Everything is fine."
BOTH = 'CALL weather {"city":"Paris","days":3}\nCALL weather {"city":"Oslo","days":1}'
FAILURES = {"too_long": "FAIL too_long", "wrong_key": "FAIL wrong_key", "slow_down": "FAIL slow_down 1"}
PARAMETERS = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "days": {"type": "number"}},
    "required": ["city", "days"],
    "additionalProperties": False,
}
SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
messages = [{"role": "user", "content": HELLO}]
results = {}
# one for all scenes: clients keep connections of it
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)


def weather_in(city):
    return "snow" if city == "Oslo" else "sun"


def attempt(name, function):
    """Runs it and keeps what it returns, or what it raises."""
    try:
        value = function()
        if asyncio.iscoroutine(value):
            value = loop.run_until_complete(value)
        results[name] = value
    except BaseException as error:
        causes = []
        while error is not None and len(causes) < 3:
            causes.append(f"{type(error).__name__}: {error}")
            error = error.__cause__
        results[name] = {"raised": causes}


def scene(function):
    if JOB != "closed":
        attempt(function.__name__, function)
    return function


def failures(function):
    """Asks with each prompt that fails, or once when the job is closed."""
    if JOB == "closed":
        attempt("closed", lambda: function(HELLO))
    else:
        for name, prompt in FAILURES.items():
            attempt(name, lambda: function(prompt))
    return function


atexit.register(lambda: print(json.dumps(results)))
