"""Measures commands in turn, again and again, so that slow minutes of a machine that is shared are spread over them."""
import resource
import statistics
import subprocess
import time


def measure(command, environment=None):
    """Seconds of wall-clock and of the processor; those of daemons do not count."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
                   env=environment)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure_in_turn(commands, measured, rounds, environment=None):
    """Adds to MEASURED the runs of COMMANDS, which have the same names."""
    for _ in range(rounds):
        for name, command in commands.items():
            measured.setdefault(name, []).append(measure(command, environment))


def print_table(measured):
    """Medians; the first is what the others are compared with."""
    medians = {name: [statistics.median(column) for column in zip(*runs)] for name, runs in measured.items()}
    bare = next(iter(medians.values()))
    print("| command | wall | | processor | |\n|---|--:|--:|--:|--:|")
    for name, (wall, processor) in medians.items():
        print(f"| `{name}` | {wall * 1000:.0f} ms | {wall / bare[0]:.1f} x | {processor * 1000:.0f} ms | {processor / bare[1]:.1f} x |")
