"""Writes ../recorded/*: what five models answered to tasks of Reasoning Gym, cut from a clone of
https://github.com/open-thought/reasoning-gym-eval at commit 5f09fec. usage: recorded.py FOLDER_OF_THE_CLONE

JOBS have grades only. The job `numbers` has six tasks (a question that comes twice is taken once), two
models, and texts: what stands in the answer's tags, with them,
or the first 300 characters where there are none. Tokens were not recorded: they are the characters of the prompt and of
the whole answer, by four, rounded up; for qwq-32b, whose reasoning was not recorded, they are too few."""
import csv, json, os, sys
here = os.path.dirname(os.path.abspath(__file__))
out = os.path.join(here, "..", "recorded")
runs = os.path.join(sys.argv[1], "reasoninggym-paper-experiments", "zero-shot", "easy")
MODELS = {
    "anthropic/claude-3.5-sonnet": "anthropic_claude-3.5-sonnet_20250315_163713",
    "anthropic/claude-sonnet-4": "anthropic_claude-sonnet-4_20250524_191444",
    "google/gemma-3-27b-it": "google_gemma-3-27b-it_20250315_181541",
    "mistralai/mistral-small-3.1-24b-instruct": "mistralai_mistral-small-3.1-24b-instruct_20250322_063733",
    "qwen/qwq-32b": "qwen_qwq-32b_20250316_144841",
}
JOBS = ["calendar_arithmetic", "family_relationships", "fraction_simplification", "gsm_symbolic",
        "intermediate_integration", "letter_counting", "needle_haystack", "number_format", "string_manipulation",
        "syllogism", "time_intervals", "word_sorting", "bf"]
NUMBERS = ["prime_factorization", "number_filtering", "gcd", "lcm", "gsm_symbolic", "simple_equations"]

def read(model, task):
    found = [os.path.join(f, task + ".json") for f, _, names in os.walk(os.path.join(runs, MODELS[model]))
             if task + ".json" in names]
    with open(found[0], encoding="utf-8") as file:
        return json.load(file)

def tokens(text):
    return (len(text) + 3) // 4

def counted(run, result, completion):
    whole = completion["full_model_response"] or ""
    return tokens(run["system_prompt"] + result["question"]), tokens(whole), int(not whole.strip())

def said_of(completion):
    answer = completion["model_answer"]
    whole = (completion["full_model_response"] or "").strip()
    return whole[:300] if answer is None else f"<answer>{answer.strip()}</answer>"

def write(name, lines):
    with open(os.path.join(out, name), "w", encoding="utf-8", newline="\n") as file:
        file.writelines(line + "\n" for line in lines)

def cases(tasks):
    seen = set()
    for task in tasks:
        for i, result in enumerate(read("anthropic/claude-sonnet-4", task)["results"]):
            if len(tasks) > 1 and result["question"] in seen:
                continue
            seen.add(result["question"])
            case = {"id": f"easy/{task}/{i}", "prompt": result["question"], "expected": result["expected_answer"]}
            if len(tasks) > 1:
                case["slice"] = task
            yield json.dumps(case, ensure_ascii=False)

for job in JOBS:
    write(f"cases/{job}.jsonl", cases([job]))
rows = [["case_id", "job", "model", "sample", "passed", "empty", "input_tokens", "output_tokens", "text"]]

def add(task, job, models, text):
    runs_of = {model: read(model, task) for model in models}
    for i in range(50):
        for model, run in runs_of.items():
            result = run["results"][i]
            for sample, completion in enumerate(result["completions"], 1):
                prompt, answer, empty = counted(run, result, completion)
                rows.append([f"easy/{task}/{i}", job, model, sample, int(completion["score"] >= 0.99), empty, prompt, answer,
                             text(completion)])

for job in JOBS:
    add(job, job, MODELS, lambda _: "")
write("cases/numbers.jsonl", cases(NUMBERS))
for task in NUMBERS:
    add(task, "numbers", ["anthropic/claude-sonnet-4", "google/gemma-3-27b-it"], said_of)
with open(os.path.join(out, "outcomes.csv"), "w", encoding="utf-8", newline="") as file:
    csv.writer(file, lineterminator="\n").writerows(rows)
