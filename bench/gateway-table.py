"""Reads rows of measurements (who what connections p50 p99 rate user system errors megabytes events) and prints the medians
of the rounds, with the processor time beside that of nginx and of Node in the same run."""
import statistics, sys
from collections import defaultdict

rows = defaultdict(list)
for line in sys.stdin:
    who, what, connections, *figures = line.split()
    rows[who, what, int(connections)].append([float(f) for f in figures])
median = {key: [statistics.median(column) for column in zip(*runs)] for key, runs in rows.items()}


def cpu(who, what, connections):
    figures = median.get((who, what, connections))
    return figures[3] + figures[4] if figures else None


def beside(own, other):
    return f"{own / other:.2f}" if own and other else ""


print("| who | what | connections | p50 ms | p99 ms | requests/s | CPU-s per 10,000 (user + system) | x nginx | x Node | us per event | MB | not 2xx |")
print("|---|---|---|---|---|---|---|---|---|---|---|---|")
for (who, what, connections), (p50, p99, rate, user, system, errors, megabytes, events) in median.items():
    own, kind = user + system, what.removesuffix("-messages")
    seconds = f"{own:.2f} ({user:.2f} + {system:.2f})" if own else ""
    event = f"{own * 100 / events:.2f}" if events > 1 else ""
    print(f"| {who} | {what} | {connections} | {p50:.2f} | {p99:.2f} | {rate:.0f} | {seconds} "
          f"| {beside(own, cpu('nginx', kind, connections))} | {beside(own, cpu('node', kind, connections))} "
          f"| {event} | {megabytes:.0f} | {errors:.0f} |")
