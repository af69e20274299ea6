#!/usr/bin/env python3
"""Whole processes: what it costs to start cuekit, convert a file and end, in processor time and memory.

    python3 benches/processes.py [--rounds N]

Contenders take turns; user and system time come from wait4, so that what else the machine does hardly
counts. Goals are held against the quickest round, and so are ratios.
ffmpeg and pysubs2 are measured if they are installed. Needs cargo, a POSIX system and the standard
library only.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

CAPTION_GOAL_MS = 20
SMALL_GOAL_MS = 4
MIB = 1 << 20


def build():
    """Builds both packages and returns where cargo put their programs, by name."""
    command = ["cargo", "build", "--release", "--locked", "-p", "cuekit", "-p", "cuekit-benches", "--bins"]
    lines = subprocess.run(
        [*command, "--message-format=json-render-diagnostics"], cwd=ROOT, check=True, stdout=subprocess.PIPE
    ).stdout.splitlines()
    made = (message for message in map(json.loads, lines) if message.get("executable"))
    return {message["target"]["name"]: message["executable"] for message in made}


def run(command, cwd):
    """Runs a command to its end: processor time in milliseconds, and the peak of its memory in bytes."""
    quiet = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)]
    os.chdir(cwd)
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=quiet)
    _, status, usage = os.wait4(pid, 0)
    if status:
        sys.exit(f"failed: {' '.join(command)}")
    # Kilobytes on Linux, bytes on macOS.
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return (usage.ru_utime + usage.ru_stime) * 1000, peak


def race(title, contenders, goals, rounds, cwd):
    """Prints a line for each contender: least and median milliseconds, the ratio to cuekit, the goal."""
    times = {name: [] for name in contenders}
    for turn in range(rounds):
        for name, command in contenders.items():
            # Whoever takes a second a time need not do it thirty times.
            if turn < 3 or min(times[name]) < 200:
                times[name].append(run(command, cwd)[0])
    least = {name: min(found) for name, found in times.items()}
    print(f"\n{title}\n  {'':<12}{'min ms':>9}{'median':>9}{'x cuekit':>10}  goal")
    for name, found in times.items():
        line = f"  {name:<12}{least[name]:>9.2f}{statistics.median(found):>9.2f}{least[name] / least['cuekit']:>10.2f}"
        met = [f"<= {most:.1f} ms ({why}): {answer(least[name] <= most)}" for why, most in goals(name, least)]
        print(f"{line}  {'; '.join(met)}".rstrip())


def answer(met):
    return "met" if met else "NOT MET"


def peers(source, target):
    """The commands of the peers that are installed; main says which are not."""
    found = {}
    if shutil.which("ffmpeg"):
        found["ffmpeg"] = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", source, target]
    if shutil.which("pysubs2"):
        found["pysubs2"] = ["pysubs2", "--to", "vtt", "-o", "pysubs2", source]
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=30, help="rounds of the small files (default 30)")
    rounds = max(3, parser.parse_args().rounds)
    programs = build()
    cuekit = programs["cuekit"]
    for name in ("ffmpeg", "pysubs2"):
        if not shutil.which(name):
            print(f"{name} is not installed and not measured")

    with tempfile.TemporaryDirectory() as folder:

        def generate(name, *what):
            with open(Path(folder, name), "wb") as out:
                subprocess.run([programs["generate"], *what], check=True, stdout=out)
            return Path(folder, name).stat().st_size

        def convert(source, target):
            return [cuekit, "convert", source, "-o", target, "--force", "--quiet"]

        size = generate("hour.txt", "transcript", "1")
        race(
            f"captions of a one-hour transcript ({size / 1000:.0f} KB), to SRT",
            {"true": ["/bin/true"], "cuekit": convert("hour.txt", "hour.srt")},
            lambda name, _: [("goal", CAPTION_GOAL_MS)] if name == "cuekit" else [],
            rounds,
            folder,
        )

        size = generate("small.srt", "srt", "1000")
        race(
            f"1,000 cues ({size / 1000:.0f} KB), SRT to WebVTT",
            {
                "true": ["/bin/true"],
                "cuekit": convert("small.srt", "small.vtt"),
                **peers("small.srt", "ffmpeg.vtt"),
            },
            lambda name, least: [("goal", SMALL_GOAL_MS), ("3 x true + 1", 3 * least["true"] + 1)]
            if name == "cuekit"
            else [],
            rounds,
            folder,
        )

        size = generate("large.srt", "srt", "900000")
        most = 3 * size + 10 * MIB
        print(f"\nmemory: {size / 1e6:.0f} MB of SRT to WebVTT")
        # The memory of this script, some 15 MB, is the least that can be seen here.
        millis, peak = run(convert("large.srt", "large.vtt"), folder)
        print(
            f"  cuekit: peak {peak / MIB:.0f} MiB, {(peak - 10 * MIB) / size:.2f} x the input + 10 MiB, {millis:.0f} ms"
            f"  goal <= 3 x + 10 MiB = {most / MIB:.0f} MiB: {answer(peak <= most)}"
        )


if __name__ == "__main__":
    main()
