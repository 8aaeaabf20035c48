#!/usr/bin/env python3
"""Tests of count_cases: what each kind of test prints, and the line that it must come to."""
import json
import pathlib
import subprocess
import tempfile
import unittest

COUNT_CASES = pathlib.Path(__file__).with_name("count_cases")


def counted(*tests):
    """What count_cases says of tests, each a result and what it printed; and its exit status."""
    log = "".join(json.dumps({"result": result, "stdout": output}) + "\n" for result, output in tests)
    return counted_in(log, int(any(result not in ("OK", "SKIP") for result, _ in tests)))


def counted_in(text, status):
    """What it says of a log, where meson ended with STATUS."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as log:
        log.write(text)
        log.flush()
        return count(log.name, status)


def count(path, status):
    run = subprocess.run([COUNT_CASES, path, str(status)], capture_output=True, text=True)
    return run.stdout, run.returncode


class CountCases(unittest.TestCase):
    def test_a_silent_test_is_one_case(self):
        self.assertEqual(counted(("OK", "")), ("1 passed, 0 failed\n", 0))
        self.assertEqual(counted(("FAIL", "")), ("0 passed, 1 failed\n", 1))
        self.assertEqual(counted(("TIMEOUT", "")), ("0 passed, 1 failed\n", 1))

    def test_skipped_tests_are_named_apart(self):
        self.assertEqual(counted(("OK", ""), ("SKIP", "")), ("1 skipped\n1 passed, 0 failed\n", 0))

    def test_no_test_is_a_failure(self):
        self.assertEqual(counted(), ("0 passed, 0 failed\n", 1))
        self.assertEqual(counted(("SKIP", "")), ("1 skipped\n0 passed, 0 failed\n", 1))

    def test_catch2(self):
        self.assertEqual(counted(("OK", "All tests passed (1543 assertions in 210 test cases)\n")),
                         ("210 passed, 0 failed\n", 0))
        self.assertEqual(counted(("FAIL", "test cases:  10 |  8 passed |  2 failed\nassertions: 9 | 7 passed\n")),
                         ("8 passed, 2 failed\n", 1))

    def test_unittest(self):
        self.assertEqual(counted(("OK", "Ran 12 tests in 0.3s\n\nOK (skipped=2)\n")),
                         ("2 skipped\n10 passed, 0 failed\n", 0))
        self.assertEqual(counted(("FAIL", "Ran 3 tests in 0.3s\n\nFAILED (failures=1, errors=1)\n")),
                         ("1 passed, 2 failed\n", 1))

    def test_tap(self):
        self.assertEqual(counted(("FAIL", "1..3\nok 1 - a\nnot ok 2 - b\nok 3 - c # SKIP no network\n")),
                         ("1 skipped\n1 passed, 1 failed\n", 1))

    def test_the_plain_line_wins(self):
        self.assertEqual(counted(("OK", "ok 1 apple\n4 passed, 0 failed\n")), ("4 passed, 0 failed\n", 0))

    def test_a_crash_after_good_cases_is_a_failure(self):
        self.assertEqual(counted(("FAIL", "4 passed, 0 failed\n")), ("4 passed, 1 failed\n", 1))

    def test_a_run_that_is_cut_off_is_a_failure(self):
        says = '"meson test" ended with status 143: not all tests were run\n'
        good, bad = '{"result": "OK"}\n', '{"result": "FAIL"}\n'
        self.assertEqual(counted_in(good, 143), (says + "1 passed, 0 failed\n", 1))
        self.assertEqual(counted_in(good + '{"result": "OK", "std', 143), (says + "1 passed, 0 failed\n", 1))
        self.assertEqual(counted_in(good + bad, 143), ("1 passed, 1 failed\n", 1))
        self.assertEqual(count("/nothing/there", 143), (says + "0 passed, 0 failed\n", 1))

    def test_counts_add_up(self):
        self.assertEqual(counted(("OK", "4 passed, 0 failed\n"), ("OK", ""), ("FAIL", "1 passed, 2 failed\n")),
                         ("6 passed, 2 failed\n", 1))


if __name__ == "__main__":
    unittest.main()
