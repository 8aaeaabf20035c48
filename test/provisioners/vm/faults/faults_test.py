#!/usr/bin/env python3
"""Has every command of a provisioner go wrong, in every way, on a real libvirtd, and looks at what comes of it.

usage: faults_test.py VMP VERSION... [--scenario NAME]... [--only TEXT] [--sample N] [--jobs N] [--results FILE]
                      [--table FILE]

A plain "make up" behind a fault must reach the state of an undisturbed one, a plain "make down" likewise, and a make that
says it succeeded must have done so. --results keeps what was found, a line a case, and goes on behind it: a full run takes
an hour or more. --table writes the counts, also of results that are there, with --sample 0. Closes with "N passed, M
failed". Exits 77 (skipped) where private-libvirt says that there can be none.
"""
import argparse
import itertools
import os
import pathlib
import signal
import subprocess
import sys
import threading

from cases import sample
from results import Results
from scenarios import SCENARIOS
from stage import SKIPPED, NoLibvirt, Stage
from trial import Trial
from troubles import troubles_of, try_trouble

NAMESPACE = ["unshare", "--mount", "--propagation", "private"]
# Small disks are mounted where nobody else sees them, and end with this process.
MAY_MOUNT = os.environ.get("FAULTS_MAY_MOUNT") == "yes"


def choose(cases, options):
    return sample([case for case in cases if options.only in str(case)], options.sample)


def run_share(stage, options, job, results, stopping):
    """Every options.jobs-th of the cases, on one stage, until it is to stop."""
    for version, scenario in itertools.product(options.versions, options.scenario or SCENARIOS):
        trial = Trial(stage, version, scenario)
        all_cases = trial.cases()
        results.expect(version, scenario, all_cases)
        share = [case for case in choose(all_cases, options)[job::options.jobs] if not results.has(case)]
        for case, following in zip(share, [*share[1:], None]):
            if stopping.is_set():
                return
            results.add(trial.run(case, following))
        for trouble in choose(troubles_of(version, scenario), options)[job::options.jobs]:
            if not stopping.is_set() and not results.has(trouble) and (MAY_MOUNT or not trouble.needs_mounts):
                results.add(try_trouble(trial, trouble))


def run_all(options, results):
    failures, stages, stopping = [], [], threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())

    def work(job):
        try:
            run_share(stages[job], options, job, results, stopping)
        except BaseException as error:
            failures.append(error)
            stopping.set()
            raise

    try:
        for _ in range(options.jobs):
            stages.append(Stage(options.vmp.resolve()))
        threads = [threading.Thread(target=work, args=[job], daemon=True) for job in range(options.jobs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        for stage in stages:
            stage.end()
    return not failures and not stopping.is_set()


def main():
    parser = argparse.ArgumentParser(usage=__doc__, add_help=False)
    parser.add_argument("vmp", type=pathlib.Path)
    parser.add_argument("versions", nargs="+")
    parser.add_argument("--scenario", action="append", choices=SCENARIOS)
    parser.add_argument("--only", default="")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--results", type=pathlib.Path)
    parser.add_argument("--table", type=pathlib.Path)
    options = parser.parse_args()
    results = Results(options.results)
    try:
        finished = run_all(options, results)
    except NoLibvirt as error:
        print(f"skipped: {error}")
        return SKIPPED
    if options.table:
        options.table.write_text(results.table())
    print(f"{results.passed} passed, {results.failed} failed")
    return 0 if finished and not results.failed else 1


if __name__ == "__main__":
    if not MAY_MOUNT and subprocess.run([*NAMESPACE, "true"], stderr=subprocess.DEVNULL).returncode == 0:
        os.environ["FAULTS_MAY_MOUNT"] = "yes"
        os.execvp(NAMESPACE[0], [*NAMESPACE, sys.executable, *sys.argv])
    sys.exit(main())
